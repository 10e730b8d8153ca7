/** How personal data is shown: enough to recognise what one knows already, too little to learn it. */

const HIDDEN = '*';

const MOBILE = /^(?:\+?86[ -]?)?1\d{10}$/;

/** 138****1234 of a mobile number; of any other its first three and last two digits. */
export function maskPhone(phone: string): string {
  const kept = MOBILE.test(phone) ? 4 : 2;
  return hideBetween(phone, 3, kept);
}

/** 张*三 of 张小三 and 张* of 张三: the first character, and the last where there are three or more. */
export function maskName(name: string): string {
  const characters = Array.from(name);
  return hideBetween(name, 1, characters.length > 2 ? 1 : 0);
}

/** The last four characters of a number that tells one person from another. */
export function maskReference(reference: string): string {
  return hideBetween(reference, 0, 4);
}

/** Never shows a text whole: one too short to hide anything is hidden altogether. */
function hideBetween(text: string, first: number, last: number): string {
  const characters = Array.from(text);
  const hidden = characters.length - first - last;
  if (hidden <= 0) return HIDDEN.repeat(characters.length);
  return [...characters.slice(0, first), HIDDEN.repeat(hidden), ...characters.slice(characters.length - last)].join('');
}
