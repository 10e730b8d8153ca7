import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import type { Role } from '../../shared/domain/role.ts';
import { filesIn } from '../../shared/exports/files/zip.ts';
import { freshFolder } from './folder.ts';
import { issueToken } from './issue-token.ts';
import { run } from './program.ts';

/** Names and numbers that stand nowhere else, for every place in which a person is named. */
const MARKED = {
  witness: '见证标记寅卯辰',
  carrier: '承运标记甲乙丙',
  signatory: '签收标记丁戊己',
  person: '慰问标记庚辛壬',
  reference: '110113199001047788',
  unitPhone: '13987650001',
  supplierPhone: '13987650002',
  amendedPhone: '13987650003',
  refused: '拒绝标记癸子丑',
} as const;

const DAY = '2020-12-28';
const exported = z.object({
  export: z.object({ status: z.string(), files: z.array(z.object({ url: z.string(), name: z.string() })) }),
});

/** Every file below a folder, archives and workbooks opened, by path. */
async function* filesBelow(folder: string): AsyncGenerator<[string, Buffer]> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    yield* opened(relative(folder, path), await readFile(path));
  }
}

async function* opened(path: string, bytes: Buffer): AsyncGenerator<[string, Buffer]> {
  yield [path, bytes];
  if (bytes.readUInt16BE(0) !== 0x504b) return;
  for (const [inner, part] of await filesIn(bytes)) yield* opened(`${path}/${inner}`, Buffer.from(part));
}

/** Where any of the texts stands: in UTF-8, in UTF-16 or in JSON's escapes. */
function found(texts: readonly string[], where: string, bytes: Buffer): string[] {
  return texts.flatMap((text) => {
    const forms = [text, JSON.stringify(text).slice(1, -1), escaped(text)];
    const isIn = forms.some((form) => bytes.includes(form)) || bytes.includes(Buffer.from(text, 'utf16le'));
    return isIn ? [`${text} in ${where}`] : [];
  });
}

function escaped(text: string): string {
  return Array.from(text, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}

test('a day leaves no name, no number of a person and no secret in what is logged, stored in plain or exported', async () => {
  const data = await freshFolder();
  const program = run(data, { NUANZHANG_DEMO: 'off', NUANZHANG_LOG: 'requests', NUANZHANG_UNION: '示例工会' });
  const origin = await program.origin();
  const tokens = new Map<Role, string>();
  const answers: [string, string][] = [];
  let keys = 0;

  async function ask(role: Role, path: string, body?: object): Promise<{ status: number; text: string; key: string }> {
    const units = role === 'coordinator' ? ['SY-01'] : [];
    const token =
      tokens.get(role) ?? (await issueToken(data, origin, { subject: `demo-${role}`, roles: [role], units }));
    tokens.set(role, token);
    keys += 1;
    const key = `01768c2e-6b00-7000-8000-${keys.toString(16).padStart(12, '0')}`;
    const headers = { authorization: `Bearer ${token}`, 'accept-language': 'en' };
    const response = await fetch(`${origin}/api${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers:
        body === undefined ? headers : { ...headers, 'content-type': 'application/json', 'idempotency-key': key },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!path.endsWith('/disclosures')) answers.push([path, text]);
    return { status: response.status, text, key };
  }

  async function write(role: Role, path: string, body: object): Promise<string> {
    const { status, text, key } = await ask(role, path, body);
    expect([status, text], path).toEqual([201, expect.anything()]);
    return key;
  }

  const line = await write('treasurer', '/funding-lines', { code: 'L1', name: '防疫专项', basis: [] });
  const source = { amount: '1000.00', effectiveOn: DAY, source: '上级拨付' };
  await write('treasurer', `/funding-lines/${line}/appropriations`, source);
  const unit = await write('treasurer', '/units', { code: 'SY-01', name: '高丽营镇', phone: MARKED.unitPhone });
  await write('treasurer', `/units/${unit}/amendments`, { phone: MARKED.amendedPhone, reason: '换号' });
  const item = await write('treasurer', '/items', { code: 'N95', name: '口罩', baseMeasure: '个' });
  const supplier = await write('buyer', '/suppliers', { name: '供应商甲', phone: MARKED.supplierPhone });
  const warehouse = await write('treasurer', '/warehouses', { code: 'W1', name: '仓库' });
  const lines = [{ item, quantity: 10, amount: '100.00', fundingLine: line }];
  const purchase = await write('buyer', '/purchases', { supplier, effectiveOn: DAY, lines });
  const accepted = { warehouse, effectiveOn: DAY, lines: [{ line: 1, good: 10 }], witness: MARKED.witness };
  await write('keeper', `/purchases/${purchase}/acceptances`, accepted);
  const goods = { unit, warehouse, effectiveOn: DAY, lines: [{ item, quantity: 4 }], carrier: MARKED.carrier };
  const consignment = await write('keeper', '/consignments', goods);
  const signed = { effectiveOn: DAY, signatory: MARKED.signatory, lines: [{ line: 1, good: 4 }] };
  const confirmation = await write('coordinator', `/consignments/${consignment}/confirmation`, signed);
  const tariff = await write('treasurer', '/tariffs', {
    code: 'T',
    name: '慰问',
    basis: '办法',
    cap: '500.00',
    per: 'year',
  });
  const money = { fundingLine: line, tariff, amount: '100.00', effectiveOn: DAY, method: '银行转账' };
  const person = { name: MARKED.person, reference: MARKED.reference };
  const benefit = await write('treasurer', '/benefits', { ...money, person });

  // Refused for a field, for the state, for the role; and broken.
  const stranger = { name: MARKED.refused, reference: MARKED.reference };
  for (const [role, path, body, status] of [
    ['treasurer', '/benefits', { ...money, person: stranger, amount: 'one' }, 422],
    ['treasurer', '/benefits', { ...money, person: { ...stranger, unknown: 1 } }, 422],
    ['treasurer', '/benefits', { ...money, person, amount: '450.00' }, 409],
    ['coordinator', `/consignments/${consignment}/confirmation`, { ...signed, signatory: MARKED.refused }, 409],
    ['buyer', '/benefits', { ...money, person: stranger }, 403],
  ] as const) {
    expect((await ask(role, path, body)).status).toBe(status);
  }
  const disclosed = await ask('privacy-officer', `/entries/${benefit}/disclosures`, { reason: '本人查询' });
  expect([disclosed.status, disclosed.text]).toEqual([201, expect.stringContaining(MARKED.person)]);
  const erasure = await write('privacy-officer', `/entries/${confirmation}/erasure`, { reason: '本人要求' });

  const proof = `${origin}/api/entries/${erasure}/proof`;
  await expect.poll(async () => (await fetch(proof)).status, { timeout: 20_000, interval: 10 }).toBe(200);

  for (const path of [
    `/units/${unit}`,
    `/suppliers/${supplier}`,
    `/consignments/${consignment}`,
    `/benefits/${benefit}`,
    '/benefits',
    '/consignments',
    '/units',
    '/entries?limit=200',
    `/units/${unit}/statement`,
    '/reports/exceptions',
    '/reports/personal-data',
  ]) {
    expect((await ask('auditor', path)).status, path).toBe(200);
  }
  const files: [string, Buffer][] = [];
  for (const request of [
    ...['fund-usage', 'acceptance', 'distribution', 'donations', 'exceptions'].flatMap((kind) => [
      { kind, format: 'xlsx' },
      { kind, format: 'csv' },
      { kind, format: 'csv', encoding: 'gb18030' },
    ]),
    { kind: 'stock-card', format: 'xlsx', item },
    { kind: 'sign-off-sheet', format: 'xlsx', consignment },
    { kind: 'delivery-slip', format: 'html', consignment },
    { kind: 'entries', format: 'jsonl' },
    { kind: 'audit-pack', format: 'zip' },
  ]) {
    const { status, key } = await ask('auditor', '/exports', request);
    expect(status).toBe(202);
    const job = async () => exported.parse(JSON.parse((await ask('auditor', `/exports/${key}`)).text)).export;
    await expect.poll(async () => (await job()).status, { timeout: 20_000, interval: 10 }).toBe('done');
    for (const { url, name } of (await job()).files) {
      for await (const file of opened(name, Buffer.from(await (await fetch(url)).arrayBuffer()))) files.push(file);
    }
  }
  expect(await program.stop()).toBe(0);

  const keyFiles = await readdir(join(data, 'keys'));
  const secrets = await Promise.all(keyFiles.map((name) => readFile(join(data, 'keys', name))));
  const hidden = [
    ...Object.values(MARKED),
    ...tokens.values(),
    ...secrets.flatMap((key) => [key.toString('base64'), key.toString('hex')]),
  ];
  const places: [string, Buffer][] = [
    ['standard output', Buffer.from(program.stdout())],
    ['standard error', Buffer.from(program.stderr())],
    ...answers.map(([path, text]): [string, Buffer] => [`the answer of ${path}`, Buffer.from(text)]),
    ...files,
  ];
  for await (const [path, bytes] of filesBelow(data)) if (!path.startsWith('keys/')) places.push([path, bytes]);
  expect(places.flatMap(([where, bytes]) => found(hidden, where, bytes))).toEqual([]);

  // The search finds what is there: a marker put into a scratch file, what is shown masked, and the day itself.
  await writeFile(join(data, 'scratch.txt'), `x${MARKED.person}x`);
  const scratch = await readFile(join(data, 'scratch.txt'));
  expect(found(hidden, 'scratch', scratch)).toEqual([`${MARKED.person} in scratch`]);
  expect(answers.some(([, text]) => text.includes('慰*****壬'))).toBe(true);
  expect(program.stderr()).toContain('POST /api/benefits 201');
  expect(places.some(([path, bytes]) => path.startsWith('objects/') && bytes.includes(benefit))).toBe(true);
  expect(places.some(([path, bytes]) => /\.db|sqlite/.test(path) && bytes.includes(benefit))).toBe(true);
}, 60_000);
