import * as z from 'zod';
import { type Correctable, rowOfField } from '../../shared/domain/correctable.ts';
import type { Kind } from '../../shared/domain/facts.ts';
import { CORRECTABLE_IN, covering } from '../../shared/domain/fields.ts';
import { isKindName } from '../../shared/domain/kinds.ts';
import type { entryRead } from '../../shared/schemas/entry-read.ts';

/** What of an entry may be corrected, each place with what stands there. */

export interface Place {
  /** Its own among those of the entry. */
  readonly key: string;
  readonly field: Correctable;
  readonly lot?: string;
  readonly paper?: string;
  /** As an answer tells it; undefined where nothing is said, or where it is about a person. */
  readonly was?: string | number | undefined;
}

const facts = z.looseObject({
  source: z.string().optional(),
  giver: z.string().optional(),
  purpose: z.string().optional(),
  bankReference: z.string().optional(),
  lots: z.array(z.looseObject({ number: z.string().optional(), expiresOn: z.string().optional() })).optional(),
});

type Told = z.output<typeof entryRead>['entry'];
/** What an entry says, as it was recorded or as it stands. */
type Saying = Pick<Told, 'refs' | 'facts' | 'coverage' | 'note' | 'evidence'>;

interface Read {
  readonly entry: Pick<Told, 'id' | 'kind'> & Saying;
  readonly stands?: Saying | undefined;
}

/** All places of an entry that a correction may name, in the order of the fields. */
export function placesOf({ entry, stands = entry }: Read): readonly Place[] {
  const { kind } = entry;
  if (!isKindName(kind)) return [];
  const said = facts.safeParse(stands.facts).data ?? {};
  const evidence = stands.evidence ?? entry.evidence ?? [];
  return CORRECTABLE_IN[kind].flatMap((field): Place[] => {
    switch (rowOfField(field).of) {
      case 'lot':
        return (said.lots ?? []).map((one, at) => ({
          key: `${field} ${at + 1}`,
          field,
          lot: `${entry.id}.${at + 1}`,
          was: field === 'batch' ? one.number : one.expiresOn,
        }));
      case 'paper':
        return evidence.map(({ sha256, name }) => ({ key: `${field} ${sha256}`, field, paper: sha256, was: name }));
      default:
        return [{ key: field, field, was: wasIn(field, { kind, stands, said }) }];
    }
  });
}

interface Standing {
  readonly kind: Kind;
  readonly stands: Saying;
  readonly said: z.output<typeof facts>;
}

function wasIn(field: Correctable, { kind, stands, said }: Standing): string | number | undefined {
  switch (field) {
    case 'note':
      return stands.note;
    case 'supplier':
      return typeof stands.refs.supplier === 'string' ? stands.refs.supplier : undefined;
    case 'source':
    case 'giver':
    case 'purpose':
    case 'bankReference':
      return said[field];
    case 'people':
    case 'households':
    case 'sites': {
      const counted = stands.coverage?.[field];
      return counted === undefined ? undefined : Number(covering(kind, BigInt(counted)));
    }
    default:
      return undefined;
  }
}
