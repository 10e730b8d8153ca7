import { type Operation, operations, TABLES } from '../functions/operations.ts';
import { REGISTRY_KINDS } from '../shared/domain/registry.ts';

const HEAD = `import type { Kind } from './domain/facts.ts';
import type { RegistryKind } from './domain/registry.ts';
import type { Role } from './domain/role.ts';

/**
 * Where each operation is asked for, and by whom: for those who need to know no more. Made from the tables
 * \`functions/<group>/operations.ts\` by \`npm run format\`; \`npm run lint\` refuses a file that is not.
 */`;

const TYPES = `export type Group = (typeof GROUPS)[number];

/** Who may call: anybody, whoever is signed in, or who has one of the roles. */
export type Access = 'public' | 'signed-in' | readonly Role[];

export interface Route {
  /** The operation's name, unique in the table; also OpenAPI's operationId. */
  readonly operation: string;
  readonly method: 'GET' | 'POST';
  /** As API Gateway writes it: \`/api/purchases/{id}\`. One parameter at most: an id, a month, or the hash of a file. */
  readonly path: \`/api/\${string}\`;
  /** The Lambda function that serves it. */
  readonly group: Group;
  readonly access: Access;
  /** \`own\` narrows a caller whose only fitting role is coordinator to their own units and what lies below them. */
  readonly units: 'any' | 'own';
  /** The kind of entry that it records. */
  readonly writes?: Kind;
  /** What it registers, amends or closes. */
  readonly about?: RegistryKind;
}`;

const TAIL = `] as const satisfies readonly Route[];

export type RouteRow = (typeof routes)[number];
export type Operation<G extends Group = Group> = Extract<RouteRow, { group: G }>['operation'];`;

/** The file `shared/routes.ts`, a line for each operation. */
export function routesFile(): string {
  const groups = `export const GROUPS = ${written(Object.keys(TABLES))} as const;`;
  return `${HEAD}\n\n${groups}\n${TYPES}\n\nexport const routes = [\n${operations.map(rowOf).join('\n')}\n${TAIL}\n`;
}

function rowOf(operation: Operation): string {
  const { operation: name, method, path, group, access, units, form, answer } = operation;
  const about = group === 'registry' ? REGISTRY_KINDS.find((kind) => kind === answer) : undefined;
  const writes = form === 'recorded' ? operation.writes : undefined;
  const fields = Object.entries({ operation: name, method, path, group, access, units, writes, about });
  const told = fields.flatMap(([field, value]) => (value === undefined ? [] : [`${field}: ${written(value)}`]));
  return `  { ${told.join(', ')} },`;
}

function written(value: string | readonly string[]): string {
  return typeof value === 'string' ? `'${value}'` : `[${value.map((one) => `'${one}'`).join(', ')}]`;
}
