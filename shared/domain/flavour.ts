declare const flavour: unique symbol;

/**
 * Tells values of one primitive type apart by what they mean: fen from pieces, a unit's id from an item's. What has no
 * flavour yet (a literal, what arithmetic gives, what a schema has just read) takes any; one never passes for another.
 */
export interface Flavour<Of extends string> {
  readonly [flavour]?: Of;
}
