import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { PROGRAMS } from '../../infra/programs.ts';
import { createApi } from '../../local/demo/api.ts';
import { readFacts } from '../../local/demo/facts.ts';
import { play } from '../../local/demo/play.ts';
import { literalId, stepsOf } from '../../local/demo/steps.ts';
import type { Role } from '../../shared/domain/role.ts';
import { filesIn } from '../../shared/exports/files/zip.ts';
import { type Route, routes } from '../../shared/routes.ts';
import { installationAnswers } from '../../shared/schemas/installation.ts';
import { KEPT_MS } from '../../shared/storage/ports/export-jobs.ts';
import { describeOnEngine } from '../engine.ts';
import { invoiceXml, JPEG, PNG, sha256Of, utf8 } from '../evidence/files.ts';
import { statementsOf } from '../infra/synthesized.ts';
import { freshFolder } from '../local/folder.ts';
import { openDeployment } from './deployment.ts';

const DAY = '2021-01-31';
const READERS: readonly Role[] = ['treasurer', 'auditor', 'admin', 'privacy-officer'];

/** What Lambda itself does under a function's role to wake it. */
const BY_LAMBDA = 'FollowTable';

const page = z.looseObject({ items: z.array(z.looseObject({ id: z.string(), kind: z.string().optional() })) });
const declared = z.looseObject({
  upload: z.object({ url: z.string(), method: z.string(), headers: z.record(z.string(), z.string()) }),
});
const exported = z.object({
  export: z.looseObject({ id: z.string(), status: z.string(), files: z.array(z.looseObject({ url: z.string() })) }),
});

let deployment: Awaited<ReturnType<typeof openDeployment>>;
let keys = 0;

beforeAll(async () => {
  deployment = await openDeployment();
}, 120_000);
afterAll(() => deployment?.stop());

async function ask(role: Role, path: string, body?: object, name?: string) {
  keys += 1;
  const id = literalId(DAY, 0x1000 + keys);
  const person = { subject: `demo-${role}`, roles: [role], units: [], ...(name === undefined ? {} : { name }) };
  const token = await deployment.signIn(person);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': id };
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${deployment.origin}/api${path}`, { headers, ...sent });
  return { id, status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
}

async function write(role: Role, path: string, body: object, name?: string) {
  const { id, status, bytes } = await ask(role, path, body, name);
  expect([200, 201, 202], `${path} ${status} ${bytes}`).toContain(status);
  return { id, json: JSON.parse(bytes.toString()) };
}

async function read(role: Role, path: string) {
  const { status, bytes } = await ask(role, path);
  expect(status, `${path} ${bytes}`).toBe(200);
  return bytes;
}

async function json<T>(role: Role, path: string, shape: z.ZodType<T>): Promise<T> {
  return shape.parse(JSON.parse((await read(role, path)).toString()));
}

/** What the table's stream tells of a new row. */
function inserted(pk: string, sk: string) {
  return { Records: [{ eventName: 'INSERT', dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } } } }] };
}

/** Uploads a file through its link; where the bucket tells nobody of it, whoever asks for it takes it in. */
async function upload(file: Uint8Array, mediaType: string, name: string, arrival: 'told' | 'in vain' | 'untold') {
  const evidence = { name, mediaType, bytes: file.length, sha256: sha256Of(file) };
  const answer = await write('buyer', '/evidence', evidence);
  const { url, method, headers } = declared.parse(answer.json).upload;
  const put = await fetch(url, { method, headers, body: Buffer.from(file) });
  expect(put.status).toBe(200);
  const key = new URL(url).pathname.split('/').slice(2).join('/');
  if (arrival === 'told')
    await deployment.invoke('evidence-received', { source: 'aws.s3', detail: { object: { key } } });
  if (arrival === 'in vain') await deployment.invoke('evidence-received', { source: 'aws.events' });
  await read('buyer', `/evidence/${evidence.sha256}`);
  return evidence;
}

/** A unit that is opened and closed, a payment that is reversed, goods that are gone: what looks at every entry. */
async function closeAndReverse(code: string, benefit: object): Promise<void> {
  const unit = await write('treasurer', '/units', { code, name: '临时站点', phone: '13900000000' });
  await write('treasurer', `/units/${unit.id}/closure`, { reason: '撤销' });
  const paid = await write('treasurer', '/benefits', benefit);
  await read('auditor', `/benefits/${paid.id}`);
  const reversal = { effectiveOn: DAY, reason: '重复', exception: { reason: '仅一名财务' } };
  await write('treasurer', `/entries/${paid.id}/reversal`, reversal);
  const { items } = await json('auditor', '/entries?limit=200', page);
  const gone = items.find(({ kind }) => kind === 'acceptance')?.id;
  const { status, bytes } = await ask('treasurer', `/entries/${gone}/reversal`, reversal);
  expect([status, bytes.toString()]).toEqual([409, expect.stringMatching(/stands-in-the-way.*"entries":\["/s)]);
}

/** Everything that can be read without naming a document. */
async function readAll(): Promise<void> {
  const rows: readonly Route[] = routes;
  for (const { path, method, access, operation } of rows) {
    if (method !== 'GET' || path.includes('{') || operation === 'openSlip') continue;
    const role = READERS.find((one) => typeof access === 'string' || access.includes(one)) ?? 'auditor';
    await read(role, path.replace('/api', '').replace('/usage', '/usage?by=unit').replace('/find', '/find?number=1'));
  }
}

/** What a function answers in brotli is what it answers as it is. */
async function compressed(path: string): Promise<void> {
  const token = await deployment.signIn({ subject: 'demo-auditor', roles: ['auditor'], units: [] });
  const sent = async (coding: string) => {
    const headers = { authorization: `Bearer ${token}`, 'accept-encoding': coding };
    const response = await fetch(`${deployment.origin}/api${path}`, { headers });
    return { coding: response.headers.get('content-encoding'), text: await response.text() };
  };
  const { text } = await sent('identity');
  expect(await sent('br')).toEqual({ coding: 'br', text });
}

async function readOn(path: string): Promise<void> {
  const { next } = await json('auditor', `${path}&limit=1`, z.looseObject({ next: z.string().optional() }));
  expect(next, path).toEqual(expect.any(String));
  await read('auditor', `${path}&limit=1&cursor=${next}`);
}

/** By someone whose name is recorded with it. Tried before it is sent, and carried out by whoever the stream wakes; of two pages the second is asked for too. */
async function importBenefits(benefit: object, photo: object): Promise<void> {
  const { id } = await write('treasurer', '/imports', { kind: 'benefits', rows: 3 }, '李会计');
  const lost = { ...photo, sha256: 'f'.repeat(64) };
  const rows = [photo, photo, lost].map((paper, nth) => ({
    key: literalId(DAY, 0x9000 + nth),
    body: { ...benefit, amount: '1.00', evidence: [paper] },
  }));
  const tried = await write('treasurer', `/imports/${id}/rows?dry-run=true`, { rows });
  expect(tried.json).toMatchObject({ dryRun: true, rows: [{ passes: true }, { passes: true }, { passes: false }] });
  await write('treasurer', `/imports/${id}/rows`, { rows });
  await deployment.invoke('import-worker', inserted('import-due', id));
  await deployment.invoke('import-worker', { source: 'aws.events' });
  const first = await json('auditor', `/imports/${id}?limit=1`, z.looseObject({ next: z.string() }));
  expect(first).toMatchObject({ import: { status: 'done', recorded: 2, refused: 1 } });
  await read('auditor', `/imports/${id}?limit=1&cursor=${first.next}`);
}

async function exportOf(kind: string, format: string): Promise<{ id: string; url: string }> {
  const { id } = await write('auditor', '/exports', { kind, format });
  await deployment.invoke('export-worker', inserted('export-open', id));
  const { export: job } = await json('auditor', `/exports/${id}`, exported);
  expect(job.status).toBe('done');
  return { id, url: job.files[0]?.url ?? '' };
}

describeOnEngine('the deployed stack', () => {
  test('carries the winter of 2020 from its first request to an audit pack that proves itself', async () => {
    const { origin, signIn, invoke } = deployment;
    expect((await ask('auditor', '/log/checkpoint')).status).toBe(404);
    // What is under way comes after it.
    const winter = stepsOf(readFacts(), '2021-03-05').filter(({ date }) => date <= DAY);
    await play(createApi(origin, signIn), winter, () => undefined, new AbortController().signal);

    const line = (await json('auditor', '/funding-lines', page)).items[0]?.id ?? '';
    const terms = { code: 'T', name: '慰问', basis: '办法', cap: '500.00', per: 'year' };
    const { id: tariff } = await write('treasurer', '/tariffs', terms);
    const person = { name: '某人', reference: 'P-1' };
    const benefit = { fundingLine: line, tariff, amount: '100.00', effectiveOn: DAY, method: '现金', person };
    await closeAndReverse('X1', benefit);
    const paid = await write('treasurer', '/benefits', benefit);
    const shown = await write('privacy-officer', `/entries/${paid.id}/disclosures`, { reason: '本人查询' });
    expect(JSON.stringify(shown.json)).toContain(person.name);
    await write('privacy-officer', `/entries/${paid.id}/erasure`, { reason: '本人要求' });
    await write('admin', '/members', { subject: 'keeper-of-another', roles: ['keeper'], units: [] });
    await write('treasurer', '/periods/2020-11/closure', {});
    const photo = await upload(PNG, 'image/png', '签收单', 'told');
    await write('treasurer', `/entries/${paid.id}/evidence`, { evidence: [photo] });
    const invoice = await upload(utf8(invoiceXml()), 'application/xml', '发票.xml', 'untold');
    await write('buyer', `/evidence/${invoice.sha256}/invoice`, {});
    await upload(JPEG, 'image/jpeg', '收据', 'in vain');
    await importBenefits(benefit, photo);
    await exportOf('entries', 'jsonl');
    await exportOf('donations', 'csv');
    await read('auditor', '/reports/identities');

    expect(await invoke('seal', inserted('outbox#0', 'any'))).toMatchObject({ sealed: expect.any(Number) });
    await closeAndReverse('X2', benefit);
    expect(await invoke('seal', { source: 'aws.events' })).toMatchObject({ sealed: 4 });
    expect(await invoke('seal', { source: 'aws.events' })).toMatchObject({ sealed: 0 });
    await readAll();
    const configuration = await json('auditor', '/configuration', installationAnswers.configuration);
    expect(configuration).toMatchObject({
      client: 'tracker',
      union: '示例工会',
      logOrigin: 'tracker.example.cn/api/log',
    });
    await compressed('/openapi/ledger');
    await compressed('/entries?limit=200');
    const slip = await fetch(`${origin}/api/log`, { redirect: 'manual' });
    expect([slip.status, slip.headers.get('location')]).toEqual([303, '/slip']);
    for (const path of ['/entries?', '/exports?', '/reports/usage?by=unit', `/funding-lines/${line}/statement?`])
      await readOn(path);
    await read('auditor', `/entries/${paid.id}`);
    await read('auditor', `/entries/${paid.id}/proof`);
    const [, size] = (await read('auditor', '/log/checkpoint')).toString().split('\n');
    await read('auditor', `/log/tile/entries/000.p/${size}`);
    await read('auditor', `/log/tile/0/000.p/${size}`);

    const { url } = await exportOf('audit-pack', 'zip');
    const pack = await fetch(url);
    const zip = join(await freshFolder(), 'pack.zip');
    await writeFile(zip, Buffer.from(await pack.arrayBuffer()));
    const vkey = (await read('auditor', '/log/vkey')).toString().trim();
    expect(vkey).toMatch(/^tracker\.example\.cn\/api\/log\+/);
    const program = join(import.meta.dirname, '../../verify/main.ts');
    const { status, stdout } = spawnSync(process.execPath, [program, zip, '--key', vkey], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, expect.stringContaining('HOLDS')]);
    const packed = await filesIn(await readFile(zip));
    expect(Buffer.from(packed.get('ledgers/物资发放台账.csv') ?? []).toString()).toMatch(/,保管员,协调员,/);
  }, 120_000);

  test('shows the pages at the address of the API, to a browser as they lie compressed', async () => {
    const { origin } = deployment;
    const shown = await fetch(`${origin}/entries/of-any-id`, { headers: { 'accept-encoding': 'gzip, br' } });
    expect([shown.status, shown.headers.get('content-encoding')]).toEqual([200, 'br']);
    const policy = shown.headers.get('content-security-policy');
    expect(policy).toContain("script-src 'self';");
    expect(policy).toMatch(/connect-src 'self' https:\/\/issuer\.example\.cn https:\/\/\S*objects\S*amazonaws\.com/);
    const [script = ''] = /\/assets\/desk-[^"]+\.js/.exec(await shown.text()) ?? [];
    const asset = await fetch(`${origin}${script}`);
    expect([asset.status, asset.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    const missing = await fetch(`${origin}/api/nowhere`);
    expect([missing.status, await missing.json()]).toEqual([
      404,
      expect.objectContaining({ type: '/problems/not-found' }),
    ]);
  });

  test('forgets an export that was kept long enough, and its file with it', async () => {
    const { id, url } = await exportOf('fund-usage', 'csv');
    expect((await fetch(url)).status).toBe(200);
    const { job, version } = (await deployment.jobs.read(id)) ?? {};
    if (job === undefined || version === undefined) throw new Error('the job is there');
    await deployment.jobs.replace(version, { ...job, createdAt: job.createdAt - KEPT_MS });
    await deployment.invoke('export-worker', { source: 'aws.events' });
    expect((await ask('auditor', `/exports/${id}`)).status).toBe(404);
    expect((await fetch(url)).status).toBe(404);
  });

  test('lets every function do all that it has to', () => {
    expect([...deployment.iam.denied]).toEqual([]);
    expect(deployment.troubles).toEqual([]);
    expect(deployment.logged()).toEqual([]);
  });

  test('lets no function do what it never does', () => {
    const granted = PROGRAMS.flatMap((program) =>
      statementsOf(program, deployment.template).flatMap(({ Sid, Effect }) =>
        Sid === undefined || Sid === BY_LAMBDA || Effect === 'Deny' ? [] : [`${program} ${Sid}`],
      ),
    );
    expect(granted.filter((one) => !deployment.iam.used.has(one))).toEqual([]);
  });
});
