import { parseArgs } from 'node:util';
import { ROLE_NAMES, ROLES, type Role } from '../shared/domain/role.ts';
import { CannotStart } from './cannot-start.ts';
import { readEnvironment } from './environment.ts';
import type { Person } from './person.ts';
import { saidBy } from './said-by.ts';
import { obtainToken } from './sign-in/obtain-token.ts';
import { COMMAND_LINE_TOKEN_SECONDS } from './sign-in/provider.ts';

const USAGE = `npm run token -- <${ROLES.join('|')}> [--units code,code] [--subject id] [--name name]`;
const MAX_UNITS = 100;
/** Both travel in a claim of words separated by spaces. */
const UNIT_CODE = /^[^\s,]{1,64}$/;
const SUBJECT = /^[^\s\p{C}]{1,128}$/u;
const NAME = /^[^\s\p{C}]([^\p{C}]{0,98}[^\s\p{C}])?$/u;

/** Prints a token for one person, from the provider of the server that runs; the token stands alone on the last line. */
async function main(): Promise<void> {
  const person = readPerson(process.argv.slice(2));
  const token = await obtainToken(readEnvironment(process.env).data, person);
  const until = new Date(Date.now() + COMMAND_LINE_TOKEN_SECONDS * 1000).toLocaleString('sv-SE', {
    timeZone: 'Asia/Shanghai',
  });
  const role = person.roles.join(' ');
  console.log(
    `角色 ${role} · 身份 ${person.subject} · 单位 ${person.units.join(' ') || '-'} · 有效至 ${until}(北京时间)`,
  );
  console.log(`Role ${role}, subject ${person.subject}, good for 12 hours. Send it as: Authorization: Bearer <token>`);
  if (role === 'coordinator' && person.units.length === 0) {
    console.log('没有 --units 的协调员看不到任何单位。 A coordinator without --units acts for no unit.');
  }
  console.log(token);
}

function readPerson(args: readonly string[]): Person {
  const { positionals, values } = parse(args);
  const [role, ...rest] = positionals;
  if (role === undefined) throw usage('缺少角色。', 'A role is missing.');
  if (!isRole(role)) throw usage(`没有角色“${role}”。`, `There is no role "${role}".`);
  if (rest.length > 0) throw usage(`多余的参数:${rest.join(' ')}。`, `Too many arguments: ${rest.join(' ')}.`);
  const units = values.units?.split(',').map((code) => code.trim()) ?? [];
  if (units.length > MAX_UNITS || !units.every((code) => UNIT_CODE.test(code))) {
    throw usage('--units 应为以逗号分隔的单位编号。', '--units takes unit codes separated by commas.');
  }
  const subject = values.subject ?? ['demo', role, ...units].join('-');
  if (!SUBJECT.test(subject)) throw usage('--subject 不得含空格。', '--subject takes a name without spaces.');
  const name = values.name ?? (values.subject === undefined ? ROLE_NAMES[role].zh : undefined);
  if (name === undefined) return { subject, roles: [role], units };
  if (!NAME.test(name)) throw usage('--name 应为 1 至 100 个字的姓名。', '--name takes a name of 1 to 100 characters.');
  return { subject, name, roles: [role], units };
}

function parse(args: readonly string[]) {
  try {
    const options = { units: { type: 'string' }, subject: { type: 'string' }, name: { type: 'string' } } as const;
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const said = saidBy(error);
    throw usage('参数无法识别。', said);
  }
}

function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}

function usage(zh: string, en: string): CannotStart {
  return new CannotStart(`${zh}用法:${USAGE}`, `${en} Usage: ${USAGE}`, 2);
}

main().catch((error: unknown) => {
  console.error(error instanceof CannotStart ? error.message : error);
  process.exitCode = error instanceof CannotStart ? error.exitCode : 1;
});
