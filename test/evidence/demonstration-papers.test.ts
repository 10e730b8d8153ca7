import { crc32, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readFacts } from '../../local/demo/facts.ts';
import { Drawing } from '../../local/demo/papers/drawing.ts';
import { amountOf, type ExampleInvoice, papersOf, rowsOf } from '../../local/demo/papers/invoice.ts';
import { PdfPage } from '../../local/demo/papers/pdf.ts';
import { type Pixels, png } from '../../local/demo/papers/png.ts';
import { stepsOf } from '../../local/demo/steps.ts';
import { formatYuan } from '../../shared/domain/amount.ts';
import { readInvoice } from '../../shared/evidence/invoice.ts';
import { prefill } from '../../shared/evidence/prefill.ts';
import { sniff } from '../../shared/evidence/sniff.ts';

const steps = stepsOf(readFacts(), '2026-03-05');
const papers = steps.flatMap((step) => step.papers);

/** The chunks of a PNG, whose sums hold. */
function chunksOf(file: Uint8Array): ReadonlyMap<string, Buffer> {
  const bytes = Buffer.from(file);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    chunks.set(body.subarray(0, 4).toString('latin1'), body.subarray(4));
    at += 12 + length;
  }
  return chunks;
}

/** The pixels of a picture whose rows say what they differ in from the one above. */
function pixelsOf(file: Uint8Array): Pixels {
  const chunks = chunksOf(file);
  const header = chunks.get('IHDR') ?? Buffer.alloc(13);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const bytes = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    expect(rows[y * (width + 1)]).toBe(2);
    for (let x = 0; x < width; x += 1) {
      const above = y === 0 ? 0 : (bytes[(y - 1) * width + x] ?? 0);
      bytes[y * width + x] = above + (rows[y * (width + 1) + 1 + x] ?? 0);
    }
  }
  const palette = [...(chunks.get('PLTE') ?? [])];
  const colours = Array.from({ length: palette.length / 3 }, (_, at): [number, number, number] => {
    return [palette[3 * at] ?? -1, palette[3 * at + 1] ?? -1, palette[3 * at + 2] ?? -1];
  });
  return { width, height, bytes, colours };
}

describe('a picture', () => {
  it('has the pixels that were drawn', async () => {
    const drawn = fc.tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 24 })).chain(([width, height]) =>
      fc.record({
        width: fc.constant(width),
        height: fc.constant(height),
        bytes: fc.uint8Array({ minLength: width * height, maxLength: width * height, max: 2 }),
        colours: fc.constant([
          [255, 255, 255],
          [1, 2, 3],
          [200, 0, 7],
        ] as const),
      }),
    );
    await fc.assert(
      fc.asyncProperty(drawn, async (pixels) => {
        const file = png(pixels);
        expect(pixelsOf(file)).toEqual(pixels);
        expect(await sniff(file)).toBe('image/png');
      }),
    );
  });

  it('is white where nothing is drawn, and holds ink on the line', () => {
    const drawing = new Drawing(20, 10);
    drawing.line([2, 5], [17, 5], 'black', 2);
    const { bytes, colours } = pixelsOf(drawing.png());
    const colourAt = (x: number, y: number) => colours[bytes[y * 20 + x] ?? -1];
    expect(colourAt(10, 0)).toEqual([255, 255, 255]);
    expect(colourAt(10, 5)).toEqual([34, 34, 34]);
    expect(colourAt(19, 5)).toEqual([255, 255, 255]);
  });

  it('tells every letter from every other, and refuses one that nobody drew', () => {
    const letters =
      '0123456789¥.%示例发票号码开日期年月购买方销售货物名称数量单位价金额税率合计水饺汤圆酸奶面包大米食用油洗衣液';
    const drawn = Array.from(letters, (text) => {
      const drawing = new Drawing(48, 48);
      drawing.write({ x: 4, y: 4, text, size: 40, ink: 'black' });
      return Buffer.from(drawing.png()).toString('base64');
    });
    expect(new Set(drawn).size).toBe(letters.length);
    const write = () => new Drawing(9, 9).write({ x: 0, y: 0, text: '龘', size: 9, ink: 'red' });
    expect(write).toThrow('龘');
  });
});

/** What a page of PDF says, text by text. */
function textsOf(file: Uint8Array): readonly string[] {
  const found = Buffer.from(file)
    .toString('latin1')
    .matchAll(/<([0-9a-f]*)> Tj/g);
  return Array.from(found, ([, hex = '']) => Buffer.from(hex, 'hex').swap16().toString('utf16le'));
}

describe('a page of PDF', () => {
  it('says what was written, and its table names where every object begins', async () => {
    const written = fc.array(fc.string({ unit: fc.constantFrom(...'慰问物资签收单(示例)0123.,\\<>'), maxLength: 30 }));
    await fc.assert(
      fc.asyncProperty(written, async (texts) => {
        const page = new PdfPage();
        texts.forEach((text, at) => void page.write(text, [60, 40 + at], 11));
        page.line([
          [1, 2],
          [3.456, 4],
        ]);
        const file = page.file();
        expect(textsOf(file)).toEqual(texts);
        expect(await sniff(file)).toBe('application/pdf');
        const ascii = Buffer.from(file).toString('latin1');
        const places = Array.from(ascii.matchAll(/^(\d{10}) 00000 n $/gm), ([, place]) => Number(place));
        expect(places).toHaveLength(7);
        places.forEach((place, at) => {
          expect(ascii.slice(place)).toMatch(new RegExp(`^${at + 1} 0 obj\n`));
        });
        const [, table] = /startxref\n(\d+)\n%%EOF\n$/.exec(ascii) ?? [];
        expect(ascii.slice(Number(table))).toMatch(/^xref\n0 8\n/);
        const [, length, content] = /<< \/Length (\d+) >>\nstream\n([\s\S]*?)endstream/.exec(ascii) ?? [];
        expect(content?.length).toBe(Number(length));
      }),
    );
  });
});

describe('an invoice of the demonstration', () => {
  const line = fc.record({
    name: fc.constantFrom('大米', '牛奶', '食用油'),
    measure: fc.constantFrom('袋', '箱'),
    quantity: fc.integer({ min: 1, max: 1_000_000 }),
    amount: fc.bigInt({ min: 1n, max: 99_999_999_999n }),
  });
  const invoices: fc.Arbitrary<ExampleInvoice> = fc.record({
    number: fc.constant('26112000000000000011'),
    date: fc.constant('2026-02-28'),
    seller: fc.constant('示例供应商4'),
    buyer: fc.constant('顺义区总工会(示例)'),
    lines: fc.array(line, { minLength: 1, maxLength: 6 }),
  });

  it('is read from its file as it was written, to the fen', () => {
    fc.assert(
      fc.property(invoices, (invoice) => {
        const reading = readInvoice(papersOf(invoice)[0]?.file ?? new Uint8Array());
        if (reading.found !== 'invoice') throw new Error(reading.found);
        const { number, date, seller, buyer, amount, lines } = reading.invoice;
        expect({ number, date, seller: seller.name, buyer: buyer?.name }).toEqual({
          number: invoice.number,
          date: invoice.date,
          seller: invoice.seller,
          buyer: invoice.buyer,
        });
        expect(amount).toBe(amountOf(invoice));
        const told = lines.map((one) => ({ ...one, amount: formatYuan(one.amount), tax: formatYuan(one.tax) }));
        expect(told).toEqual(rowsOf(invoice));
        expect(prefill(lines).map((one) => one.amount)).toEqual(invoice.lines.map((one) => one.amount));
      }),
    );
  });
});

describe('the papers of the demonstration', () => {
  it('are what they are called, small, and the same in every run', async () => {
    expect(papers.length).toBeGreaterThan(50);
    const again = stepsOf(readFacts(), '2026-03-05').flatMap((step) => step.papers);
    expect(again.map(({ evidence }) => evidence)).toEqual(papers.map(({ evidence }) => evidence));
    for (const { name, mediaType, file } of papers) {
      expect(await sniff(file), name).toBe(mediaType);
      expect(file.length, name).toBeLessThan(40_000);
    }
    expect(new Set(papers.map(({ evidence }) => evidence.sha256)).size).toBe(papers.length);
  });

  it('say that they are examples, in their names and on their faces', () => {
    for (const { name, mediaType, file } of papers) {
      expect(name).toMatch(/^示例-/);
      if (mediaType === 'application/pdf') expect(textsOf(file)).toContain('示例');
      if (mediaType === 'application/xml') expect(Buffer.from(file).toString()).toContain('示例:不是真实的发票');
    }
  });

  it('say of each invoice what is recorded of it', () => {
    const recorded = z.looseObject({ number: z.string(), amount: z.string() });
    const body = z.union([z.looseObject({ invoice: recorded }).transform(({ invoice }) => invoice), recorded]);
    const invoiced = steps.filter((step) => step.papers.some(({ mediaType }) => mediaType === 'application/xml'));
    expect(invoiced).toHaveLength(5);
    for (const step of invoiced) {
      const file = step.papers.find(({ mediaType }) => mediaType === 'application/xml')?.file ?? new Uint8Array();
      const reading = readInvoice(file);
      if (reading.found !== 'invoice') throw new Error(reading.found);
      const { number, amount } = reading.invoice;
      expect({ number, amount: formatYuan(amount) }).toMatchObject({ ...pick(body.parse(step.body)) });
    }
  });
});

function pick({ number, amount }: { readonly number: string; readonly amount: string }) {
  return { number, amount };
}
