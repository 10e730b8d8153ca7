import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type InvoiceRead, MAX_INVOICE_BYTES, readInvoice } from '../../shared/evidence/invoice.ts';
import { invoiceLine, invoiceXml, JPEG, joined, latin, OFD, utf8 } from './files.ts';

function invoiceOf(text: string): InvoiceRead {
  const reading = readInvoice(utf8(text));
  if (reading.found !== 'invoice') throw new Error(JSON.stringify(reading));
  return reading.invoice;
}

function flawsOf(text: string): string[] {
  const reading = readInvoice(utf8(text));
  if (reading.found !== 'flaws') throw new Error(`${reading.found} instead of flaws`);
  return reading.flaws.map(({ pointer, code }) => `${pointer} ${code}`);
}

const basics = (total: string, time = '2020-12-28') =>
  invoiceXml({
    basics: `<TotalTax-includedAmount>${total}</TotalTax-includedAmount><RequestTime>${time}</RequestTime>`,
  });
const number = (inside: string) => invoiceXml({ number: inside });
const line = (fields: Readonly<Record<string, string>>) => invoiceXml({ lines: invoiceLine(fields) });

describe('an invoice', () => {
  it('is read whole', () => {
    expect(invoiceOf(invoiceXml())).toEqual({
      number: '20112000000012345678',
      date: '2020-12-28',
      amount: 12_430n,
      seller: { name: '示例供应商', uscc: '81440000MCL468545M' },
      buyer: { name: '示例工会委员会' },
      lines: [
        {
          name: '*医疗器械*口罩',
          spec: 'N95',
          measure: '个',
          quantity: '100',
          unitPrice: '1',
          amount: 10_000n,
          taxRate: '0.13',
          tax: 1_300n,
        },
        {
          name: '*日用品*消毒液',
          measure: '个',
          quantity: '2.5',
          unitPrice: '1',
          amount: 1_000n,
          taxRate: '0.13',
          tax: 130n,
        },
      ],
    });
  });

  it('is of the day on which it was issued, not of the moment in which it was asked for', () => {
    const asked = '<RequestTime>2024-12-31 23:58:00</RequestTime>';
    const total = '<TotalTax-includedAmount>124.30</TotalTax-includedAmount>';
    const numbered = '<InvoiceNumber>20112000000012345678</InvoiceNumber>';
    const issued = '<IssueTime>2025-01-01</IssueTime>';
    const dates = [
      invoiceXml({ basics: total + asked, number: numbered + issued }),
      invoiceXml({ basics: total + asked + issued }),
      invoiceXml({ basics: total, number: numbered + issued }),
      invoiceXml({ basics: total + asked }),
    ].map((text) => invoiceOf(text).date);
    expect(dates).toEqual(['2025-01-01', '2025-01-01', '2025-01-01', '2024-12-31']);
  });

  it('that is red is below zero', () => {
    expect(invoiceOf(basics('-100.00')).amount).toBe(-10_000n);
  });

  it('is read in GBK, and where its encoding is called utf8', () => {
    const [before = '', after = ''] = invoiceXml({ seller: '<SellerName>@</SellerName>', buyer: '', lines: '' })
      .replace('UTF-8', 'GBK')
      .split('@');
    const reading = readInvoice(joined(latin(before), Uint8Array.of(0xb7, 0xa2, 0xc6, 0xb1), latin(after)));
    expect(reading).toMatchObject({ found: 'invoice', invoice: { seller: { name: '发票' } } });
    expect(invoiceOf(invoiceXml().replace('UTF-8', 'utf8')).number).toBe('20112000000012345678');
  });

  it('of the older kind has a code beside its number', () => {
    const older = number('<InvoiceNumber>12345678</InvoiceNumber><InvoiceCode>011002000111</InvoiceCode>');
    expect(invoiceOf(older)).toMatchObject({ code: '011002000111', number: '12345678' });
  });

  it('may lack all that is optional', () => {
    const bare = invoiceXml({
      seller: '<SellerName>示例供应商</SellerName>',
      buyer: '<BuyerName/>',
      lines: '<IssuItemInformation><ItemName>口罩</ItemName><Amount>-1.5</Amount></IssuItemInformation>',
    });
    const read = invoiceOf(bare);
    expect(read).not.toHaveProperty('buyer');
    expect(read.seller).toEqual({ name: '示例供应商' });
    expect(read.lines).toEqual([{ name: '口罩', amount: -150n, tax: 0n }]);
    expect(invoiceOf(invoiceXml({ lines: '' })).lines).toEqual([]);
  });

  it('is the same with a byte-order mark, namespaces, attributes, comments and CDATA', () => {
    const plain = invoiceXml();
    const dressed = plain
      .replaceAll(/<(\/?)([A-Z])/g, '<$1fp:$2')
      .replace('<fp:EInvoice>', '<fp:EInvoice xmlns:fp="urn:example" version="1">')
      .replace('示例供应商', '<![CDATA[示例供应商]]>')
      .replaceAll('<fp:Amount>', '<!-- without tax --><fp:Amount unit="yuan">\n  ')
      .replaceAll('\n', '\r\n');
    expect(invoiceOf(`\ufeff${dressed}`)).toEqual(invoiceOf(plain));
  });

  it('keeps to the words that stand in it, on one line', () => {
    const seller = '<SellerName>\n 示例&amp;&#x4F9B;应&#21830;\t甲&#8238; </SellerName>';
    expect(invoiceOf(invoiceXml({ seller })).seller.name).toBe('示例&供应商 甲');
  });

  it.each([
    ['124.3', 12_430n],
    ['124', 12_400n],
    ['0124.300', 12_430n],
    ['9999999999.99', 999_999_999_999n],
  ])('of %s yuan is read to the fen', (text, amount) => {
    expect(invoiceOf(basics(text)).amount).toBe(amount);
  });

  it.each([
    '2020-12-28',
    '2020-12-28 23:59:59',
    '2020-12-28T09:30:00+08:00',
    '20201228',
    '20201228093000',
    '2020/12/28',
    '2020年12月28日',
  ])('is of the day it was asked for: %s', (time) => {
    expect(invoiceOf(basics('1.00', time)).date).toBe('2020-12-28');
  });

  it.each([
    ['0.06', '0.06'],
    ['6%', '0.06'],
    ['0.060', '0.06'],
    ['1.5%', '0.015'],
    ['13%', '0.13'],
    ['100%', '1'],
    ['0%', '0'],
    ['0', '0'],
    ['免税', undefined],
    ['***', undefined],
    ['', undefined],
  ])('taxed at %j is taxed at %j', (text, taxRate) => {
    expect(invoiceOf(line({ TaxRate: text })).lines[0]?.taxRate).toBe(taxRate);
  });

  it('never turns a number into a float', () => {
    const exact = { Quantity: '9007199254740993', UnPrice: '0.884955752212389' };
    expect(invoiceOf(line(exact)).lines[0]).toMatchObject({ quantity: exact.Quantity, unitPrice: exact.UnPrice });
    expect(invoiceOf(number('<InvoiceNumber>00000000000000000001</InvoiceNumber>')).number).toBe(
      '00000000000000000001',
    );
  });
});

describe('a field that cannot be read', () => {
  const HEAD = '/EInvoice/EInvoiceData/BasicInformation';
  const LINE = '/EInvoice/EInvoiceData/IssuItemInformation/0';
  const NUMBER = '/EInvoice/TaxSupervisionInfo/InvoiceNumber';

  it('is told with every other one', () => {
    const empty =
      '<EInvoice><EInvoiceData><IssuItemInformation><Amount>x</Amount></IssuItemInformation></EInvoiceData></EInvoice>';
    expect(flawsOf(empty)).toEqual([
      `${NUMBER} required`,
      `${HEAD}/RequestTime required`,
      `${HEAD}/TotalTax-includedAmount required`,
      '/EInvoice/EInvoiceData/SellerInformation/SellerName required',
      `${LINE}/ItemName required`,
      `${LINE}/Amount bad-format`,
    ]);
  });

  it.each(['1,000.00', '¥1.00', '1e3', '1.001', 'NaN', '0x10', '１.００', '1.'])(
    'as an amount is told: %s',
    (total) => {
      expect(flawsOf(basics(total))).toEqual([`${HEAD}/TotalTax-includedAmount bad-format`]);
    },
  );

  it.each([
    ['0.00', 'too-small'],
    ['10000000000.00', 'too-large'],
  ])('as an amount out of bounds is told: %s', (total, code) => {
    expect(flawsOf(basics(total))).toEqual([`${HEAD}/TotalTax-includedAmount ${code}`]);
  });

  it.each([
    ['2020-02-30', 'no-such-date'],
    ['2020-12-28T01:00:00Z', 'bad-format'],
    ['28.12.2020', 'bad-format'],
  ])('as a date is told: %s', (time, code) => {
    expect(flawsOf(basics('1.00', time))).toEqual([`${HEAD}/RequestTime ${code}`]);
  });

  it.each([
    ['<InvoiceNumber>1234567890123456789</InvoiceNumber>', `${NUMBER} bad-format`],
    ['<InvoiceNumber>1</InvoiceNumber><InvoiceNumber>2</InvoiceNumber>', `${NUMBER} repeated`],
    ['<InvoiceNumber><a>1</a></InvoiceNumber>', `${NUMBER} wrong-type`],
    ['<InvoiceNumber>12345678</InvoiceNumber>', '/EInvoice/TaxSupervisionInfo/InvoiceCode required'],
    [
      '<InvoiceNumber>12345678</InvoiceNumber><InvoiceCode>123</InvoiceCode>',
      '/EInvoice/TaxSupervisionInfo/InvoiceCode bad-format',
    ],
  ])('as a number is told: %s', (inside, flaw) => {
    expect(flawsOf(number(inside))).toEqual([flaw]);
  });

  it.each([
    [{ Quantity: '一百' }, `${LINE}/Quantity bad-format`],
    [{ UnPrice: '1e-3' }, `${LINE}/UnPrice bad-format`],
    [{ TaxRate: '6' }, `${LINE}/TaxRate too-large`],
    [{ TaxRate: '六' }, `${LINE}/TaxRate bad-format`],
    [{ ComTaxAm: 'x' }, `${LINE}/ComTaxAm bad-format`],
    [{ ItemName: '长'.repeat(201) }, `${LINE}/ItemName too-long`],
  ])('of a line is told: %j', (fields, flaw) => {
    expect(flawsOf(line(fields))).toEqual([flaw]);
  });

  it('names the position of its line among several', () => {
    const lines = invoiceLine() + invoiceLine({ Amount: '' });
    expect(flawsOf(invoiceXml({ lines }))).toEqual(['/EInvoice/EInvoiceData/IssuItemInformation/1/Amount required']);
  });

  it('is told a hundred times at most, and lines are read up to two thousand', () => {
    expect(flawsOf(invoiceXml({ lines: invoiceLine({ Amount: 'x' }).repeat(101) }))).toHaveLength(100);
    const many = '<IssuItemInformation/>'.repeat(2_001);
    expect(flawsOf(invoiceXml({ lines: many }))).toEqual(['/EInvoice/EInvoiceData/IssuItemInformation too-many']);
  });
});

describe('what is no invoice', () => {
  const nothing = (file: Uint8Array) => {
    const reading = readInvoice(file);
    return reading.found === 'nothing' ? reading.why : reading.found;
  };

  it.each(['<Invoice/>', '<einvoice/>', '<a><EInvoice/></a>'])('by its root: %s', (text) => {
    expect(nothing(utf8(text))).toBe('other-root');
  });

  it.each([
    ['nothing', ''],
    ['not closed', '<EInvoice>'],
    ['crossed', '<EInvoice><a></EInvoice></a>'],
    ['two roots', '<EInvoice/><EInvoice/>'],
    ['two roots', '<EInvoice/><a/>'],
    ['text behind the root', '<EInvoice></EInvoice>text'],
    ['a name that means something to programs', '<EInvoice><__proto__>1</__proto__></EInvoice>'],
    ['an attribute without quotes', '<EInvoice a=1/>'],
    ['too deep', `<EInvoice>${'<a>'.repeat(40)}${'</a>'.repeat(40)}</EInvoice>`],
    ['deep without an end', '<a>'.repeat(300_000)],
  ])('because it is not well-formed: %s', (_what, text) => {
    expect(nothing(utf8(text))).toBe('malformed');
  });

  it('because it defines entities, which nobody expands', () => {
    const laughs = Array.from({ length: 10 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('');
    const bomb = `<!DOCTYPE EInvoice [<!ENTITY l0 "ha">${laughs}]><EInvoice>&l10;</EInvoice>`;
    expect(nothing(utf8(bomb))).toBe('malformed');
    const outside = '<!DOCTYPE EInvoice [<!ENTITY x SYSTEM "file:///etc/hostname">]><EInvoice>&x;</EInvoice>';
    expect(nothing(utf8(outside))).toBe('malformed');
  });

  it('because of its size', () => {
    const filled = (bytes: number) =>
      utf8(invoiceXml().padEnd(bytes - utf8(invoiceXml()).length + invoiceXml().length));
    expect(filled(MAX_INVOICE_BYTES)).toHaveLength(MAX_INVOICE_BYTES);
    expect(nothing(filled(MAX_INVOICE_BYTES))).toBe('invoice');
    expect(nothing(filled(MAX_INVOICE_BYTES + 1))).toBe('too-large');
  });

  it.each([
    ['a picture', JPEG],
    ['an archive', OFD],
  ])('because it is %s', (_what, file) => {
    expect(nothing(file)).toBe('malformed');
  });
});

it('any bytes, and any change to an invoice, are read without an error', () => {
  const whole = utf8(invoiceXml());
  const changed = fc
    .tuple(fc.nat(whole.length - 1), fc.nat(20), fc.uint8Array({ maxLength: 20 }))
    .map(([at, cut, put]) => joined(whole.subarray(0, at), put, whole.subarray(at + cut)));
  const texts = fc.string({
    unit: fc.constantFrom('<', '>', '/', '&', ';', '!', '[', ']', '?', '"', '-', 'a', 'EInvoice', ' '),
  });
  const inside = fc.string({ unit: 'binary' }).map((text) => utf8(basics(text, text)));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), changed, texts.map(utf8), inside), (file) => {
      expect(['invoice', 'flaws', 'nothing']).toContain(readInvoice(file).found);
    }),
    { numRuns: 500 },
  );
});
