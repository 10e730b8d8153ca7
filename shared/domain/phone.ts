import { normalForm } from './normal-form.ts';

const MOBILE = /^(?:(?:\+|00)?86)?1[3-9]\d{9}$/;
const LANDLINE = /^(?:(?:\+|00)860?|0)(?:10|2\d|[3-9]\d\d)[1-9]\d{6,7}$/;
/** 400 and 800 numbers; 95588, 12345, 12351 and the like. */
const SERVICE = /^(?:[48]00\d{7}|1\d{4}|9[56]\d{3,6})$/;
const ABROAD = /^(?:\+|00)(?!86)[1-9]\d{6,14}$/;
const EXTENDED = /^([+\d-]+)(?:转?分机|转|EXT|#|-)(\d{1,6})$/;

/** A phone number as people write it, with blanks, hyphens and brackets wherever they are used to. */
export function isPhone(typed: string): boolean {
  const text = normalForm(typed).replace(/[().]/g, '');
  if (isOneOf([MOBILE, LANDLINE, SERVICE, ABROAD], text)) return true;
  const called = EXTENDED.exec(text)?.[1];
  return called !== undefined && isOneOf([LANDLINE, SERVICE], called);
}

function isOneOf(forms: readonly RegExp[], text: string): boolean {
  const digits = text.replaceAll('-', '');
  return /^\+?[\d-]+$/.test(text) && forms.some((form) => form.test(digits));
}
