import { useWords } from '../words/words.tsx';
import { verifyWords } from './verify-words.ts';

/** Leads to who signs people in, and back to this address. */
export function SignIn() {
  const words = useWords(verifyWords).entry;
  const begin = () => void import('../sign-in/sign-in.ts').then(({ signIn }) => signIn());
  return (
    <button type="button" className="plain-button" onClick={begin}>
      {words.signIn}
    </button>
  );
}
