import { type Operation, operations } from '../functions/operations.ts';
import { ROLES, type Role } from '../shared/domain/role.ts';

/** Whoever calls without a token. */
export const NOBODY = 'nobody';
export type Column = typeof NOBODY | Role;
export const COLUMNS: readonly Column[] = [NOBODY, ...ROLES];

/** What a cell says: may, may for the own units and what lies below them, may not. */
export const CELLS = { any: '✓', own: 'own', none: '–' } as const;
export type Cell = keyof typeof CELLS;

function cellOf({ access, units }: Operation, column: Column): Cell {
  if (access === 'public') return 'any';
  if (column === NOBODY) return 'none';
  if (access === 'signed-in') return 'any';
  if (!access.includes(column)) return 'none';
  return units === 'own' && column === 'coordinator' ? 'own' : 'any';
}

const HEAD = `# Who may do what

Made from the tables \`functions/<group>/operations.ts\` by \`npm run format\`; \`npm run lint\` refuses a page that is not. A test reads it back and walks
every route in every role, for an own unit, one below it and another's.

✓ may · own: for the units that the person is named for and all below them · – may not (403; without a token 401).
A person with several roles calls in the first of a route's roles that they have; papers are added to an entry in the first
that writes its kind, and reaches its unit. \`privacy-officer\` is 个人信息保护负责人.

Whatever the role: who ordered does not accept, who ordered or accepted does not pay, who paid does not accept, who dispatched does
not confirm, who dispatched or confirmed does not decide on what is held, who counted does not countersign, who recorded does
not reverse, and nobody grants roles to themself. Who has to do both says why in \`exception.reason\`, which is listed. Nobody approves what they
record.`;

/** The page `docs/permissions.md`: the operations as people read them. */
export function permissionsPage(): string {
  const rows = operations.map((operation) => [
    `\`${operation.method} ${operation.path}\``,
    operation.summary,
    ...COLUMNS.map((column) => CELLS[cellOf(operation, column)]),
  ]);
  const lines = [['Route', 'What it does', ...COLUMNS], ['---', '---', ...COLUMNS.map(() => ':-:')], ...rows];
  return `${HEAD}\n\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}
