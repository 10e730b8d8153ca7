import type { EvidenceType } from '../domain/evidence.ts';
import { isOfd, isZip } from './ofd.ts';
import { isPlainXml } from './xml.ts';

/**
 * What a whole file is, told from its bytes alone; undefined where it is nothing that is accepted. A file must begin as
 * what it is, and one that can be opened as an archive too is nothing but an archive: two readers would see two files.
 */
export async function sniff(file: Uint8Array): Promise<EvidenceType | undefined> {
  if (await isOfd(file)) return 'application/ofd';
  if (isZip(file)) return undefined;
  if (isJpeg(file)) return 'image/jpeg';
  if (isPng(file)) return 'image/png';
  if (isWebp(file)) return 'image/webp';
  if (isHeic(file)) return 'image/heic';
  if (isPdf(file)) return 'application/pdf';
  return isPlainXml(file) ? 'application/xml' : undefined;
}

/** Bytes as one character each, for the marks of formats that were made in ASCII. */
function marks(file: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...file.subarray(from, to));
}

/** Start of image, then a segment that only a picture begins with (ITU-T T.81, B.1.1.3): tables, APPn or a comment. */
function isJpeg(file: Uint8Array): boolean {
  const next = file[3] ?? 0;
  const isSegment = next === 0xdb || next === 0xc4 || next === 0xfe || (next >= 0xe0 && next <= 0xef);
  return marks(file, 0, 3) === '\xff\xd8\xff' && isSegment;
}

/** The signature, and the header chunk that has to be the first (PNG, 5.2 and 5.6). */
function isPng(file: Uint8Array): boolean {
  return marks(file, 0, 16) === '\x89PNG\r\n\x1a\n\0\0\0\rIHDR';
}

function isWebp(file: Uint8Array): boolean {
  const chunk = marks(file, 12, 16);
  return marks(file, 0, 4) === 'RIFF' && marks(file, 8, 12) === 'WEBP' && /^VP8[ LX]$/.test(chunk);
}

const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis']);
const MAX_BRANDS = 64;

/** The first box of an ISO media file lists the brands it keeps to (ISO/IEC 14496-12, 4.3). */
function isHeic(file: Uint8Array): boolean {
  if (file.length < 16 || marks(file, 4, 8) !== 'ftyp') return false;
  const size = new DataView(file.buffer, file.byteOffset, file.byteLength).getUint32(0);
  if (size < 16 || size % 4 !== 0 || size > Math.min(file.length, 16 + 4 * MAX_BRANDS)) return false;
  const brands = [marks(file, 8, 12), ...(marks(file, 16, size).match(/.{4}/gs) ?? [])];
  return brands.some((brand) => HEIC_BRANDS.has(brand));
}

/** The header stands in front, although readers look for it further on (ISO 32000-2, 7.5.2): that is how lies begin. */
function isPdf(file: Uint8Array): boolean {
  return /^%PDF-(1\.[0-7]|2\.0)[\r\n %]/.test(marks(file, 0, 9));
}
