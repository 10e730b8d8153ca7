import { across } from './check.ts';

const NOT_A_CHANGE = new Set(['reason', 'note', 'exception']);

/** An amendment changes something. */
export const changesSomething = across<object>((body, tell) => {
  if (Object.keys(body).every((key) => NOT_A_CHANGE.has(key))) tell([], { code: 'nothing-to-do' });
});
