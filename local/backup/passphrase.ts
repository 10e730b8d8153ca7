import { CannotStart } from '../cannot-start.ts';

const FEWEST = 12;
const MOST = 1_000;

/** What the keys of a backup are encrypted under, by NUANZHANG_PASSPHRASE; undefined where it is not set. */
export function readPassphrase(source: Readonly<Record<string, string | undefined>>): string | undefined {
  // The same characters may be typed as other code points elsewhere.
  const text = source.NUANZHANG_PASSPHRASE?.normalize('NFC') ?? '';
  if (text === '') return undefined;
  const { length } = [...text];
  if (length >= FEWEST && length <= MOST) return text;
  throw new CannotStart(
    `NUANZHANG_PASSPHRASE 应为 ${FEWEST} 到 ${MOST} 个字符,现为 ${length} 个。`,
    `NUANZHANG_PASSPHRASE has ${length} characters: expected ${FEWEST} to ${MOST}.`,
    2,
  );
}
