import '../ask/jitless.ts';
import '../paper/paper.css';
import './slip.css';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { putOnColours } from '../paper/look.ts';
import { Speaking } from '../words/words.tsx';
import { Slip } from './slip.tsx';

putOnColours();
const root = document.querySelector('#slip');
if (root === null) throw new Error('slip.html has no #slip');
createRoot(root).render(
  <StrictMode>
    <Speaking>
      <Suspense>
        <main>
          <Slip address={new URL(location.href)} />
        </main>
      </Suspense>
    </Speaking>
  </StrictMode>,
);
