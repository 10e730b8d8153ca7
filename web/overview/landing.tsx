import { type ReactNode, useEffect } from 'react';
import { addresses } from '../ask/addresses.ts';
import { Answered } from '../ask/answered.tsx';
import { go } from '../ask/going.ts';
import { Waiting } from '../paper/states.tsx';
import { mayCall, useMe } from '../sign-in/me.ts';
import { useFundingLines } from './funding-lines.ts';
import { OwnUnits } from './own-units.tsx';

/** The funding line that the demonstration begins with. */
const FIRST_SHOWN = 'SY-FY-2020';

interface HomeProps {
  readonly reader: ReactNode;
  readonly otherwise: ReactNode;
}

/** Whoever reads the books sees what is theirs to see, coordinators their units, and all others `otherwise`. */
export function HomeOf({ reader, otherwise }: HomeProps) {
  return (
    <Answered answer={useMe()}>
      {(me) => {
        if (mayCall(me, 'reportHeadline')) return reader;
        return me.roles.includes('coordinator') ? <OwnUnits me={me} /> : otherwise;
      }}
    </Answered>
  );
}

/** `/` leads whoever reads the books on to the overview, of the first funding line where that is the demonstration's. */
export function ToOverview() {
  const { data, error } = useFundingLines();
  useEffect(() => {
    if (data === undefined && error === null) return;
    const first = data?.items.find(({ code }) => code === FIRST_SHOWN)?.id;
    go(addresses.overview({ fundingLine: first }), { replace: true });
  }, [data, error]);
  return <Waiting />;
}
