import { type FormEvent, useState } from 'react';
import { readNumberAsked } from '../../shared/domain/number-asked.ts';
import { foundAnswer } from '../../shared/schemas/found.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { ask } from '../ask/ask.ts';
import { go } from '../ask/going.ts';
import { Problem } from '../ask/problem.ts';
import { useSignedIn } from '../sign-in/session.ts';
import { sharedWords } from '../words/shared.ts';
import { useWords } from '../words/words.tsx';
import { SignIn } from './sign-in.tsx';
import { verifyWords } from './verify-words.ts';

/** Any number on paper, to the entry that bears it. What a slip's code says needs nobody to be signed in. */
export function NumberField() {
  const words = useWords(verifyWords).entry;
  const shared = useWords(sharedWords);
  const isSignedIn = useSignedIn() === 'yes';
  const [typed, setTyped] = useState('');
  const [told, setTold] = useState<string>();
  const verify = async (event: FormEvent) => {
    event.preventDefault();
    const { slip, id } = readNumberAsked(typed);
    if (slip !== undefined) return go(withQuery(addresses.verify, { entry: slip.entry, leaf: slip.leaf }));
    if (id !== undefined) return go(withQuery(addresses.verify, { entry: id }));
    if (!isSignedIn) return setTold(words.needsSignIn);
    try {
      const entry = await entryOf(typed);
      if (entry === undefined) setTold(words.nothing);
      else go(withQuery(addresses.verify, { entry }));
    } catch (error) {
      setTold(error instanceof Problem ? error.detail || error.title || shared.unreachable : shared.broken);
    }
  };
  return (
    <form className="number-field" onSubmit={(event) => void verify(event)}>
      <label htmlFor="number">{words.field}</label>
      <span className="in-line">
        <input
          id="number"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          maxLength={300}
          autoComplete="off"
        />
        <button type="submit" className="plain-button" data-first disabled={typed.trim() === ''}>
          {words.find}
        </button>
      </span>
      {!isSignedIn && (
        <p className="note">
          {words.needsSignIn} <SignIn />
        </p>
      )}
      {told !== undefined && told !== words.needsSignIn && <p role="alert">{told}</p>}
    </form>
  );
}

/** An entry that bears the number; of a document, the entry that opened it, which has its id. */
async function entryOf(number: string): Promise<string | undefined> {
  const path = withQuery('/api/find', { number: number.trim() });
  const { found } = await ask(path, foundAnswer.extend({ names }));
  return (found.find(({ by }) => by === 'voucher') ?? found[0])?.id;
}
