import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { routes } from '../../shared/routes.ts';
import { CHROMIUM, startBrowser } from '../browser.ts';
import { clientOf, key, LINE, open, type Post, TREASURER } from '../faults/client.ts';
import { listening } from '../listening.ts';
import { type Program, startProgram } from './server-process.ts';

/** Who is not its owner and has no token reaches nothing of a ledger, from the same machine or from a page. */

interface Running {
  readonly data: string;
  readonly program: Program;
  readonly origin: string;
}

let running: Running;

/** One server with something in its ledger. The folder was there before, and is open to be listed by anybody. */
async function start(parent: string): Promise<Running> {
  const data = join(parent, 'data');
  await mkdir(data);
  for (const folder of [parent, data]) await chmod(folder, 0o755);
  const program = startProgram(data, { NUANZHANG_DEMO: 'off' });
  const origin = await program.origin();
  const client = await clientOf(origin, data);
  await open(client);
  // As soon as it is sealed every sort of file is there.
  await client.standing(LINE);
  return { data, program, origin };
}

beforeAll(async () => {
  const parent = await mkdtemp(join(tmpdir(), 'nuanzhang-reach-'));
  running = await start(parent);
  return async () => {
    await running.program.stop();
    await rm(parent, { recursive: true, force: true });
  };
});

const IS_LINUX = existsSync('/proc/net/tcp');

describe('a server on the embedded store', () => {
  test.skipIf(!IS_LINUX)(
    'listens on one port of the loopback address and has no child (where there is /proc)',
    async () => {
      const { program, origin } = running;
      const pid = program.child.pid ?? 0;
      expect(await childrenOf(pid)).toEqual([]);
      const port = Number(new URL(origin).port).toString(16).toUpperCase().padStart(4, '0');
      expect(await listeningOf(pid)).toEqual([`tcp 0100007F:${port}`]);
    },
  );

  test('keeps every file and folder to its owner, in a folder that is open itself', async () => {
    const { data } = running;
    const found = await modesBelow(data);
    expect([...found.keys()]).toEqual(expect.arrayContaining(['nuanzhang.db', 'nuanzhang.db-wal', 'keys/person.key']));
    const open = [...found].filter(([, mode]) => mode !== 'file 600' && mode !== 'folder 700');
    expect(open).toEqual([]);
  });

  const isRoot = IS_LINUX && process.getuid?.() === 0;
  test.skipIf(!isRoot)('gives another account no byte of any file (where the tests run as root on Linux)', async () => {
    const { data } = running;
    const found = await modesBelow(data);
    const files = [...found].flatMap(([name, mode]) => (mode.startsWith('file') ? [join(data, name)] : []));
    const readAs = (uid: number) => spawnSync('cat', files, { uid, gid: uid, maxBuffer: 64 * 1_048_576 });
    expect(readAs(0).stdout.length).toBeGreaterThan(0);
    const { stdout, stderr } = readAs(NOBODY);
    expect(stdout.length).toBe(0);
    expect(stderr.toString().trim().split('\n')).toHaveLength(files.length);
  });

  test('answers whoever has no token with 401, but for what is public', async () => {
    const { origin } = running;
    for (const { method, path, access } of routes.filter((route) => route.access !== 'public')) {
      const url = origin + path.replaceAll(/\{[^}]*\}/g, key(1));
      const response = await fetch(url, { method });
      expect(`${response.status} ${method} ${path} ${access}`).toBe(`401 ${method} ${path} ${access}`);
    }
  });
});

const NOBODY = 65_534;

/** By path below the folder: what it is, and what its mode grants. */
async function modesBelow(root: string): Promise<Map<string, string>> {
  const names = await readdir(root, { recursive: true });
  const modes = await Promise.all(
    names.map(async (name) => {
      // A draft may have got its name meanwhile.
      const found = await stat(join(root, name)).catch(() => undefined);
      const sort = found?.isDirectory() ? 'folder' : 'file';
      return found === undefined ? [] : [[name, `${sort} ${(found.mode & 0o777).toString(8)}`] as const];
    }),
  );
  return new Map(modes.flat());
}

async function childrenOf(pid: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const parents = await Promise.all(
    pids.map(async (one) => {
      const text = await readFile(`/proc/${one}/stat`, 'utf8').catch(() => '');
      // Behind the name in brackets, which may hold anything: state, then parent.
      return { pid: Number(one), parent: Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]) };
    }),
  );
  return parents.filter(({ parent }) => parent === pid).map((one) => one.pid);
}

const TCP_LISTENS = '0A';
const UNIX_LISTENS = 0x10000;

/** Every socket of a process on which something may arrive unasked. */
async function listeningOf(pid: number): Promise<string[]> {
  const handles = await readdir(`/proc/${pid}/fd`);
  const targets = await Promise.all(handles.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
  const own = new Set(targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []));
  const found: string[] = [];
  for (const protocol of ['tcp', 'tcp6', 'udp', 'udp6'] as const) {
    for (const fields of await tableOf(protocol)) {
      const isOpen = protocol.startsWith('udp') || fields[3] === TCP_LISTENS;
      if (isOpen && own.has(fields[9] ?? '')) found.push(`${protocol} ${fields[1]}`);
    }
  }
  for (const fields of await tableOf('unix')) {
    const isOpen = (Number.parseInt(fields[3] ?? '', 16) & UNIX_LISTENS) !== 0;
    if (isOpen && own.has(fields[6] ?? '')) found.push(`unix ${fields[7]}`);
  }
  return found;
}

async function tableOf(protocol: string): Promise<string[][]> {
  const text = await readFile(`/proc/net/${protocol}`, 'utf8').catch(() => '');
  const rows = text.trim().split('\n').slice(1);
  return rows.map((row) => row.trim().split(/\s+/));
}

const WRITTEN: Post = {
  key: key(0x50),
  person: TREASURER,
  path: '/api/funding-lines',
  body: { code: 'WEB', name: '网页', basis: ['无'] },
};

describe('a page of another origin', () => {
  test('cannot write with a body that needs no leave: text/plain is refused, and what speaks to DynamoDB finds nothing', async () => {
    const { data, origin } = running;
    const client = await clientOf(origin, data);
    const before = await client.entries();
    const headers = { ...(await client.headersOf(WRITTEN)), 'content-type': 'text/plain' };
    const plain = await fetch(origin + WRITTEN.path, { method: 'POST', headers, body: JSON.stringify(WRITTEN.body) });
    expect(plain.status).toBe(415);
    for (const target of ['ListTables', 'Scan', 'DeleteTable']) {
      const response = await fetch(`${origin}/`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `DynamoDB_20120810.${target}` },
        body: JSON.stringify({ TableName: 'nuanzhang' }),
      });
      expect(response.status).toBe(404);
      expect(grantsOf(response)).toEqual([]);
    }
    const asked = { origin: 'http://elsewhere.example', 'access-control-request-method': 'POST' };
    for (const path of ['/', '/api/healthz', WRITTEN.path]) {
      expect(grantsOf(await fetch(origin + path, { method: 'OPTIONS', headers: asked }))).toEqual([]);
      expect(grantsOf(await fetch(origin + path, { headers: asked }))).toEqual([]);
    }
    expect(await client.entries()).toEqual(before);
  });

  test.skipIf(CHROMIUM === undefined)(
    'reads nothing and writes nothing, even with a token (where there is Chromium)',
    async () => {
      const { data, origin } = running;
      const client = await clientOf(origin, data);
      const before = await client.entries();
      const elsewhere = await listening((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>elsewhere</title>');
      });
      onTestFinished(() => elsewhere.stop());
      const browser = await startBrowser();
      onTestFinished(() => browser.close());
      const page = await browser.newPage();
      await page.goto(elsewhere.endpoint);
      const told = await page.evaluate(attempts, {
        own: elsewhere.endpoint,
        origin,
        path: WRITTEN.path,
        headers: await client.headersOf(WRITTEN),
        body: WRITTEN.body,
      });
      expect(told).toEqual({
        'read what is public': 'refused',
        'read with a token': 'refused',
        'write with a token': 'refused',
        'speak to DynamoDB': 'refused',
        'read without asking': NOTHING,
        'write without asking': NOTHING,
        // Shows that the page could fetch at all.
        'read its own': 'basic "<!doctype html><title>elsewhere</title>"',
      });
      expect(await client.entries()).toEqual(before);
    },
  );
});

function grantsOf(response: Response): string[] {
  return [...response.headers.keys()].filter((name) => name.startsWith('access-control-'));
}

/** Whether a page is given an empty answer or none is the browser's to decide. */
const NOTHING: unknown = expect.stringMatching(/^(refused|opaque "")$/);

interface Target {
  /** Of the page itself. */
  readonly own: string;
  readonly origin: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: object;
}

/** Runs in the page. */
async function attempts({ own, origin, path, headers, body }: Target): Promise<Record<string, string>> {
  const told = async (url: string, init: RequestInit = {}): Promise<string> => {
    try {
      const response = await fetch(url, init);
      return `${response.type} ${JSON.stringify(await response.text())}`;
    } catch {
      return 'refused';
    }
  };
  const text = JSON.stringify(body);
  const amazon = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.ListTables' };
  return {
    'read what is public': await told(`${origin}/api/healthz`),
    'read with a token': await told(`${origin}/api/entries`, { headers }),
    'write with a token': await told(origin + path, { method: 'POST', headers, body: text }),
    'speak to DynamoDB': await told(`${origin}/`, { method: 'POST', headers: amazon, body: '{}' }),
    'read without asking': await told(`${origin}/api/healthz`, { mode: 'no-cors' }),
    'write without asking': await told(origin + path, { method: 'POST', mode: 'no-cors', body: text }),
    'read its own': await told(own),
  };
}
