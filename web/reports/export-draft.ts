import * as z from 'zod';
import {
  ENCODINGS,
  EXPORT_FORMATS,
  EXPORT_KINDS,
  EXPORTS,
  type ExportKind,
  LEDGER_KINDS,
} from '../../shared/schemas/export.ts';
import type { Asked } from '../ask/addresses.ts';

/** What is to be exported, as it stands in the form: what a kind does not take is kept for another, and not sent. */

/** Papers of several deliveries are printed where those are listed. */
export const ASKED_HERE = EXPORT_KINDS.filter((kind) => kind !== 'dispatch-papers');

const text = z.string().default('');

export const exportDraft = z.object({
  kind: z.enum(EXPORT_KINDS),
  format: z.enum(EXPORT_FORMATS),
  fundingLine: text,
  unit: text,
  below: z.boolean(),
  item: text,
  consignment: text,
  from: text,
  to: text,
  encoding: z.enum(ENCODINGS),
  ledgers: z.array(z.enum(LEDGER_KINDS)),
});
export type ExportDraft = z.output<typeof exportDraft>;

const TEXTS = ['fundingLine', 'unit', 'item', 'consignment', 'from', 'to'] as const;

/** What the address says of it, as far as that can be read. */
export function draftOf(asked: Asked): ExportDraft {
  const kind = ASKED_HERE.find((one) => one === asked.kind) ?? 'fund-usage';
  const texts = Object.fromEntries(TEXTS.map((name) => [name, asked[name] ?? '']));
  return exportDraft.parse({
    ...texts,
    kind,
    format: EXPORTS[kind].formats.find((one) => one === asked.format) ?? EXPORTS[kind].formats[0],
    below: asked.below === 'true',
    encoding: ENCODINGS.find((one) => one === asked.encoding) ?? 'utf-8',
    ledgers: LEDGER_KINDS.filter((one) => asked.ledgers?.split(',').includes(one)),
  });
}

/** Another kind, in a format that it has. */
export function ofKind(draft: ExportDraft, kind: ExportKind): ExportDraft {
  const { formats } = EXPORTS[kind];
  return { ...draft, kind, format: formats.find((one) => one === draft.format) ?? formats[0] ?? draft.format };
}

/** What is sent: of what its kind takes, what was given. */
export function requestOf(draft: ExportDraft): object {
  const { kind, format, below, encoding, ledgers } = draft;
  const { takes } = EXPORTS[kind];
  const texts = TEXTS.filter((name) => takes.includes(name) && draft[name] !== '');
  return {
    kind,
    format,
    ...Object.fromEntries(texts.map((name) => [name, draft[name]])),
    ...(takes.includes('below') && below && draft.unit !== '' ? { below } : {}),
    ...(takes.includes('ledgers') && ledgers.length > 0 ? { ledgers } : {}),
    ...(format === 'csv' && encoding !== 'utf-8' ? { encoding } : {}),
  };
}
