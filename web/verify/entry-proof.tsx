import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { type ProofAsked, type ProofStep, proofSteps } from '../../shared/audit/entry-proof.ts';
import { PROOF_WORDS } from '../../shared/audit/proof-words.ts';
import { TURNED, type Turned, withBitTurned } from '../../shared/audit/turned-bit.ts';
import { voucherNumber } from '../../shared/domain/voucher.ts';
import { fromBase64 } from '../../shared/log/tree/bytes.ts';
import { readCheckpoint } from '../../shared/log/tree/checkpoint.ts';
import { textOf } from '../../shared/log/tree/note.ts';
import { readProof } from '../../shared/log/tree/proof.ts';
import { entryRead } from '../../shared/schemas/entry-read.ts';
import { names } from '../../shared/schemas/names.ts';
import { sealedText } from '../../shared/schemas/sealed-text.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { ask } from '../ask/ask.ts';
import { Problem } from '../ask/problem.ts';
import { publishedLeaf, useProof, usePublished } from '../checkpoint/published.ts';
import { useSignedIn } from '../sign-in/session.ts';
import { useWords } from '../words/words.tsx';
import { ProofSteps } from './proof-steps.tsx';
import { SignIn } from './sign-in.tsx';
import { useSaid, verifyWords } from './verify-words.ts';

interface EntryProofProps {
  readonly id: string;
  /** As a slip has it printed, in base64url. */
  readonly leaf?: string | undefined;
}

/** That an entry stands in the log: from its bytes, or from its leaf where they cannot be read. */
export function EntryProof({ id, leaf }: EntryProofProps) {
  const proof = useProof(id);
  const published = usePublished();
  const signedIn = useSignedIn();
  const shown = useQuery({
    queryKey: ['shown', id, leaf, signedIn, proof.data],
    queryFn: async (): Promise<Shown> => {
      if (proof.data === undefined) throw new Error('there is no proof yet');
      return shownOf(id, { proof: proof.data, leaf, isSignedIn: signedIn === 'yes' });
    },
    enabled: proof.data !== undefined,
  });
  return (
    <Answered answer={proof}>
      {(written) => (
        <Answered answer={published}>
          {({ vkey }) => (
            <Answered answer={shown}>
              {({ from, ...held }) => <Proven id={id} from={from} asked={{ ...held, proof: written, vkey }} />}
            </Answered>
          )}
        </Answered>
      )}
    </Answered>
  );
}

/** What there is to begin with, and where it is from. */
interface Shown extends Pick<ProofAsked, 'text' | 'leaf' | 'number'> {
  readonly from: 'bytes' | 'paper' | 'tile' | 'not-read' | 'withheld';
}

interface Had {
  readonly proof: string;
  readonly leaf: string | undefined;
  readonly isSignedIn: boolean;
}

async function shownOf(id: string, { proof, leaf: printed, isSignedIn }: Had): Promise<Shown> {
  const held = printed === undefined ? undefined : leafIn(printed);
  const read = isSignedIn ? await bytesOf(id) : 'tile';
  if (typeof read === 'object') return { from: 'bytes', ...read, ...(held && { leaf: held }) };
  if (held !== undefined) return { from: 'paper', leaf: held };
  const leaf = await publishedLeaf(proof, readCheckpoint(textOf(readProof(proof).checkpoint)).size);
  if (leaf === undefined) throw new Error('the tile has no such leaf');
  return { from: read, leaf };
}

async function bytesOf(id: string): Promise<{ text: string; number?: string } | 'not-read' | 'withheld'> {
  try {
    const { entry } = await ask(`/api/entries/${encodeURIComponent(id)}`, entryRead.extend({ names }));
    const text = sealedText(entry);
    if (text === undefined) return 'withheld';
    return typeof entry.number === 'string' ? { text, number: entry.number } : { text };
  } catch (error) {
    if (error instanceof Problem && (error.why === 'forbidden' || error.why === 'unauthenticated')) return 'not-read';
    throw error;
  }
}

/** In the letters of addresses. */
function leafIn(base64url: string): Uint8Array | undefined {
  return fromBase64(`${base64url.replaceAll('-', '+').replaceAll('_', '/')}=`);
}

interface ProvenProps {
  readonly id: string;
  readonly from: Shown['from'];
  readonly asked: ProofAsked;
}

function Proven({ id, from, asked }: ProvenProps) {
  const words = useWords(verifyWords).entry;
  const said = useSaid();
  const [turned, setTurned] = useState<Turned | 'none'>('none');
  const now = useMemo(() => (turned === 'none' ? asked : (withBitTurned(asked, turned) ?? asked)), [asked, turned]);
  const { steps, isDone, ms } = useSteps(now);
  const failed = steps.find(({ fault }) => fault !== undefined);
  const place = readProof(asked.proof).index;
  return (
    <>
      <p className="entry-named">
        <b>{words.number(voucherNumber(place))}</b> <a href={addresses.entry(id)}>{words.open}</a>{' '}
        <a href={addresses.verify}>{words.another}</a>
      </p>
      {from !== 'bytes' && <Begun from={from} />}
      <fieldset className="turns">
        <legend>{words.turn}</legend>
        {(['none', ...TURNED] as const).map((where) => (
          <label key={where}>
            <input
              type="radio"
              name="turned"
              checked={turned === where}
              disabled={where !== 'none' && withBitTurned(asked, where) === undefined}
              onChange={() => setTurned(where)}
            />
            {words.turns[where]}
          </label>
        ))}
      </fieldset>
      <div role="status">
        {isDone && (
          <p className="verdict" data-is={failed === undefined ? 'sound' : 'wrong'}>
            {turned !== 'none' && `${words.turned[turned]} `}
            {said(failed === undefined ? PROOF_WORDS.holds : PROOF_WORDS.fails)}{' '}
            <span className="note">{words.elapsed(ms.toFixed(1))}</span>
          </p>
        )}
      </div>
      <ProofSteps steps={steps} />
    </>
  );
}

function Begun({ from }: { readonly from: Exclude<Shown['from'], 'bytes'> }): ReactNode {
  const words = useWords(verifyWords).entry;
  const said = useSaid();
  const told = {
    paper: words.fromPaper,
    tile: words.leafOnly,
    'not-read': words.notRead,
    withheld: said(PROOF_WORDS.withheld),
  };
  return (
    <p className="note">
      {told[from]} {from === 'tile' && <SignIn />}
    </p>
  );
}

interface Stepped {
  readonly steps: readonly ProofStep[];
  readonly isDone: boolean;
  /** Of computing alone. */
  readonly ms: number;
}

/** Of computing between two times that the page is drawn: well below what is seen as a halt. */
const AT_ONCE_MS = 8;

/** The steps as they are computed. Where they take long, the page is drawn in between with those that are there. */
function useSteps(asked: ProofAsked): Stepped {
  const [stepped, setStepped] = useState<Stepped>({ steps: [], isDone: false, ms: 0 });
  useEffect(() => {
    const walk = proofSteps(asked);
    let frame = 0;
    let before: Stepped = { steps: [], isDone: false, ms: 0 };
    const next = () => {
      const began = performance.now();
      const steps = [...before.steps];
      let isDone = false;
      while (!isDone && performance.now() - began < AT_ONCE_MS) {
        const { value, done } = walk.next();
        if (value !== undefined) steps.push(value);
        isDone = done === true;
      }
      before = { steps, isDone, ms: before.ms + performance.now() - began };
      setStepped(before);
      if (!isDone) frame = requestAnimationFrame(next);
    };
    next();
    return () => cancelAnimationFrame(frame);
  }, [asked]);
  return stepped;
}
