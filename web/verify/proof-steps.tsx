import type { ReactNode } from 'react';
import type { ProofStep } from '../../shared/audit/entry-proof.ts';
import { PROOF_FAULT_WORDS, PROOF_STEP_WORDS } from '../../shared/audit/proof-words.ts';
import { toBase64, toHex } from '../../shared/log/tree/bytes.ts';
import { useWords } from '../words/words.tsx';
import { useSaid, verifyWords } from './verify-words.ts';

/** Each step of a proof, what was computed in it, and where it does not hold. */
export function ProofSteps({ steps }: { readonly steps: readonly ProofStep[] }) {
  const words = useWords(verifyWords).entry;
  const said = useSaid();
  return (
    <ol className="proof-steps" aria-label={words.steps}>
      {steps.map((step) => {
        const { title, does } = PROOF_STEP_WORDS[step.step];
        const isHeld = step.fault === undefined;
        return (
          <li key={step.step === 'node' ? `node ${step.level}` : step.step} data-step={step.step} data-held={isHeld}>
            <p className="step-head">
              <b>
                {said(title)}
                {step.step === 'node' && ` · ${words.level(step.level)}`}
              </b>
              <span className="step-mark">{isHeld ? `✓ ${words.held}` : `✗ ${words.failed}`}</span>
            </p>
            <p className="note">{said(does)}</p>
            <Computed step={step} />
            {step.fault !== undefined && <p className="step-fault">{said(PROOF_FAULT_WORDS[step.fault])}</p>}
          </li>
        );
      })}
    </ol>
  );
}

function Computed({ step }: { readonly step: ProofStep }): ReactNode {
  const words = useWords(verifyWords).entry;
  switch (step.step) {
    case 'text':
      return (
        <details>
          <summary>{words.bytes(step.bytes.length)}</summary>
          <pre>{step.text}</pre>
        </details>
      );
    case 'leaf':
      return (
        <dl className="said step-said">
          <Line term={words.computed}>{toHex(step.leaf)}</Line>
          {step.held && <Line term={words.onPaper}>{toHex(step.held)}</Line>}
        </dl>
      );
    case 'place':
      return step.index === undefined || step.size === undefined ? null : <p>{words.place(step.index, step.size)}</p>;
    case 'node':
      return (
        <dl className="said step-said">
          <Line term={words.sibling[step.side]}>{toHex(step.sibling)}</Line>
          <Line term={words.result}>{toHex(step.hash)}</Line>
        </dl>
      );
    case 'root':
      return (
        <dl className="said step-said">
          {step.computed && <Line term={words.computed}>{toBase64(step.computed)}</Line>}
          {step.told && <Line term={words.told}>{toBase64(step.told)}</Line>}
        </dl>
      );
    case 'checkpoint':
      return step.origin === undefined || step.root === undefined ? null : (
        <pre>{`${step.origin}\n${step.size}\n${toBase64(step.root)}`}</pre>
      );
    case 'signature':
      return step.name === undefined || step.keyId === undefined ? null : (
        <dl className="said step-said">
          <Line term={words.signer}>{`${step.name}+${toHex(step.keyId)}`}</Line>
        </dl>
      );
  }
}

function Line({ term, children }: { readonly term: string; readonly children: string }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>
        <code>{children}</code>
      </dd>
    </>
  );
}
