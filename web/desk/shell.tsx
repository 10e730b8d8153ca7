import { Outlet, useLocation } from '@tanstack/react-router';
import { lazy, type MouseEvent, Suspense, useEffect, useRef, useState } from 'react';
import { addresses } from '../ask/addresses.ts';
import { go } from '../ask/going.ts';
import { useQuestionMark } from '../form/question-mark.ts';
import { Waiting } from '../paper/states.tsx';
import { useMe } from '../sign-in/me.ts';
import { useSignedIn } from '../sign-in/session.ts';
import { useWords } from '../words/words.tsx';
import { Account } from './account.tsx';
import { deskWords } from './desk-words.ts';
import { SECTIONS, sectionsFor } from './sections.ts';
import { SessionEnded, SignInPage } from './sign-in-page.tsx';

/** What is not there at once is loaded after the page. */
const KeptAlarm = lazy(() => import('../checkpoint/kept-alarm.tsx').then(({ KeptAlarm }) => ({ default: KeptAlarm })));

const PageKeys = lazy(() => import('../form/keys.tsx').then(({ PageKeys }) => ({ default: PageKeys })));

/** Around every page of the desk: the top bar, and whoever is not signed in asked to be. */
export function Shell() {
  const words = useWords(deskWords);
  const signedIn = useSignedIn();
  const content = useFocusOnArrival();
  const { pathname } = useLocation();
  const [areKeysShown, showKeys] = useState(false);
  useQuestionMark(() => showKeys(document.querySelector('.form-keys') === null));
  // Whoever checks the log need not be known.
  const isAsked = signedIn === 'no' && pathname !== addresses.verify;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click
    // biome-ignore lint/a11y/noStaticElementInteractions: it is the links in it that are pressed
    <div className="desk" onClick={follow}>
      <a className="to-content" href="#content">
        {words.toContent}
      </a>
      <TopBar isSignedIn={signedIn !== 'no'} />
      {signedIn === 'ended' && <SessionEnded />}
      {pathname !== addresses.verify && (
        <Suspense>
          <KeptAlarm />
        </Suspense>
      )}
      <main className="content" id="content" tabIndex={-1} ref={content}>
        {areKeysShown && (
          <Suspense>
            <PageKeys onClose={() => showKeys(false)} />
          </Suspense>
        )}
        <Suspense fallback={<Waiting />}>{isAsked ? <SignInPage /> : <Outlet />}</Suspense>
      </main>
    </div>
  );
}

/** Whoever goes on by keyboard, or hears the page, begins each page at its content. */
function useFocusOnArrival() {
  const { pathname } = useLocation();
  const content = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    content.current?.focus();
  }, [pathname]);
  return content;
}

function TopBar({ isSignedIn }: { readonly isSignedIn: boolean }) {
  const words = useWords(deskWords);
  const { pathname } = useLocation();
  const { data: me } = useMe({ enabled: isSignedIn });
  return (
    <header className="top-bar not-printed">
      <a className="brand" href="/" lang="zh-CN">
        暖账
      </a>
      <nav aria-label={words.sections}>
        {sectionsFor(me?.operations).map((name) => {
          const address = SECTIONS[name].at;
          const path = new URL(address, location.origin).pathname;
          return (
            <a key={name} href={address} {...(path === pathname && { 'aria-current': 'page' })}>
              {words.bar[name]}
            </a>
          );
        })}
      </nav>
      <Account isSignedIn={isSignedIn} />
    </header>
  );
}

/** A link within the desk is followed without loading the page anew; all others, and new tabs, are the browser's. */
function follow(event: MouseEvent<HTMLElement>): void {
  const { target } = event;
  const link = target instanceof Element ? target.closest('a') : null;
  const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  if (link === null || !isPlain || event.defaultPrevented || link.target !== '' || link.hasAttribute('download'))
    return;
  const url = new URL(link.href);
  const isDesks = url.origin === location.origin && !/^\/(?:api|objects|oidc|slip)(?:\/|$)/.test(url.pathname);
  if (!isDesks || link.getAttribute('href')?.startsWith('#')) return;
  event.preventDefault();
  go(`${url.pathname}${url.search}${url.hash}`);
}
