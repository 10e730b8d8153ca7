import { resolve } from 'node:path';
import * as z from 'zod';
import { THROTTLE } from '../functions/front/throttle.ts';
import { CannotStart } from './cannot-start.ts';

export interface Environment {
  /** 0 takes any free port. */
  readonly port: number;
  /** `https://ledger.example.org`: by which others reach the server, behind a proxy; undefined on this machine alone. */
  readonly address: string | undefined;
  /** The data folder, absolute. */
  readonly data: string;
  readonly demo: boolean;
  /** Pages as they are built, from their sources while somebody works on them, or none. */
  readonly web: 'on' | 'dev' | 'off';
  /** The database in the process, or an engine that speaks as DynamoDB does; undefined where nobody said. */
  readonly store: 'sqlite' | 'dynamodb' | undefined;
  /** Another engine than the embedded one. */
  readonly endpoint: string | undefined;
  readonly logRequests: boolean;
  /** Requests a second that one caller may make. */
  readonly rate: number | 'off';
  /** 编制单位: whose ledgers exports are. */
  readonly union: string;
  /** Another issuer of tokens than the provider that runs along. */
  readonly issuer: string | undefined;
  readonly audience: string;
  /** The client id of the pages at that issuer. */
  readonly client: string;
  /** Which claims of a token hold roles and units. */
  readonly rolesClaim: string;
  readonly unitsClaim: string;
  /** Who is admin as long as the member list does not name them. */
  readonly firstAdmin: string | undefined;
  /** Off where another process seals this ledger. */
  readonly sealing: boolean;
}

const variables = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((port) => port <= 65_535)
    .default(8080),
  NUANZHANG_ADDRESS: z
    .url({ protocol: /^https$/ })
    .max(200)
    .transform((url) => url.replace(/\/$/, ''))
    .refine((url) => url === new URL(url).origin)
    .optional(),
  NUANZHANG_DATA: z.string().max(4096).default('.data'),
  NUANZHANG_DEMO: z.enum(['on', 'off']).default('on'),
  NUANZHANG_WEB: z.enum(['on', 'dev', 'off']).default('on'),
  NUANZHANG_LOG: z.enum(['errors', 'requests']).default('errors'),
  NUANZHANG_UNION: z.string().max(200).default(''),
  NUANZHANG_RATE: z
    .union([
      z.literal('off'),
      z
        .string()
        .regex(/^[1-9]\d{0,4}$/)
        .transform(Number),
    ])
    .default(THROTTLE.rateLimit),
  NUANZHANG_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  NUANZHANG_AUDIENCE: z.string().max(200).default('nuanzhang'),
  NUANZHANG_CLIENT: z.string().max(1_000).default('nuanzhang-web'),
  NUANZHANG_ROLES_CLAIM: z.string().max(200).default('roles'),
  NUANZHANG_UNITS_CLAIM: z.string().max(200).default('units'),
  NUANZHANG_FIRST_ADMIN: z.string().max(256).optional(),
  NUANZHANG_SEALING: z.enum(['on', 'off']).default('on'),
  NUANZHANG_STORE: z.enum(['sqlite', 'dynamodb']).optional(),
  DYNAMODB_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
});

const EXPECTED: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  PORT: { zh: '应为 0 到 65535 的整数', en: 'a whole number from 0 to 65535' },
  NUANZHANG_ADDRESS: {
    zh: '应为 https:// 公开地址,主机后面没有路径',
    en: 'a public https:// address without a path',
  },
  NUANZHANG_DATA: { zh: '应为文件夹路径', en: 'the path of a folder' },
  NUANZHANG_DEMO: { zh: '应为 on 或 off', en: 'on or off' },
  NUANZHANG_WEB: { zh: '应为 on、dev 或 off', en: 'on, dev or off' },
  NUANZHANG_LOG: { zh: '应为 errors 或 requests', en: 'errors or requests' },
  NUANZHANG_RATE: { zh: '应为每秒请求数(1 到 99999)或 off', en: 'requests a second, 1 to 99999, or off' },
  NUANZHANG_UNION: { zh: '应为单位名称,不超过 200 字', en: 'the name of the union, at most 200 characters' },
  NUANZHANG_ISSUER: { zh: '应为令牌的 iss,一个 https:// 地址', en: 'the iss of the tokens, an https:// address' },
  NUANZHANG_AUDIENCE: { zh: '应为令牌的 aud', en: 'the aud of the tokens' },
  NUANZHANG_CLIENT: { zh: '应为网页在签发者处的 client_id', en: 'the client_id of the pages at the issuer' },
  NUANZHANG_ROLES_CLAIM: { zh: '应为令牌中一个声明的名称', en: 'the name of a claim' },
  NUANZHANG_UNITS_CLAIM: { zh: '应为令牌中一个声明的名称', en: 'the name of a claim' },
  NUANZHANG_FIRST_ADMIN: { zh: '应为令牌的 sub', en: 'the sub of somebody’s tokens' },
  NUANZHANG_SEALING: { zh: '应为 on 或 off', en: 'on or off' },
  NUANZHANG_STORE: { zh: '应为 sqlite 或 dynamodb', en: 'sqlite or dynamodb' },
  DYNAMODB_ENDPOINT: { zh: '应为 http:// 或 https:// 地址', en: 'an http:// or https:// address' },
};

/** Reads what the process was told; an empty variable counts as unset. */
export function readEnvironment(source: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.fromEntries(Object.keys(EXPECTED).map((name) => [name, source[name] || undefined]));
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))];
    const shown = (name: string) => `${name}=${(given[name] ?? '').slice(0, 80)}`;
    throw new CannotStart(
      names.map((name) => `环境变量 ${shown(name)}:${EXPECTED[name]?.zh}。`).join('\n'),
      names.map((name) => `Environment variable ${shown(name)}: expected ${EXPECTED[name]?.en}.`).join('\n'),
      2,
    );
  }
  return {
    port: parsed.data.PORT,
    address: parsed.data.NUANZHANG_ADDRESS,
    data: resolve(parsed.data.NUANZHANG_DATA),
    demo: parsed.data.NUANZHANG_DEMO === 'on',
    web: parsed.data.NUANZHANG_WEB,
    store: parsed.data.NUANZHANG_STORE,
    endpoint: parsed.data.DYNAMODB_ENDPOINT,
    rate: parsed.data.NUANZHANG_RATE,
    logRequests: parsed.data.NUANZHANG_LOG === 'requests',
    union: parsed.data.NUANZHANG_UNION,
    issuer: parsed.data.NUANZHANG_ISSUER,
    audience: parsed.data.NUANZHANG_AUDIENCE,
    client: parsed.data.NUANZHANG_CLIENT,
    rolesClaim: parsed.data.NUANZHANG_ROLES_CLAIM,
    unitsClaim: parsed.data.NUANZHANG_UNITS_CLAIM,
    firstAdmin: parsed.data.NUANZHANG_FIRST_ADMIN,
    sealing: parsed.data.NUANZHANG_SEALING === 'on',
  };
}
