import { expect, it } from 'vitest';
import { withLargeOf, withSection } from '../../bench/large-page.ts';

const EXPORTS = '## Exports\n\nfigures of exports';
const SEALING = '## Sealing\n\nfigures of sealing';

it('a section of the page of figures takes the place of what it was, and nothing else of the page changes', () => {
  const page = '# Benchmarks\n\n## Posts\n\nfigures\n';
  const once = withSection(withSection(page, 'sealing', SEALING), 'exports', EXPORTS);
  expect(once).toBe(`# Benchmarks\n\n## Posts\n\nfigures\n\n${EXPORTS}\n\n${SEALING}\n`);
  expect(withSection(once, 'exports', '## Exports\n\nothers')).toBe(once.replace('figures of exports', 'others'));
  expect(withLargeOf('# Benchmarks\n\nanew\n', once)).toBe(`# Benchmarks\n\nanew\n\n${EXPORTS}\n\n${SEALING}\n`);
});
