import '../ask/jitless.ts';
import '../paper/paper.css';
import './desk.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { openAnswers } from '../ask/answers.ts';
import { askAs } from '../ask/ask.ts';
import { goBy } from '../ask/going.ts';
import { putOnColours } from '../paper/look.ts';
import { isComingBack } from '../sign-in/coming-back.ts';
import { credentials } from '../sign-in/credentials.ts';
import { Speaking } from '../words/words.tsx';
import { Breaking } from './breaking.tsx';
import { openRouter } from './routes.tsx';
import { SignInFailed } from './sign-in-page.tsx';

async function start(): Promise<void> {
  putOnColours();
  askAs(credentials);
  const root = document.querySelector('#desk');
  if (root === null) throw new Error('desk.html has no #desk');
  const failure = isComingBack() ? await cameBack() : await usedCode();
  const answers = openAnswers();
  const router = openRouter();
  goBy((href, { replace = false, stays = false } = {}) => {
    if (stays) void router.navigate({ href, replace, resetScroll: false });
    else if (replace) router.history.replace(href);
    else router.history.push(href);
  });
  createRoot(root).render(
    <StrictMode>
      <Speaking>
        <Suspense>
          <Breaking>
            <QueryClientProvider client={answers}>
              {failure === undefined ? <RouterProvider router={router} /> : <SignInFailed said={failure} />}
            </QueryClientProvider>
          </Breaking>
        </Suspense>
      </Speaking>
    </StrictMode>,
  );
}

/** What went wrong on the way back from the issuer; undefined where nothing did. */
async function cameBack(): Promise<string | undefined> {
  try {
    const { comeBack } = await import('../sign-in/sign-in.ts');
    await comeBack();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Why a one-time code in the address was not taken; undefined where there is none. One that is taken leads on. */
async function usedCode(): Promise<string | undefined> {
  if (location.pathname !== '/' || !location.hash.startsWith('#code=')) return undefined;
  const { takeCode, spend } = await import('../doors/code.ts');
  const code = takeCode();
  return code === undefined ? undefined : spend(code);
}

void start();
