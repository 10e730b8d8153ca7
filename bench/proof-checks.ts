import * as z from 'zod';
import type { Reader } from './reader.ts';

/** In the page: turns a bit and turns it back so many times, and says how long each check that holds took. */
const CHECKS = (checks: number) => `(async () => {
  const [asItIs, turned] = document.querySelectorAll('.turns input');
  const said = (is) => new Promise((resolve) => {
    const look = () => document.querySelector('.turns + [role=status] .verdict')?.dataset.is === is && (seen.disconnect(), resolve());
    const seen = new MutationObserver(look);
    seen.observe(document.body, { subtree: true, childList: true, attributes: true });
    look();
  });
  const took = [];
  for (let check = 0; check < ${checks}; check += 1) {
    turned.click();
    await said('wrong');
    const began = performance.now();
    asItIs.click();
    await said('sound');
    took.push(performance.now() - began);
  }
  return took;
})()`;

/** Of the proof of one entry, from the click to the verdict, checked again and again on the page that verifies. */
export async function checkProofs({ page, open }: Reader, entry: string, checks: number): Promise<readonly number[]> {
  await open(`/verify?entry=${entry}`);
  await page.locator('.turns + [role=status] .verdict').waitFor();
  return z.array(z.number()).parse(await page.evaluate(CHECKS(checks)));
}
