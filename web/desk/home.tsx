import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import { ROLE_NAMES } from '../../shared/domain/role.ts';
import { LANGUAGES } from '../../shared/words/language.ts';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { CHOICES, chooseLook, useChoice } from '../paper/look.ts';
import { Sheet } from '../paper/sheet.tsx';
import { Themed } from '../paper/themed.tsx';
import { type Me, mayCall, useMe } from '../sign-in/me.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { deskWords } from './desk-words.ts';

const LANGUAGE_NAMES = { zh: '中文', en: 'English' } as const;

/** Who is signed in, as what, and how this browser shows it. */
export function Home() {
  const words = useWords(deskWords).home;
  return (
    <Sheet title={words.title}>
      <Answered answer={useMe()}>{(me) => <Caller me={me} />}</Answered>
      <h2>{words.settings}</h2>
      <Settings />
    </Sheet>
  );
}

function Caller({ me }: { readonly me: Me }) {
  const words = useWords(deskWords).home;
  const { language } = useLanguage();
  const strangers = me.units.filter((code) => !me.ownUnits.some((unit) => unit.code === code));
  return (
    <>
      {mayCall(me, 'registerMember') && (
        <p>
          <a href={addresses.begin}>{words.begin}</a>
        </p>
      )}
      <dl className="said">
        {me.name !== undefined && <Said term={words.name}>{me.name}</Said>}
        <Said term={words.subject}>{me.subject}</Said>
        <Said term={words.roles}>
          {me.roles.map((role) => ROLE_NAMES[role][language]).join(' · ') || words.noRoles}
        </Said>
        <Said term={words.source}>{words.sources[me.source]}</Said>
        {me.ownUnits.length > 0 && (
          <Said term={words.units}>
            {me.ownUnits.map(({ id, name }) => (
              <div key={id}>
                <a href={addresses.unit(id)}>{name}</a>
              </div>
            ))}
          </Said>
        )}
        {strangers.length > 0 && <Said term={words.unregistered}>{strangers.join(' · ')}</Said>}
      </dl>
    </>
  );
}

function Said({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Settings() {
  const words = useWords(deskWords);
  const { language, speak } = useLanguage();
  const look = useChoice();
  return (
    <Themed>
      <dl className="said">
        <Said term={words.language}>
          <Segmented
            aria-label={words.language}
            value={language}
            onChange={speak}
            options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          />
        </Said>
        <Said term={words.look}>
          <Segmented
            aria-label={words.look}
            value={look}
            onChange={chooseLook}
            options={CHOICES.map((value) => ({ value, label: words.looks[value] }))}
          />
        </Said>
      </dl>
    </Themed>
  );
}
