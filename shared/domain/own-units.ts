/** The codes of the units that a role is bound to, of those that somebody is named for; undefined where it is bound to none. */
export function boundTo(role: string | null, codes: readonly string[]): readonly string[] | undefined {
  return role === 'coordinator' ? codes : undefined;
}

/**
 * Whether somebody may see, or act for, what belongs to a unit: anybody whose role is not bound to units; else those who
 * are named for it or for what lies above it, and of what belongs to no unit nobody.
 *
 * @param codes the codes of the units that a coordinator acts for; undefined where the caller's role is not bound to any
 * @param lineage the codes of the unit and of everything above it
 */
export function actsFor(codes: readonly string[] | undefined, lineage: readonly string[] = []): boolean {
  return codes === undefined || lineage.some((code) => codes.includes(code));
}
