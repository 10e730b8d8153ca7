interface AllAsProps<C extends string> {
  readonly ways: readonly C[];
  readonly labels: Readonly<Record<C, string>>;
  readonly onAll: (way: C) => void;
}

/** Counts all of it as one thing at a click. */
export function AllAs<C extends string>({ ways, labels, onAll }: AllAsProps<C>) {
  return (
    <p className="all-good all-as">
      {ways.map((way) => (
        <button key={way} type="button" className="plain-button" onClick={() => onAll(way)}>
          {labels[way]}
        </button>
      ))}
    </p>
  );
}
