import { expect, test } from 'vitest';
import { marginBoxes } from '../../web/paper/margin-boxes.ts';

test('the margins of a sheet say whose ledger it is, up to where it is sealed, and its number', () => {
  expect(marginBoxes({ whose: '示例工会', sealed: '已封存 至凭证 000104' })).toBe(
    '@page { @top-left { content: "示例工会"; font-size: 8pt; } ' +
      '@bottom-left { content: "已封存 至凭证 000104"; font-size: 8pt; } ' +
      '@bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt; } }',
  );
});

test('no text ends its quotes, whatever is in it', () => {
  const rules = marginBoxes({ whose: '"; } } body { display: none } \\', sealed: 'a+b/c=' });
  expect(rules).toContain('content: "\\22 \\3b  \\7d  \\7d  body \\7b  display\\3a  none \\7d  \\5c "');
  expect(rules).toContain('content: "a\\2b b\\2f c\\3d "');
});
