import { type ProofFault, proofSteps } from '../../shared/audit/entry-proof.ts';
import type { SlipCode } from '../../shared/domain/slip-code.ts';
import { voucherNumber } from '../../shared/domain/voucher.ts';
import { fromBase64 } from '../../shared/log/tree/bytes.ts';
import { askForText } from '../ask/ask.ts';
import { Problem } from '../ask/problem.ts';

/** What the log says of a slip. */
export type Verdict =
  | { readonly is: 'genuine'; readonly number: string; readonly day: string; readonly origin: string }
  | { readonly is: 'unsealed' }
  | { readonly is: 'missing' }
  /** What is sealed in its place is another leaf. */
  | { readonly is: 'altered' }
  /** What the log itself gave does not hold: nothing is said of the slip. */
  | { readonly is: 'doubt' }
  | { readonly is: 'unreachable' };

/** Faults that whoever changed the slip cannot make. */
const LOGS_OWN: readonly ProofFault[] = [
  'no-proof',
  'no-path',
  'no-checkpoint',
  'other-log',
  'no-key',
  'unsigned',
  'bad-signature',
];

export async function verdictOn({ entry, leaf }: SlipCode): Promise<Verdict> {
  try {
    const key = askForText('/api/log/vkey');
    // Where nothing is sealed at all there is no key: what is said then is what the proof says.
    key.catch(() => undefined);
    const { text: proof } = await askForText(`/api/entries/${entry}/proof`);
    const { text: vkey } = await key;
    return verdictBy({ entry, leaf, proof, vkey });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.why === 'missing') return { is: 'missing' };
    return { is: error.type.endsWith('/not-sealed') ? 'unsealed' : 'unreachable' };
  }
}

interface Held extends Pick<SlipCode, 'entry' | 'leaf'> {
  readonly proof: string;
  readonly vkey: string;
}

function verdictBy({ entry, leaf: printed, proof, vkey }: Held): Verdict {
  const leaf = fromBase64(`${printed.replaceAll('-', '+').replaceAll('_', '/')}=`);
  if (leaf === undefined) return { is: 'altered' };
  const steps = [...proofSteps({ leaf, proof, vkey })];
  const faults = steps.flatMap(({ fault }) => (fault === undefined ? [] : [fault]));
  if (faults.some((fault) => LOGS_OWN.includes(fault))) return { is: 'doubt' };
  if (faults.length > 0) return { is: 'altered' };
  const index =
    steps.flatMap((step) => (step.step === 'place' && step.index !== undefined ? [step.index] : []))[0] ?? 0;
  const origin = steps.flatMap((step) => (step.step === 'checkpoint' ? [step.origin ?? ''] : []))[0] ?? '';
  return { is: 'genuine', number: voucherNumber(index), day: dayIn(entry), origin };
}

const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });

/** The day on which an id was made (RFC 9562, section 5.7), as the office has it. */
function dayIn(id: string): string {
  return DAY.format(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
}
