import type { SignedIn } from '../../shared/commands/naming.ts';
import type { DocumentKind } from '../../shared/domain/documents.ts';
import type { Id } from '../../shared/domain/id.ts';
import type { Role, RoleSource } from '../../shared/domain/role.ts';
import type { Access } from '../../shared/routes.ts';

/** Who is calling. */
export interface Caller {
  readonly subject: string;
  readonly roles: readonly Role[];
  /** Codes of the units that a coordinator acts for. */
  readonly units: readonly string[];
  readonly source: RoleSource;
  /** The entry that keeps what the member list calls them. */
  readonly named?: Id | undefined;
  /** What the token says they are called; undefined where the member list says it. */
  readonly signedIn?: SignedIn | undefined;
}

export const ANYONE: Caller = { subject: '', roles: [], units: [], source: 'token' };

/**
 * The role a call is made in: the first of the route's roles that the caller holds. Null where the route asks for
 * none; undefined where the caller may not call it.
 */
export function roleFor(access: Access, caller: Caller): Role | null | undefined {
  if (access === 'public' || access === 'signed-in') return null;
  return access.find((role) => caller.roles.includes(role));
}

/** Who reads what everybody works with. In these lists, too, the first role that a caller has is the one of the call. */
export const EVERYONE = ['auditor', 'treasurer', 'buyer', 'keeper', 'admin', 'coordinator'] as const;
/** Who reads the books. */
export const BOOKS = ['auditor', 'treasurer', 'buyer', 'keeper'] as const;
/** Who reads what names persons, and all that controls are made of. */
export const MONEY = ['auditor', 'treasurer'] as const;

/** Who reads the documents of each kind, and so may be told what one is called. */
export const READERS: Readonly<Record<DocumentKind, readonly Role[]>> = {
  fundingLine: BOOKS,
  unit: EVERYONE,
  item: EVERYONE,
  supplier: BOOKS,
  warehouse: EVERYONE,
  tariff: MONEY,
  plan: BOOKS,
  member: ['admin', 'auditor'],
  threshold: [...BOOKS, 'admin'],
  purchase: BOOKS,
  invoice: BOOKS,
  receipt: BOOKS,
  stockMove: BOOKS,
  consignment: [...BOOKS, 'coordinator'],
  disbursement: [...BOOKS, 'coordinator'],
  benefit: MONEY,
  adjustment: BOOKS,
  period: BOOKS,
};
