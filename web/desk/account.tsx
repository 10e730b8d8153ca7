import { lazy, Suspense } from 'react';
import { addresses } from '../ask/addresses.ts';
import { useMe } from '../sign-in/me.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { deskWords } from './desk-words.ts';
import { Finder } from './finder.tsx';

const DoorsMenu = lazy(() => import('../doors/doors.tsx').then(({ DoorsMenu }) => ({ default: DoorsMenu })));

/** At the right of the top bar: who is signed in, and the other language. */
export function Account({ isSignedIn }: { readonly isSignedIn: boolean }) {
  const words = useWords(deskWords);
  const { language, speak } = useLanguage();
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <div className="account">
      {isSignedIn && <Finder />}
      {isSignedIn && (
        <Suspense>
          <DoorsMenu />
        </Suspense>
      )}
      {isSignedIn && <Who />}
      <button type="button" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => speak(other)}>
        {words.otherLanguage}
      </button>
      {isSignedIn && (
        <button type="button" onClick={() => void import('../sign-in/sign-in.ts').then(({ signOut }) => signOut())}>
          {words.signOut}
        </button>
      )}
    </div>
  );
}

function Who() {
  const { data: me } = useMe();
  if (me === undefined) return null;
  return <a href={addresses.account}>{me.name ?? me.subject}</a>;
}
