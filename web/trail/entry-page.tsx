import type * as z from 'zod';
import { ROLE_NAMES, ROLES } from '../../shared/domain/role.ts';
import { entryRead } from '../../shared/schemas/entry-read.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses, withQuery } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { useAnswer } from '../ask/answers.ts';
import { type Names, Yuan } from '../paper/figures.tsx';
import { Sheet } from '../paper/sheet.tsx';
import { useLanguage, useWords } from '../words/words.tsx';
import { useCountedIn } from './counted-in.ts';
import { CoverageSaid } from './coverage-said.tsx';
import { Offered } from './document-sheet.tsx';
import { EntryTrail, useTrail } from './entry-trail.tsx';
import { ChangesSaid, FactsSaid } from './facts-said.tsx';
import { LinesSaid } from './lines-said.tsx';
import { linesTold } from './lines-told.ts';
import { amountOf, refsUnder } from './moved.ts';
import { documentCalled, kindCalled, pointsAt } from './opened.ts';
import { Papers } from './papers.tsx';
import { Said } from './said.tsx';
import { distinctPapers, papersIn } from './terms-said.tsx';
import { trailWords } from './trail-words.ts';
import { Transfers } from './transfers.tsx';
import { DocumentLink, Marks, VoucherNamed, VouchersSeal, withVouchers } from './voucher.tsx';
import './trail.css';

const answered = entryRead.extend({ names });
type EntryReadWithNames = z.infer<typeof answered>;

/** One voucher in plain words: who, when, from where to where; its papers, what it rests on and what became of it. */
export function EntryPage({ id }: { readonly id: string }) {
  const answer = useAnswer(`/api/entries/${id}`, answered);
  return (
    <Answered answer={answer} lines={8}>
      {(read) => <Told read={read} />}
    </Answered>
  );
}

function Told({ read }: { readonly read: EntryReadWithNames }) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
  const { entry } = read;
  const trail = useTrail(entry.id);
  // The trail has those too that were attached later.
  const papers = distinctPapers([...(trail?.data?.entry.evidence ?? entry.evidence ?? []), ...papersIn(entry.facts)]);
  const kind = kindCalled(entry.kind, language);
  const facts = read.stands?.facts ?? entry.facts;
  const counted = useCountedIn(entry);
  const known = { ...counted.names, ...withVouchers(read.names, [entry]) };
  const title = `${words.voucher} ${entry.number ?? words.unsealed}`;
  return (
    <Sheet
      title={`${title.charAt(0).toUpperCase()}${title.slice(1)} · ${kind}`}
      note={entry.effectiveOn}
      seal={<VouchersSeal entries={[entry]} />}
    >
      <div className="beside">
        <div className="document">
          <p className="marks">
            <Marks entry={entry} names={read.names} />
          </p>
          <PutRight read={read} />
          <Terms read={read} />
          <LinesSaid lines={linesTold(entry, facts, counted)} names={known} />
          {entry.kind === 'correction' && <ChangesSaid facts={entry.facts} names={known} />}
          <h2>{words.entry.transfers}</h2>
          <Transfers entry={entry} names={known} />
          <Corrections read={read} />
          {trail !== undefined && <EntryTrail answer={trail} />}
        </div>
        <aside className="beside-it">
          <h2>{words.papers}</h2>
          <Papers papers={papers} />
          <p className="not-printed">
            <a href={withQuery(addresses.verify, { entry: entry.id })}>{words.entry.verify}</a>
          </p>
        </aside>
      </div>
    </Sheet>
  );
}

/** Kinds that put something right themselves, or are about persons. */
const LEFT_AS_THEY_ARE = ['correction', 'naming', 'disclosure', 'erasure'];

/** The ways to put it right, as long as it stands. */
function PutRight({ read: { entry, reversedBy } }: { readonly read: EntryReadWithNames }) {
  const words = useWords(trailWords).entry;
  if (reversedBy !== undefined || LEFT_AS_THEY_ARE.includes(entry.kind)) return null;
  const isMoving = entry.transfers.length > 0 && entry.kind !== 'reversal';
  return (
    <div className="steps not-printed">
      <Offered operation="correct" at={addresses.correction(entry.id)} called={words.correct} isAside />
      <Offered operation="attachEvidence" at={addresses.attachment(entry.id)} called={words.attach} isAside />
      {isMoving && <Offered operation="reverse" at={addresses.reversal(entry.id)} called={words.reverse} isAside />}
    </div>
  );
}

function Terms({ read }: { readonly read: EntryReadWithNames }) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
  const { entry, actorName, document, stands, names: known } = read;
  const amount = amountOf(entry);
  const role = ROLES.find((one) => one === entry.actor.role);
  const roleName = role === undefined ? entry.actor.role : ROLE_NAMES[role][language];
  const coverage = stands?.coverage ?? entry.coverage;
  const { approval, exception, belongsTo } = entry;
  return (
    <dl className="said">
      <Said term={words.entry.who}>
        {[...new Set([actorName ?? entry.actor.subject, roleName])].join(' · ')}
        {actorName !== undefined && <span className="note"> {words.entry.signedIn(entry.actor.subject)}</span>}
      </Said>
      <Said term={words.entry.when}>
        {words.entry.effective(entry.effectiveOn)} · {words.entry.recorded(minuteOf(entry.recordedAt))}
      </Said>
      {amount !== undefined && (
        <Said term={words.ofYuan(words.amount)}>
          <Yuan of={amount} />
        </Said>
      )}
      {document !== undefined && (
        <Said term={words.entry.about}>
          <DocumentLink kind={document.kind} id={document.id} names={known} />
        </Said>
      )}
      <Refs entry={entry} document={document?.id} names={known} />
      <FactsSaid facts={stands?.facts ?? entry.facts} names={known} />
      {coverage !== undefined && (
        <Said term={words.entry.coverage}>
          <CoverageSaid coverage={coverage} />
        </Said>
      )}
      <Said term={words.entry.approval}>
        {approval && `${approval.document} · ${approval.approver} · ${approval.decidedOn}`}
      </Said>
      <Said term={words.entry.exception}>{exception?.reason}</Said>
      <Said term={words.entry.belongsTo}>
        {belongsTo && `${belongsTo.date ?? belongsTo.month ?? ''} · ${belongsTo.reason}`}
      </Said>
      <Said term={words.entry.note}>{stands?.note ?? entry.note}</Said>
    </dl>
  );
}

interface RefsProps {
  readonly entry: EntryReadWithNames['entry'];
  /** Told already. */
  readonly document: string | undefined;
  readonly names: Names | undefined;
}

/** What an entry points at, beside its document. */
function Refs({ entry, document, names: known }: RefsProps) {
  const words = useWords(trailWords);
  const { language } = useLanguage();
  return Object.keys(entry.refs).map((name) => {
    const ids = refsUnder(entry, name).filter((id) => id !== document);
    if (ids.length === 0) return null;
    const kind = pointsAt(name);
    return (
      <Said key={name} term={words.refs[name] ?? documentCalled(kind, language)}>
        {ids.map((id) => (
          <div key={id}>
            {kind === 'entry' ? (
              <VoucherNamed id={id} names={known} />
            ) : (
              <DocumentLink kind={kind} id={id} names={known} />
            )}
          </div>
        ))}
      </Said>
    );
  });
}

function Corrections({ read: { corrections = [], names: known } }: { readonly read: EntryReadWithNames }) {
  const words = useWords(trailWords);
  if (corrections.length === 0) return null;
  return (
    <>
      <h2>{words.entry.corrections}</h2>
      {corrections.map((correction) => (
        <div key={correction.id}>
          <dl className="said">
            <Said term={correction.effectiveOn}>
              <VoucherNamed id={correction.id} names={withVouchers(known, [correction])} />
            </Said>
            <FactsSaid facts={correction.facts} names={known} />
          </dl>
          <ChangesSaid facts={correction.facts} names={known} />
        </div>
      ))}
    </>
  );
}

/** As clocks in China showed it: 2020-12-26 10:00. */
function minuteOf(instant: number): string {
  return new Date(instant).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16);
}
