import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { startServer } from '../../bench/server.ts';
import type { Person } from '../../local/person.ts';
import { obtainToken } from '../../local/sign-in/obtain-token.ts';
import { type Id, isId } from '../../shared/domain/id.ts';
import { filesIn, writeZip, type ZipFile } from '../../shared/exports/files/zip.ts';
import { PACK, sumLine } from '../../shared/exports/pack/manifest.ts';
import { JPEG, PDF, sha256Of } from '../evidence/files.ts';
import { liveOn } from './later.ts';
import { live, type Paper } from './life.ts';
import { AUDITOR, BUYER } from './people.ts';
import { pathsOf } from './read.ts';

/**
 * `node test/before/make.ts <checkout> <archive> [later]`: has the server of another checkout live through everything,
 * and keeps its data folder, its answers and a pack of it in an archive. How test/fixtures/before was made. `later` has it
 * live on through what came after the first fixture, on a database in the process.
 */

const [checkout, archive, since] = process.argv.slice(2);
if (checkout === undefined || archive === undefined) throw new Error('Name a checkout, and the archive to write');
const isLater = since === 'later';

const PATIENCE_MS = 30_000;
const exported = z.object({ export: z.object({ status: z.string(), files: z.array(z.object({ url: z.url() })) }) });
const declared = z.object({
  upload: z.object({ url: z.url(), headers: z.record(z.string(), z.string()) }),
});

/** A giver's words, before there were directions. */
function asAskedThen(body: object): object {
  return 'directedTo' in body ? { ...body, directedTo: '一线职工' } : body;
}

/** What a test has to know of the folder beside what is in it. */
async function played(data: string, origin: string): Promise<object> {
  const office = new Office(data, origin);
  const life = await live(
    (person, path, body) => office.write(person, path, asAskedThen(body)),
    await papersOf(office),
  );
  const { supplier, item } = life.documents;
  if (isLater && supplier !== undefined && item !== undefined) {
    const later = await liveOn((person, path, body) => office.write(person, path, body), { supplier, item });
    Object.assign(life.documents, later);
  }
  await office.sealed();
  const pack = withoutVerifier(await packOf(office));
  await pipeline(writeZip(pack, { compressed: false }), createWriteStream(join(folder, 'pack.zip')));
  const answers: Record<string, unknown> = {};
  for (const path of pathsOf(life.documents)) answers[path] = await (await office.ask(AUDITOR, path)).json();
  const vkey = await (await fetch(`${origin}/api/log/vkey`)).text();
  return { vkey: vkey.trim(), life: life, answers };
}

/** A pack of everything recorded. */
async function packOf(office: Office): Promise<Uint8Array> {
  const job = office.nextId();
  await office.ask(AUDITOR, '/api/exports', { kind: 'audit-pack', format: 'zip' }, job);
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) {
    const { status, files } = exported.parse(await (await office.ask(AUDITOR, `/api/exports/${job}`)).json()).export;
    const [file] = files;
    if (status === 'done' && file !== undefined) return (await fetch(file.url)).bytes();
  }
  throw new Error('the pack was not made');
}

/**
 * The pack with one line in the place of its verifier, a megabyte that would be most of what is kept, and its hash listed
 * accordingly. All else is as it was made.
 */
async function* withoutVerifier(pack: Uint8Array): AsyncGenerator<ZipFile> {
  const stub = Buffer.from('// The verifier is left out.\n');
  for (const [path, bytes] of await filesIn(pack)) {
    const text = Buffer.from(bytes).toString('utf8');
    const listed = text.replace(/^[0-9a-f]{64} {2}verify\.mjs\n/m, sumLine(PACK.verifier, sha256Of(stub)));
    const kept = path === PACK.verifier ? stub : path === PACK.sums ? Buffer.from(listed) : bytes;
    yield {
      path,
      chunks: async function* () {
        yield kept;
      },
    };
  }
}

async function papersOf(office: Office): Promise<[Paper, Paper]> {
  return [
    await uploaded(office, '采购合同.pdf', 'application/pdf', PDF),
    await uploaded(office, '签收单.jpg', 'image/jpeg', JPEG),
  ];
}

async function uploaded(office: Office, name: string, mediaType: string, file: Uint8Array): Promise<Paper> {
  const paper = { sha256: sha256Of(file), name, bytes: file.length, mediaType };
  const { upload } = declared.parse(await (await office.ask(BUYER, '/api/evidence', paper)).json());
  const { status } = await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: Buffer.from(file) });
  if (status !== 200) throw new Error(`the paper was answered with ${status}`);
  return paper;
}

/** Everybody of the life, at their server. */
class Office {
  readonly #data: string;
  readonly #origin: string;
  readonly #tokens = new Map<string, string>();
  #ids = 0;
  #last: Id | undefined;

  constructor(data: string, origin: string) {
    this.#data = data;
    this.#origin = origin;
  }

  nextId(): Id {
    this.#ids += 1;
    const id = `01768c2e-6b00-7000-8000-${this.#ids.toString(16).padStart(12, '0')}`;
    if (!isId(id)) throw new RangeError(`${id} is no id`);
    return id;
  }

  async write(person: Person, path: string, body: object): Promise<Id> {
    const id = this.nextId();
    await this.ask(person, path, body, id);
    this.#last = id;
    return id;
  }

  async ask(person: Person, path: string, body?: object, key: Id = this.nextId()): Promise<Response> {
    const token = this.#tokens.get(person.subject) ?? (await obtainToken(this.#data, person));
    this.#tokens.set(person.subject, token);
    const sent = { 'content-type': 'application/json', 'idempotency-key': key };
    const response = await fetch(this.#origin + path, {
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : sent) },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    if (response.status >= 300) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  }

  /** Waits until everything recorded stands in a checkpoint. */
  async sealed(): Promise<void> {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) {
      if ((await fetch(`${this.#origin}/api/entries/${this.#last}/proof`)).status === 200) return;
    }
    throw new Error('the last entry was not sealed');
  }
}

async function* filesBelow(root: string): AsyncGenerator<ZipFile> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths.sort()) {
    yield { path: relative(root, path).replaceAll(sep, '/'), chunks: () => createReadStream(path) };
  }
}

const folder = await mkdtemp(join(tmpdir(), 'nuanzhang-before-'));
const data = join(folder, 'data');
try {
  const server = await startServer(data, {
    checkout,
    union: '示例区总工会',
    store: isLater ? 'sqlite' : 'dynamodb',
  });
  const before = await played(data, server.origin).finally(() => server.stop());
  await writeFile(join(folder, 'before.json'), `${JSON.stringify(before, undefined, 1)}\n`);
  // What the job left: the pack is kept beside the folder.
  await rm(join(data, 'objects/exports'), { recursive: true });
  await pipeline(writeZip(filesBelow(folder), { compressed: true }), createWriteStream(archive));
} finally {
  await rm(folder, { recursive: true });
}
