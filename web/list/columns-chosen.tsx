import { useWords } from '../words/words.tsx';
import type { ListColumn } from './columns.ts';
import { listWords } from './list-words.ts';

interface ColumnsChosenProps<Row> {
  readonly columns: readonly ListColumn<Row>[];
  readonly shown: readonly ListColumn<Row>[];
  readonly onShow: (name: string, is: boolean) => void;
  readonly onAll: () => void;
}

/** Which columns are shown; the last one stays. */
export function ColumnsChosen<Row>({ columns, shown, onShow, onAll }: ColumnsChosenProps<Row>) {
  const words = useWords(listWords);
  const isShown = (name: string) => shown.some((one) => one.name === name);
  return (
    <details className="columns-chosen not-printed">
      <summary>
        {words.columns} {shown.length}/{columns.length}
      </summary>
      <div>
        {columns.map(({ name, head }) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={isShown(name)}
              disabled={shown.length === 1 && isShown(name)}
              onChange={({ target }) => onShow(name, target.checked)}
            />
            {head}
          </label>
        ))}
        <button type="button" className="plain-button" onClick={onAll}>
          {words.allColumns}
        </button>
      </div>
    </details>
  );
}
