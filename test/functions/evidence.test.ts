import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { answerArrival } from '../../functions/evidence/arrival.ts';
import { createArrivals, MOST_A_TICK } from '../../functions/evidence/arrivals.ts';
import { noLinks } from '../../functions/evidence/no-links.ts';
import type { EvidenceType } from '../../shared/domain/evidence.ts';
import { evidenceKeys } from '../../shared/evidence/keys.ts';
import { routes } from '../../shared/routes.ts';
import { evidenceAnswers } from '../../shared/schemas/evidence.ts';
import { ObjectStoreError } from '../../shared/storage/ports/object-store.ts';
import { invoiceLine, invoiceXml, JPEG, OFD, PDF, PNG, sha256Of, utf8 } from '../evidence/files.ts';
import {
  type Answer,
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  KEEPER,
  NOW,
  openApiOver,
  type Person,
  registerAll,
  TODAY,
  TREASURER,
} from './api.ts';

const IN_TIME = { getRemainingTimeInMillis: () => 60_000 };

const ADMIN: Person = { subject: 'admin', roles: ['admin'] };

function bodyOf(file: Uint8Array, mediaType: string, name = '发票.xml') {
  return { name, mediaType, bytes: file.length, sha256: sha256Of(file) };
}

const declare = (api: Api, body: object, as = BUYER) => api.post('/api/evidence', { as, body });
const readFile = (api: Api, sha256: string, as = BUYER) => api.get(`/api/evidence/${sha256}`, { as });
const readInvoice = (api: Api, sha256: string, as = BUYER) =>
  api.post(`/api/evidence/${sha256}/invoice`, { as, body: {} });

/** Declares a file and puts it where its link leads, as a client would. */
async function upload(api: Api, file: Uint8Array, mediaType: EvidenceType): Promise<string> {
  const { status, json, text } = await declare(api, bodyOf(file, mediaType));
  expect(status, text).toBe(201);
  const { upload, evidence } = evidenceAnswers.declaredEvidence.parse(json);
  await api.tracker.objects.put(new URL(upload?.url ?? '').pathname.slice(1), file);
  return evidence.sha256;
}

function problemOf({ status, json }: Answer) {
  const { type } = z.looseObject({ type: z.string() }).parse(json);
  return `${status} ${type.replace('/problems/', '')}`;
}

describe('a file', () => {
  test('is declared, uploaded to its link, and read back with a link to it', async () => {
    const api = openApiOver();
    const body = bodyOf(JPEG, 'image/jpeg', '签收单');
    const declared = await declare(api, body, COORDINATOR);
    expect(declared.status).toBe(201);
    expect(declared.json).toEqual({
      evidence: body,
      upload: {
        url: `https://files.example/evidence/incoming/${body.sha256}`,
        method: 'PUT',
        headers: { 'content-type': 'image/jpeg' },
        expiresAt: NOW + 900_000,
      },
    });
    expect((await readFile(api, body.sha256)).json).toEqual({ state: 'waiting', evidence: body });
    await api.tracker.objects.put(evidenceKeys.incoming(body.sha256), JPEG);
    const { status, json } = await readFile(api, body.sha256, COORDINATOR);
    expect(status).toBe(200);
    expect(json).toEqual({
      state: 'stored',
      evidence: body,
      download: {
        url: `https://files.example/evidence/${body.sha256}?as=${encodeURIComponent('签收单.jpg')}`,
        expiresAt: NOW + 900_000,
      },
    });
    expect(await api.entries()).toBe(0);
  });

  test('that is there already needs no upload', async () => {
    const api = openApiOver();
    const sha256 = await upload(api, PDF, 'application/pdf');
    await readFile(api, sha256);
    const again = await declare(api, bodyOf(PDF, 'application/pdf'), KEEPER);
    expect([again.status, again.json]).toEqual([200, { evidence: bodyOf(PDF, 'application/pdf'), stored: true }]);
    expect(problemOf(await declare(api, bodyOf(PDF, 'image/png')))).toBe('409 evidence-differs');
  });

  test('declared twice before it arrives is declared once', async () => {
    const api = openApiOver();
    const first = await declare(api, bodyOf(PNG, 'image/png'));
    const second = await declare(api, bodyOf(PNG, 'image/png'));
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.json).toEqual(first.json);
  });

  test('of 20 MB is taken and a larger one is not, nor one of another type', async () => {
    const api = openApiOver();
    const body = bodyOf(PDF, 'application/pdf');
    expect((await declare(api, { ...body, bytes: 20 * 1024 * 1024 })).status).toBe(201);
    const refused = await declare(api, { ...body, bytes: 20 * 1024 * 1024 + 1, mediaType: 'image/svg+xml', name: '' });
    expect(refused.json).toMatchObject({
      status: 422,
      errors: [
        { pointer: '/name', code: 'too-short' },
        { pointer: '/mediaType', code: 'not-one-of' },
        { pointer: '/bytes', code: 'too-large' },
      ],
    });
    expect(problemOf(await declare(api, { ...body, sha256: 'A'.repeat(64) }))).toBe('422 invalid');
  });

  test('that is not what was declared is removed, and its reader learns what it is', async () => {
    const api = openApiOver();
    const sha256 = await upload(api, PNG, 'image/jpeg');
    const { json } = await readFile(api, sha256);
    expect(json).toMatchObject({
      type: '/problems/evidence-differs',
      status: 409,
      what: 'mediaType',
      declared: 'image/jpeg',
      found: 'image/png',
    });
    expect(await api.tracker.objects.list('', { limit: 10 })).toEqual([evidenceKeys.declared(sha256)]);
  });

  test('with another hash than was declared is refused', async () => {
    const api = openApiOver();
    const { sha256 } = bodyOf(JPEG, 'image/jpeg');
    await declare(api, { ...bodyOf(JPEG, 'image/jpeg'), bytes: PNG.length });
    await api.tracker.objects.put(evidenceKeys.incoming(sha256), PNG);
    expect((await readFile(api, sha256)).json).toMatchObject({ what: 'sha256', found: sha256Of(PNG) });
  });

  test('that nobody declared is 404, as is what is no hash', async () => {
    const api = openApiOver();
    expect((await readFile(api, 'd'.repeat(64))).json).toMatchObject({
      type: '/problems/not-found',
      kind: 'evidence',
      id: 'd'.repeat(64),
    });
    expect(problemOf(await readFile(api, 'D'.repeat(64)))).toBe('404 not-found');
    expect(problemOf(await readFile(api, '01768c2e-6b00-7000-8000-000000000001'))).toBe('404 not-found');
    expect(problemOf(await readInvoice(api, 'x'))).toBe('404 not-found');
  });

  test('in a store that does not answer is 503, and in a full one a bare 500', async () => {
    for (const [code, problem] of [
      ['unavailable', '503 unavailable'],
      ['full', '500 internal-error'],
    ] as const) {
      const api = openApiOver();
      api.tracker.objects.put = () => Promise.reject(new ObjectStoreError(code, 'no'));
      expect(problemOf(await declare(api, bodyOf(PDF, 'application/pdf')))).toBe(problem);
      expect(api.logged).toHaveLength(1);
    }
  });
});

describe('the sender of a file', () => {
  test('is answered with what it was taken in as, or with what is wrong with it', async () => {
    const api = openApiOver();
    const { objects } = api.tracker;
    await declare(api, bodyOf(PDF, 'application/pdf'));
    const key = evidenceKeys.incoming(sha256Of(PDF));
    await objects.put(key, PDF.toReversed());
    const wrong = await answerArrival(objects, key, 'en');
    expect([wrong?.statusCode, JSON.parse(wrong?.body ?? '')]).toMatchObject([409, { what: 'sha256' }]);
    await objects.put(key, PDF);
    const right = await answerArrival(objects, key, 'en');
    expect([right?.statusCode, JSON.parse(right?.body ?? '')]).toMatchObject([200, { state: 'stored' }]);
    expect(await answerArrival(objects, 'exports/x', 'zh')).toBeUndefined();
  });
});

describe('a bucket that tells of new files', () => {
  const eventOf = (key: string) => ({ source: 'aws.s3', 'detail-type': 'Object Created', detail: { object: { key } } });

  test('has them taken in, leaves others alone, and hears of what was refused', async () => {
    const api = openApiOver();
    const { objects } = api.tracker;
    const lines: string[] = [];
    const arrive = createArrivals({ objects, random: () => 0, log: (line) => lines.push(line) });
    const right = await upload(api, PDF, 'application/pdf');
    const wrong = await upload(api, PNG, 'image/jpeg');
    await objects.put('exports/x', PDF);
    for (const key of [evidenceKeys.incoming(right), evidenceKeys.incoming(wrong), 'exports/x', 'a%2Bb+c']) {
      await arrive(eventOf(key), IN_TIME);
    }
    expect(await objects.list('', { limit: 10 })).toEqual([
      evidenceKeys.file(right),
      evidenceKeys.stored(right),
      evidenceKeys.declared(wrong),
      'exports/x',
    ]);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ evidence: wrong, refused: { what: 'mediaType' } }]);
  });

  test('tells again of those that could not be taken in now', async () => {
    const api = openApiOver();
    const sha256 = await upload(api, PDF, 'application/pdf');
    const failing = { ...api.tracker.objects, get: () => Promise.reject(new ObjectStoreError('unavailable', 'no')) };
    const arrive = createArrivals({ objects: failing, random: () => 0 });
    await expect(arrive(eventOf(evidenceKeys.incoming(sha256)), IN_TIME)).rejects.toThrow('no');
    await expect(arrive({}, IN_TIME)).rejects.toThrow();
  });
});

describe('what the bucket told of in vain', () => {
  const CLOCK = { source: 'aws.events' };
  const ofText = (text: string) => Buffer.concat([PDF, Buffer.from(text)]);

  test('is taken in when the clock comes, and nothing else is touched', async () => {
    const api = openApiOver();
    const { objects } = api.tracker;
    const lines: string[] = [];
    const sha256 = await upload(api, PDF, 'application/pdf');
    const wrong = await upload(api, PNG, 'image/jpeg');
    const file = ofText('declared only');
    expect((await declare(api, bodyOf(file, 'application/pdf'))).status).toBe(201);
    for (const random of [0, 0.999]) {
      await createArrivals({ objects, random: () => random, log: (line) => lines.push(line) })(CLOCK, IN_TIME);
    }
    expect(await objects.list('', { limit: 10 })).toEqual(
      [
        evidenceKeys.file(sha256),
        evidenceKeys.stored(sha256),
        evidenceKeys.declared(wrong),
        evidenceKeys.declared(sha256Of(file)),
      ].sort(),
    );
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ evidence: wrong }]);
  });

  test('is looked at from anywhere on, so many a tick and as long as there is time, whatever fails', async () => {
    const api = openApiOver();
    const { objects } = api.tracker;
    const files = Array.from({ length: MOST_A_TICK + 5 }, (_one, at) => ofText(String(at)));
    for (const file of files) await upload(api, file, 'application/pdf');
    const waiting = async () => (await objects.list('evidence/incoming/', { limit: 1_000 })).length;
    const late = { getRemainingTimeInMillis: () => left.shift() ?? 0 };
    const left = [60_000, 59_000, 17_000];
    await createArrivals({ objects, random: () => 0.5 })(CLOCK, late);
    expect(await waiting()).toBe(MOST_A_TICK + 4);

    const [next = ''] = await objects.list('evidence/incoming/', { limit: 1, after: 'evidence/incoming/80' });
    const lost = next.replace(/.*\//, '');
    const get = async (key: string) => {
      if (key === evidenceKeys.declared(lost)) throw new ObjectStoreError('unavailable', 'no');
      return objects.get(key);
    };
    const stumbling = createArrivals({ objects: { ...objects, get }, random: () => 0.5 });
    await expect(stumbling(CLOCK, IN_TIME)).rejects.toThrow('1 uploads could not be taken in');
    expect(await waiting()).toBe(5);
    await createArrivals({ objects, random: () => 0.5 })(CLOCK, IN_TIME);
    expect(await waiting()).toBe(0);
  });
});

test('where nothing hands out links, those who need one are told to come back', async () => {
  await expect(noLinks.upload('x', bodyOf(PDF, 'application/pdf'))).rejects.toMatchObject({ code: 'unavailable' });
});

describe('the roles', () => {
  test('are those that write, those that read the books, and those that order, pay or audit', () => {
    const rows = routes.filter((row) => row.group === 'evidence').map(({ operation, access }) => [operation, access]);
    expect(Object.fromEntries(rows)).toEqual({
      declareEvidence: ['treasurer', 'buyer', 'keeper', 'coordinator'],
      readEvidence: ['auditor', 'treasurer', 'buyer', 'keeper', 'coordinator'],
      readInvoice: ['buyer', 'treasurer', 'auditor'],
    });
  });

  test.each([
    ['an auditor', AUDITOR, [403, 200, 200]],
    ['a treasurer', TREASURER, [200, 200, 200]],
    ['a keeper', KEEPER, [200, 200, 403]],
    ['a coordinator', COORDINATOR, [200, 200, 403]],
    ['an administrator', ADMIN, [403, 403, 403]],
  ] as const)('let %s do what is theirs', async (_who, as, statuses) => {
    const api = openApiOver();
    const file = utf8(invoiceXml());
    const sha256 = await upload(api, file, 'application/xml');
    await readFile(api, sha256);
    const answers = [
      await declare(api, bodyOf(file, 'application/xml'), as),
      await readFile(api, sha256, as),
      await readInvoice(api, sha256, as),
    ];
    expect(answers.map(({ status }) => status)).toEqual(statuses);
  });
});

describe('an invoice in XML', () => {
  test('fills in an order, which is then posted', async () => {
    const api = openApiOver();
    const { item, fundingLine, supplier } = await registerAll(api);
    const lines = invoiceLine();
    const basics =
      '<TotalTax-includedAmount>113.00</TotalTax-includedAmount><RequestTime>2020-12-28 09:30:00</RequestTime>';
    const sha256 = await upload(api, utf8(invoiceXml({ lines, basics })), 'application/xml');
    const { status, json, text } = await readInvoice(api, sha256);
    expect(status, text).toBe(200);
    const read = evidenceAnswers.invoice.parse(json);
    expect(read).toMatchObject({
      invoice: { number: '20112000000012345678', date: TODAY, amount: '113.00' },
      seller: { name: '示例供应商', uscc: '81440000MCL468545M' },
      buyer: { name: '示例工会委员会' },
      lines: [
        { name: '*医疗器械*口罩', spec: 'N95', measure: '个', quantity: 100, unitPrice: '1.13', amount: '113.00' },
      ],
      linesTotal: '113.00',
      rows: [{ quantity: '100', unitPrice: '1', amount: '100.00', taxRate: '0.13', tax: '13.00' }],
      supplier: { id: supplier, name: '供应商甲' },
    });
    expect(read).not.toHaveProperty('bookedBy');
    const order = {
      supplier: read.supplier?.id,
      effectiveOn: TODAY,
      invoice: read.invoice,
      lines: read.lines.map(({ quantity, measure, unitPrice, amount }) => ({
        item,
        quantity,
        measure,
        unitPrice,
        amount,
        fundingLine,
      })),
      evidence: [read.evidence],
    };
    const purchase = await api.write(BUYER, '/api/purchases', order);
    expect((await readInvoice(api, sha256)).json).toMatchObject({ bookedBy: purchase });
  });

  test('of a seller without a code is of the open supplier of that name, if there is one', async () => {
    const api = openApiOver();
    const seller = '<SellerName>示例（集团） 供应商</SellerName>';
    const sha256 = await upload(api, utf8(invoiceXml({ seller })), 'application/xml');
    const supplier = async () => evidenceAnswers.invoice.parse((await readInvoice(api, sha256)).json).supplier;
    expect(await supplier()).toBeUndefined();
    const [name, ...usccs] = ['示例(集团)供应商', '81440000MCL468545M', '91350100M000100Y43', '81440000MCL4680130'];
    const closed = await api.write(BUYER, '/api/suppliers', { name, uscc: usccs[0] });
    await api.write(BUYER, `/api/suppliers/${closed}/closure`, { reason: '停业' });
    await api.write(BUYER, '/api/suppliers', { name: `${name}二` });
    expect(await supplier()).toBeUndefined();
    const open = await api.write(BUYER, '/api/suppliers', { name, uscc: usccs[1] });
    expect(await supplier()).toEqual({ id: open, name });
    await api.write(BUYER, '/api/suppliers', { name, uscc: usccs[2] });
    expect(await supplier()).toBeUndefined();
  });

  test('with fields that cannot be read names them by their paths', async () => {
    const api = openApiOver();
    const broken = invoiceXml({ number: '<InvoiceNumber>1</InvoiceNumber>', lines: invoiceLine({ Quantity: '十' }) });
    const sha256 = await upload(api, utf8(broken), 'application/xml');
    expect((await readInvoice(api, sha256)).json).toMatchObject({
      type: '/problems/invalid',
      status: 422,
      errors: [
        { pointer: '/EInvoice/TaxSupervisionInfo/InvoiceNumber', code: 'bad-format' },
        { pointer: '/EInvoice/EInvoiceData/IssuItemInformation/0/Quantity', code: 'bad-format' },
      ],
    });
  });

  test.each([
    ['a picture', PNG, 'image/png', 'media-type'],
    ['an OFD', OFD, 'application/ofd', 'media-type'],
    ['another XML', utf8('<Order/>'), 'application/xml', 'other-root'],
    ['a broken XML', utf8('<EInvoice><a></EInvoice>'), 'application/xml', 'malformed'],
  ] as const)('is not %s', async (_what, file, mediaType, why) => {
    const api = openApiOver();
    const answer = await readInvoice(api, await upload(api, file, mediaType));
    expect(answer.json).toMatchObject({ type: '/problems/not-an-invoice', status: 409, why });
  });

  test('that has not arrived is refused, and a body is not taken', async () => {
    const api = openApiOver();
    const { sha256 } = bodyOf(JPEG, 'image/jpeg');
    await declare(api, bodyOf(JPEG, 'image/jpeg'));
    expect(problemOf(await readInvoice(api, sha256))).toBe('409 not-uploaded');
    const answer = await api.post(`/api/evidence/${sha256}/invoice`, { as: BUYER, body: { book: true } });
    expect(answer.json).toMatchObject({ errors: [{ pointer: '/book', code: 'unknown-field' }] });
  });
});

describe('a paper that is cited', () => {
  /** Each command that takes papers, with the body that it takes beside them. */
  const citing = async (api: Api) => {
    const { supplier, item, fundingLine, warehouse, unit } = await registerAll(api);
    const lines = [{ item, quantity: 10, amount: '10.00', fundingLine }];
    const ordering = { supplier, effectiveOn: TODAY, lines };
    const purchase = await api.write(BUYER, '/api/purchases', ordering);
    const approval = { document: '纪要', decidedOn: TODAY, approver: '主席' };
    const paying = { shares: [{ fundingLine, amount: '1.00' }], effectiveOn: TODAY, method: '现金', approval };
    const given = { kind: 'donation', giver: '某企业', fundingLine, warehouse, effectiveOn: TODAY };
    await api.write(KEEPER, '/api/receipts', { ...given, lines: [{ item, quantity: 9, value: '9.00' }] });
    const quotes = (evidence: object) => ({
      procurement: { method: 'inquiry', quotes: [{ supplier: '乙', amount: '1.00', evidence }] },
    });
    const plainly = (evidence: object) => ({ evidence: [evidence] });
    const cases: readonly [Person, string, object, ((evidence: object) => object)?][] = [
      [BUYER, '/api/purchases', ordering],
      [BUYER, '/api/purchases', ordering, quotes],
      [
        KEEPER,
        `/api/purchases/${purchase}/acceptances`,
        { warehouse, effectiveOn: TODAY, lines: [{ line: 1, good: 1 }] },
      ],
      [BUYER, `/api/purchases/${purchase}/invoices`, { number: '25112000000012345678', date: TODAY, amount: '1.00' }],
      [BUYER, '/api/invoices', { supplier, number: '25112000000012345679', date: TODAY, amount: '1.00' }],
      [TREASURER, `/api/purchases/${purchase}/payments`, paying],
      [KEEPER, '/api/receipts', { ...given, lines: [{ item, quantity: 1, value: '1.00' }] }],
      [
        TREASURER,
        '/api/disbursements',
        { fundingLine, unit, amount: '1.00', effectiveOn: TODAY, purpose: '慰问', method: '现金' },
      ],
      [BUYER, `/api/entries/${purchase}/evidence`, {}],
      [
        KEEPER,
        '/api/consignments',
        { unit, warehouse, effectiveOn: TODAY, lines: [{ item, quantity: 1 }] },
        (evidence) => ({ consent: { document: '同意函', evidence: [evidence] } }),
      ],
    ];
    return cases.map(([as, path, body, cite = plainly]) => ({ as, path, body, cite }));
  };

  test('is refused by every command until its bytes are there, and taken once they are', async () => {
    const api = openApiOver();
    const paper = bodyOf(PDF, 'application/pdf', '单据.pdf');
    const cases = await citing(api);
    const before = await api.entries();
    for (const step of ['never declared', 'declared only'] as const) {
      if (step === 'declared only') await declare(api, paper);
      for (const { as, path, body, cite } of cases) {
        const { status, json } = await api.post(path, { as, body: { ...body, ...cite(paper) } });
        expect([path, status, json]).toMatchObject([
          path,
          409,
          {
            type: '/problems/not-uploaded',
            sha256: paper.sha256,
            name: '单据.pdf',
            detail: expect.stringContaining('文件“单据.pdf”尚未上传'),
          },
        ]);
      }
    }
    expect(await api.entries()).toBe(before);
    await upload(api, PDF, 'application/pdf');
    await readFile(api, paper.sha256);
    for (const { as, path, body, cite } of cases) await api.write(as, path, { ...body, ...cite(paper) });
    expect(await api.entries()).toBe(before + cases.length);
  });
});

describe('what the reader prefills', () => {
  test('is taken by the order as it stands: a line at nothing, a discount, freight', async () => {
    const api = openApiOver();
    const { supplier, item, fundingLine } = await registerAll(api);
    const freight = await api.write(TREASURER, '/api/items', {
      code: 'YF',
      name: '运费',
      baseMeasure: '次',
      service: true,
    });
    const lines = [
      invoiceLine(),
      invoiceLine({ SpecMod: '', MeaUnits: '', Quantity: '', UnPrice: '', Amount: '-10.00', ComTaxAm: '-1.30' }),
      invoiceLine({ ItemName: '*日用品*赠品', Amount: '0.00', ComTaxAm: '0.00' }),
      invoiceLine({
        ItemName: '*运输服务*运费',
        MeaUnits: '',
        Quantity: '',
        UnPrice: '',
        Amount: '20.00',
        ComTaxAm: '1.80',
      }),
    ].join('');
    const number = '<InvoiceNumber>25112000000012345678</InvoiceNumber><IssueTime>2020-12-28</IssueTime>';
    const basics =
      '<TotalTax-includedAmount>123.50</TotalTax-includedAmount><RequestTime>2020-12-27 23:58:00</RequestTime>';
    const sha256 = await upload(api, utf8(invoiceXml({ lines, number, basics })), 'application/xml');
    const { json } = await readInvoice(api, sha256);
    const read = evidenceAnswers.invoice.parse(json);
    expect(read).toMatchObject({
      kind: 'blue',
      invoice: { date: '2020-12-28', amount: '123.50' },
      linesTotal: '123.50',
      lines: [
        { quantity: 100, unitPrice: '1.017', amount: '101.70' },
        { quantity: 100, amount: '0.00' },
        { quantity: 1, unitPrice: '21.80', amount: '21.80', service: true },
      ],
    });
    await api.write(BUYER, '/api/purchases', {
      supplier,
      effectiveOn: TODAY,
      invoice: read.invoice,
      lines: read.lines.map(({ quantity, unitPrice, amount, service }) => ({
        item: service ? freight : item,
        quantity,
        ...(unitPrice === undefined ? {} : { unitPrice }),
        amount,
        fundingLine,
      })),
    });
    const rows = read.rows.map(({ name, amount, tax }) => ({ name, amount, tax }));
    const second = { supplier, ...read.invoice, number: '25112000000012345679', lines: rows };
    await api.write(BUYER, '/api/invoices', second);
  });
});
