import { addresses, type Scope } from '../ask/addresses.ts';
import { go } from '../ask/going.ts';
import { DateField } from '../paper/date-field.tsx';
import { useWords } from '../words/words.tsx';
import { useFundingLines } from './funding-lines.ts';
import { overviewWords } from './overview-words.ts';

/** Of which funding line and days the page is: it stands in the address, so that it can be sent to somebody. */
export function ScopeForm({ scope }: { readonly scope: Scope }) {
  const words = useWords(overviewWords);
  const { data } = useFundingLines();
  const change = (changed: Scope) => {
    const next = { ...scope, ...changed };
    go(
      addresses.overview({
        fundingLine: next.fundingLine || undefined,
        from: next.from || undefined,
        to: next.to || undefined,
      }),
      { replace: true },
    );
  };
  return (
    <form className="scope" onSubmit={(event) => event.preventDefault()}>
      <label>
        {words.fundingLine}
        <select value={scope.fundingLine ?? ''} onChange={({ target }) => change({ fundingLine: target.value })}>
          <option value="">{words.all}</option>
          {data?.items.map(({ id, code, name }) => (
            <option key={id} value={id}>
              {code} {name}
            </option>
          ))}
        </select>
      </label>
      <DateField
        label={words.from}
        value={scope.from ?? ''}
        notAfter={scope.to}
        onChange={(from) => change({ from })}
      />
      <DateField label={words.to} value={scope.to ?? ''} notBefore={scope.from} onChange={(to) => change({ to })} />
    </form>
  );
}
