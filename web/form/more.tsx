import { type ReactNode, useState } from 'react';
import { useIsWrongBelow } from './form.tsx';

interface MoreProps {
  readonly title: string;
  readonly note: string;
  /** Where its fields go: it opens where one of them is wrong. */
  readonly at: string;
  /** Something stands in it. */
  readonly isWanted: boolean;
  readonly children: ReactNode;
}

/** Fields that are not always wanted. What is folded is on the page all the same, so that a draft keeps it. */
export function More({ title, note, at, isWanted, children }: MoreProps) {
  const [isOpened, setOpened] = useState(isWanted);
  const isWrong = useIsWrongBelow(at);
  return (
    <details
      className="form-more"
      open={isOpened || isWrong || isWanted}
      onToggle={({ currentTarget }) => setOpened(currentTarget.open)}
    >
      <summary>
        {title} <span className="note">{note}</span>
      </summary>
      {children}
    </details>
  );
}
