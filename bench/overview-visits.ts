import * as z from 'zod';
import type { Reader } from './reader.ts';

/** In the page: the time at which the sentence and the picture are there and a link of the sentence has been followed. */
const USABLE = `new Promise((resolve) => {
  const look = () => {
    const link = document.querySelector('.overview-sentence a.opens');
    if (link === null || document.querySelector('svg.flow .flow-link') === null) return requestAnimationFrame(look);
    link.click();
    const followed = () => (location.pathname === '/overview' ? setTimeout(followed) : resolve(performance.now()));
    followed();
  };
  look();
})`;

/** Of so many visits to an address that leads to the overview, with what an earlier one left in the cache. */
export async function visitOverview(
  { page, origin, open }: Reader,
  path: string,
  visits: number,
): Promise<readonly number[]> {
  await open(path);
  const took: number[] = [];
  for (let visit = 0; visit < visits; visit += 1) {
    await page.goto(`${origin}${path}`, { waitUntil: 'commit' });
    took.push(z.number().parse(await page.evaluate(USABLE)));
  }
  return took;
}
