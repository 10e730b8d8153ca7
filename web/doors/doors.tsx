import { useState } from 'react';
import { ROLE_NAMES, type Role } from '../../shared/domain/role.ts';
import { installationAnswers } from '../../shared/schemas/installation.ts';
import { useAnswer } from '../ask/answers.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { doorsAnswer } from './code.ts';
import { doorsWords } from './doors-words.ts';

/** The doors of a demonstration; nothing where there are none, and nobody asks for them then. */
function useDoors(): readonly Role[] {
  const { data } = useAnswer('/api/configuration', installationAnswers.configuration);
  return data?.doors ?? [];
}

/** On the page for signing in. */
export function DoorsSection() {
  const words = useWords(doorsWords);
  const doors = useDoors();
  if (doors.length === 0) return null;
  return (
    <section className="doors" aria-labelledby="doors">
      <h2 id="doors">{words.title}</h2>
      <DoorButtons doors={doors} />
    </section>
  );
}

/** In the top bar, for whoever is in already. */
export function DoorsMenu() {
  const words = useWords(doorsWords);
  const doors = useDoors();
  if (doors.length === 0) return null;
  return (
    <details className="doors-menu">
      <summary>{words.menu}</summary>
      <div>
        <DoorButtons doors={doors} />
      </div>
    </details>
  );
}

function DoorButtons({ doors }: { readonly doors: readonly Role[] }) {
  const words = useWords(doorsWords);
  const { language } = useLanguage();
  const { data } = useAnswer('/oidc/doors', doorsAnswer);
  const [isFailed, setFailed] = useState(false);
  const enter = (door: Role) => {
    setFailed(false);
    import('../sign-in/sign-in.ts').then(({ signIn }) => signIn({ door })).catch(() => setFailed(true));
  };
  return (
    <>
      {data !== undefined && <p className="note">{data.open ? words.detail : words.shut}</p>}
      <div className="door-buttons">
        {doors.map((door) => (
          <button key={door} type="button" className="plain-button" onClick={() => enter(door)}>
            {ROLE_NAMES[door][language]}
          </button>
        ))}
      </div>
      {isFailed && <p role="alert">{words.failed}</p>}
    </>
  );
}
