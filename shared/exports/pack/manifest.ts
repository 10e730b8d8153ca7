import canonicalize from 'canonicalize';
import * as z from 'zod';
import { type Evidence, isSha256 } from '../../domain/evidence.ts';
import { voucherNumber } from '../../domain/voucher.ts';
import { date, id } from '../../schemas/canonical.ts';
import { LEDGER_KINDS } from '../../schemas/export.ts';

/** The files of an audit pack beside the log, the ledgers and the evidence. */
export const PACK = {
  manifest: 'pack.json',
  sums: 'SHA256SUMS',
  readme: 'README.txt',
  verifier: 'verify.mjs',
  entries: 'entries.jsonl',
  names: 'names.json',
  log: 'log/',
  ledgers: 'ledgers/',
  evidence: 'evidence/',
} as const;

const sha256 = z.string().refine(isSha256);

/**
 * The edition of the ledgers: how they are laid out and worded. It grows with every change that makes another ledger out
 * of the same entries; the first one is not named. Ledgers can be made again and compared in their own edition alone.
 */
export const EDITION = 2;

const manifest = z.strictObject({
  v: z.literal(1),
  edition: z.int().min(2).exactOptional(),
  /** Whose ledgers they are (编制单位). */
  union: z.string().max(200),
  asOf: z.strictObject({ size: z.int().min(0), root: z.string() }),
  /** What the entries, the ledgers and the evidence were narrowed by. The log itself is whole. */
  selection: z.strictObject({
    fundingLine: id.exactOptional(),
    from: date.exactOptional(),
    to: date.exactOptional(),
  }),
  ledgers: z.array(
    z.strictObject({
      path: z.string().startsWith('ledgers/'),
      kind: z.enum(LEDGER_KINDS),
      format: z.enum(['xlsx', 'csv']),
      item: id.exactOptional(),
    }),
  ),
  /** Evidence that entries name and that nobody has uploaded. */
  absent: z.array(z.strictObject({ path: z.string(), sha256 })),
});

/** What is in a pack, so that all of it can be made again from its entries and compared. */
export type Manifest = z.infer<typeof manifest>;

export function writeManifest(content: Manifest): string {
  return `${canonicalize(content)}\n`;
}

/** Reads what `writeManifest` wrote, to the byte; throws for anything else. */
export function readManifest(text: string): Manifest {
  const content = manifest.parse(JSON.parse(text));
  if (writeManifest(content) !== text) throw new SyntaxError('not in canonical form');
  return content;
}

const SUFFIX = /\.([A-Za-z0-9]{1,8})$/;

/** Where the nth paper (from 0) of the entry at a place lies in a pack: by voucher number. */
export function evidencePath(index: number, at: number, { name }: Evidence): string {
  const suffix = SUFFIX.exec(name)?.[1]?.toLowerCase() ?? 'bin';
  return `${PACK.evidence}${voucherNumber(index)}-${at + 1}.${suffix}`;
}

/** One line of `SHA256SUMS`, as `sha256sum -c` reads it. */
export function sumLine(path: string, hash: string): string {
  return `${hash}  ${path}\n`;
}

/** Paths and hashes of `SHA256SUMS`: sorted, each path once, nothing else in it. Throws where it is not so. */
export function readSums(text: string): Map<string, string> {
  const sums = new Map<string, string>();
  let before = '';
  for (const line of text.split('\n').slice(0, -1)) {
    const [, hash, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (hash === undefined || path === undefined || !(before < path))
      throw new SyntaxError(`not a line of sums: ${line}`);
    sums.set(path, hash);
    before = path;
  }
  if (!text.endsWith('\n')) throw new SyntaxError('the last line does not end');
  return sums;
}
