import type { Counted } from './command.ts';
import { type InMeasure, inPacks, type Pack, type Packed, type Quantity } from './quantity.ts';

/** A line whose quantities stand in the base measure, those left out as nothing, with the pack that it was given in. */
export type InBase<L extends Counted, F extends keyof L> = Omit<L, F | 'measure'> & {
  readonly [field in F]-?: Quantity;
} & { readonly pack?: Pack };

/** The same line in the base measure, where one of its own measure holds so many. */
export function inBase<L extends Counted, F extends keyof L>(
  line: L & { readonly [field in NoInfer<F>]?: InMeasure },
  fields: readonly F[],
  of: Quantity,
): InBase<L, F> {
  const { measure, ...rest } = line;
  const quantities = fields.map((field) => [field, (line[field] ?? 0n) * of]);
  const pack = measure === undefined || of === 1n ? {} : { pack: { measure, of } };
  // Each field is one of the line's quantities, which the parameter says and an object made of entries cannot.
  return { ...rest, ...Object.fromEntries(quantities), ...pack } as unknown as InBase<L, F>;
}

/** What lines were given in packs, each with what it is of; undefined where none was. */
export function packsGiven<L extends { readonly quantity: Quantity; readonly pack?: Pack }, Of extends object>(
  lines: readonly L[],
  of: (line: L) => Of,
): readonly (Of & Packed)[] | undefined {
  const given = lines.flatMap((line) => {
    const packs = inPacks(line.quantity, line.pack);
    return packs === undefined ? [] : [{ ...of(line), ...packs }];
  });
  return given.length === 0 ? undefined : given;
}
