import { useEffect, useRef } from 'react';

/** Counts all as it should be, and goes to the button that sends: two presses of Enter book it. */
export function AllGood({ label, onAll }: { readonly label: string; readonly onAll: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <p className="all-good">
      <button
        ref={button}
        type="button"
        className="plain-button"
        onClick={({ currentTarget }) => {
          onAll();
          currentTarget.form?.querySelector<HTMLElement>('button[type=submit]')?.focus();
        }}
      >
        {label}
      </button>
    </p>
  );
}
