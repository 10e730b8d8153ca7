import type { Stand } from '../../shared/audit/kept-checkpoint.ts';
import { installationAnswers } from '../../shared/schemas/installation.ts';
import { useAnswer } from '../ask/answers.ts';
import { usePrintMargins } from '../paper/print-margins.ts';
import { Seal, type SealProps } from '../paper/sheet.tsx';
import { sharedWords } from '../words/shared.ts';
import { useWords } from '../words/words.tsx';
import { checkpointWords } from './checkpoint-words.ts';
import { useStanding } from './standing.ts';

interface AsOfProps {
  /** The checkpoint that an answer was computed under: null before the first, undefined until it is answered. */
  readonly asOf: Stand | null | undefined;
  /** What else does not hold. */
  readonly broken?: string | undefined;
}

/**
 * Up to which voucher what is shown is sealed; broken where that is not of the published log. On paper it stands in the
 * margin of every sheet, with whose ledger it is.
 */
export function AsOf({ asOf, broken }: AsOfProps) {
  const { notOfLog } = useWords(checkpointWords);
  const { isOfLog, publishedAt } = useStanding(asOf);
  const number = asOf ? String(asOf.size).padStart(6, '0') : '';
  useMargins(asOf, number);
  if (asOf === undefined) return null;
  const because = isOfLog === false ? notOfLog : broken;
  const seal = (): SealProps => {
    if (because !== undefined) return { state: 'broken', because };
    return asOf === null ? { state: 'waiting' } : { state: 'sealed', number, at: publishedAt };
  };
  return <Seal {...seal()} />;
}

function useMargins(asOf: AsOfProps['asOf'], number: string): void {
  const words = useWords(sharedWords);
  const { data } = useAnswer('/api/configuration', installationAnswers.configuration);
  const sealed = asOf ? `${words.sealedTo(number)} · ${asOf.root}` : words.toBeSealed;
  usePrintMargins({ whose: [words.product, data?.union ?? data?.logOrigin].filter(Boolean).join(' · '), sealed });
}
