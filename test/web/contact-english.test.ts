import { describe } from 'vitest';
import { CHROMIUM } from '../browser.ts';
import { testEachKind } from './each-kind.ts';

describe.skipIf(CHROMIUM === undefined)('one page of each kind in English (where there is Chromium)', () =>
  testEachKind('en'),
);
