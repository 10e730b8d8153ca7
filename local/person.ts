import type { Role } from '../shared/domain/role.ts';

/** Somebody who uses the tracker of this machine, as the local provider knows them. */
export interface Person {
  readonly subject: string;
  /** What they are called, as their tokens say. */
  readonly name?: string;
  readonly roles: readonly Role[];
  /** Codes of the units a coordinator acts for. */
  readonly units: readonly string[];
}
