/** A file that proves something, named by its hash. */
export interface Evidence {
  readonly sha256: string;
  readonly name: string;
  readonly bytes: number;
  readonly mediaType: string;
}

/**
 * What a file that proves something (凭据) may be: photographs, scans, and the three forms in which an invoice is issued.
 * No GIF and no SVG: neither proves anything.
 */
export const ACCEPTED_TYPES = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
  'application/pdf',
  'application/ofd',
  'application/xml',
] as const;

export type EvidenceType = (typeof ACCEPTED_TYPES)[number];

/** The endings that the name of such a file may have, the usual one first. */
const EXTENSIONS: Readonly<Record<EvidenceType, readonly [string, ...string[]]>> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/heic': ['heic', 'heif'],
  'application/pdf': ['pdf'],
  'application/ofd': ['ofd'],
  'application/xml': ['xml'],
};

/** The usual ending of a file name, without its dot. */
export function extensionOf(mediaType: EvidenceType): string {
  return EXTENSIONS[mediaType][0];
}

/**
 * The name under which a file is handed out: as it was given, with the ending of what the file is. A program that
 * opens files by their ending is then never sent elsewhere.
 */
export function fileNameOf(name: string, mediaType: EvidenceType): string {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return EXTENSIONS[mediaType].includes(ending) ? name : `${name}.${extensionOf(mediaType)}`;
}

const SHA256 = /^[0-9a-f]{64}$/;

/** True for a SHA-256 in lower-case hexadecimal, by which evidence is named. */
export function isSha256(text: string): boolean {
  return SHA256.test(text);
}
