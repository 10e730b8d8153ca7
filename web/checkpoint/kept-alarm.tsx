import { IN_ORDER, type Published } from '../../shared/audit/kept-checkpoint.ts';
import { addresses } from '../ask/addresses.ts';
import { useLanguage, useWords } from '../words/words.tsx';
import { checkpointWords } from './checkpoint-words.ts';
import { useLooked } from './continuity.ts';
import { toldOf } from './continuity-told.ts';
import { usePublished } from './published.ts';

/** Over every page, where the log does not extend the checkpoint that this browser kept. */
export function KeptAlarm() {
  const { data } = usePublished();
  return data === undefined ? null : <Compared now={data} />;
}

function Compared({ now }: { readonly now: Published }) {
  const words = useWords(checkpointWords);
  const { language } = useLanguage();
  const { continuity } = useLooked(now).data ?? {};
  if (continuity === undefined || IN_ORDER.includes(continuity.is)) return null;
  return (
    <div role="alert" className="kept-alarm">
      <p>
        <strong>⚠ {words.alarm}</strong> {toldOf(continuity)[language]} <a href={addresses.verify}>{words.look}</a>
      </p>
    </div>
  );
}
