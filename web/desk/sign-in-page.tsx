import { lazy, Suspense, useState } from 'react';
import { Failed, Nothing } from '../paper/states.tsx';
import { sharedWords } from '../words/shared.ts';
import { useWords } from '../words/words.tsx';
import { deskWords } from './desk-words.ts';

/** What whoever is not signed in sees at every address; it is the address they come back to. */
export function SignInPage() {
  const words = useWords(deskWords);
  return (
    <>
      <Nothing title={words.signInTitle} action={<SignInButton text={words.signIn} />}>
        <p>{words.signInDetail}</p>
      </Nothing>
      <Suspense>
        <DoorsSection />
      </Suspense>
    </>
  );
}

const DoorsSection = lazy(() => import('../doors/doors.tsx').then(({ DoorsSection }) => ({ default: DoorsSection })));

/** Over what stands on the page, which stays. */
export function SessionEnded() {
  const words = useWords(deskWords);
  return (
    <aside className="session-ended" role="alert">
      <strong>{words.ended}</strong>
      <span>{words.endedDetail}</span>
      <SignInButton text={words.signInAgain} />
    </aside>
  );
}

/** The issuer sent people back without what is needed, or a one-time code was not taken. */
export function SignInFailed({ said }: { readonly said: string }) {
  const words = useWords(deskWords);
  return (
    <main className="content">
      <Failed title={words.signInFailed} detail={said} />
      <SignInButton text={words.signInAgain} />
      <Suspense>
        <DoorsSection />
      </Suspense>
    </main>
  );
}

function SignInButton({ text }: { readonly text: string }) {
  const words = useWords(sharedWords);
  const [isFailed, setFailed] = useState(false);
  const begin = () => {
    setFailed(false);
    import('../sign-in/sign-in.ts').then(({ signIn }) => signIn()).catch(() => setFailed(true));
  };
  return (
    <>
      <button type="button" className="plain-button" data-first onClick={begin}>
        {text}
      </button>
      {isFailed && <p role="alert">{words.unreachable}</p>}
    </>
  );
}
