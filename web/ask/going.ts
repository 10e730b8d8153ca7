/** Goes to another address without loading the page anew. What is a link should be an `<a href>`: the desk catches those. */
export type Go = (href: string, how?: How) => void;

interface How {
  readonly replace?: boolean;
  /** It is the same page, told otherwise: what the reader looks at stays where it is. */
  readonly stays?: boolean;
}

let going: Go = (href) => location.assign(href);

export const go: Go = (href, how) => going(href, how);

/** Said once by the desk, which knows how. */
export function goBy(way: Go): void {
  going = way;
}
