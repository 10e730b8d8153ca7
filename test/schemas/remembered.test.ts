import { expect, test } from 'vitest';
import { remembered } from '../../shared/schemas/remembered.ts';

test('a text is parsed once while it is among the latest, and again once it is not', () => {
  const parsed: string[] = [];
  const parse = remembered((text) => {
    parsed.push(text);
    return { text };
  });
  expect(parse('a')).toBe(parse('a'));
  for (let at = 0; at < 512; at += 1) parse(`${at}`);
  expect(parse('a')).toEqual({ text: 'a' });
  expect(parsed.filter((text) => text === 'a')).toHaveLength(2);
});

test('a long text is parsed each time, so that little is kept', () => {
  const parse = remembered((text) => ({ text }));
  const long = 'x'.repeat(16_385);
  expect(parse(long)).not.toBe(parse(long));
});

test('what a text was written of need not be parsed, until it is not among the latest', () => {
  const parse = remembered((text) => ({ text }));
  const value = { text: 'a' };
  parse.keep('a', value);
  expect(parse('a')).toBe(value);
  for (let at = 0; at < 512; at += 1) parse.keep(`${at}`, { text: `${at}` });
  expect(parse('a')).not.toBe(value);
  expect(parse('a')).toEqual(value);
});

test('what does not parse is not remembered', () => {
  let tries = 0;
  const parse = remembered(() => {
    tries += 1;
    throw new SyntaxError('no');
  });
  for (let at = 0; at < 2; at += 1) expect(() => parse('a')).toThrow(SyntaxError);
  expect(tries).toBe(2);
});
