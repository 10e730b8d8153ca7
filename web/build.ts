import { buildPages } from './built-pages.ts';

/** `npm run build:web`: builds the pages if they are not those of their sources. With a folder named, builds into that. */

const [outDir] = process.argv.slice(2);
if (outDir === undefined) {
  const started = performance.now();
  const outcome = await buildPages(() => console.log('Building the pages.'));
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  console.log(outcome === 'fresh' ? 'The pages are those of their sources.' : `Built the pages in ${seconds} s.`);
} else {
  const [{ build }, { default: config }] = await Promise.all([import('vite'), import('./vite.config.ts')]);
  await build({ ...config, logLevel: 'warn', build: { ...config.build, outDir } });
}
