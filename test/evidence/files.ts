import { createHash } from 'node:crypto';

/** The smallest files that are what they say, and invoices of nobody. */

export const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

export const utf8 = (text: string) => new TextEncoder().encode(text);

export function sha256Of(file: Uint8Array): string {
  return createHash('sha256').update(file).digest('hex');
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

export const JPEG = joined(latin('\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0'), latin('\xff\xd9'));
export const PNG = latin(
  '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\0IEND\xae\x42\x60\x82',
);
export const WEBP = latin('RIFF\x12\0\0\0WEBPVP8L\x05\0\0\0\x2f\0\0\0\0\0');
export const HEIC = latin('\0\0\0\x18ftypmif1\0\0\0\0mif1heic\0\0\0\x08mdat');
export const PDF = latin('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
export const XML = utf8('<?xml version="1.0" encoding="UTF-8"?>\n<EInvoice/>\n');

export interface Zipped {
  readonly name: string;
  readonly text?: string;
  /** The name in front of the file's bytes, where it is to differ from the one in the directory. */
  readonly local?: string;
}

/** An archive with its files stored as they are. */
export function zip(entries: readonly Zipped[], comment = ''): Uint8Array {
  const files: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, text = '', local = name } of entries) {
    const file = joined(fields([4, 0x04034b50], ...MIDDLE, [2, local.length], [2, 0]), latin(local), latin(text));
    const place = [
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, at],
    ] as const;
    directory.push(
      joined(fields([4, 0x02014b50], [2, 20], ...MIDDLE, [2, name.length], [2, 0], ...place), latin(name)),
    );
    files.push(file);
    at += file.length;
  }
  const size = directory.reduce((sum, one) => sum + one.length, 0);
  const count = entries.length;
  const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, at], [2, comment.length]);
  return joined(...files, ...directory, end, latin(comment));
}

/** Version, flags, method, time, date, sum and sizes: what nobody here looks at. */
const MIDDLE = [
  [2, 20],
  [2, 0],
  [2, 0],
  [2, 0],
  [2, 0],
  [4, 0],
  [4, 0],
  [4, 0],
] as const;

function fields(...given: readonly (readonly [bytes: 2 | 4, value: number])[]): Uint8Array {
  return joined(
    ...given.map(([bytes, value]) => Uint8Array.from({ length: bytes }, (_, at) => (value >>> (8 * at)) & 0xff)),
  );
}

export const OFD = zip([{ name: 'OFD.xml', text: '<ofd:OFD/>' }, { name: 'Doc_0/Document.xml' }]);

/** An invoice in the form in which tax offices hand them out, with parts to be exchanged. */
export function invoiceXml(parts: Partial<Record<'number' | 'basics' | 'seller' | 'buyer' | 'lines', string>> = {}) {
  const {
    number = '<InvoiceNumber>20112000000012345678</InvoiceNumber>',
    basics = '<TotalTax-includedAmount>124.30</TotalTax-includedAmount><RequestTime>2020-12-28 09:30:00</RequestTime>',
    seller = '<SellerIdNum>81440000MCL468545M</SellerIdNum><SellerName>示例供应商</SellerName>',
    buyer = '<BuyerName>示例工会委员会</BuyerName>',
    lines = invoiceLine() +
      invoiceLine({ ItemName: '*日用品*消毒液', SpecMod: '', Quantity: '2.5', Amount: '10.00', ComTaxAm: '1.30' }),
  } = parts;
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<EInvoice><Header><EIid>1</EIid></Header><EInvoiceData>' +
    `<SellerInformation>${seller}</SellerInformation><BuyerInformation>${buyer}</BuyerInformation>` +
    `<BasicInformation>${basics}</BasicInformation>${lines}</EInvoiceData>` +
    `<TaxSupervisionInfo>${number}</TaxSupervisionInfo></EInvoice>`
  );
}

export function invoiceLine(fields: Readonly<Record<string, string>> = {}): string {
  const all = {
    ItemName: '*医疗器械*口罩',
    SpecMod: 'N95',
    MeaUnits: '个',
    Quantity: '100.0000',
    UnPrice: '1',
    Amount: '100.00',
    TaxRate: '0.13',
    ComTaxAm: '13.00',
    ...fields,
  };
  const inside = Object.entries(all).map(([name, text]) => `<${name}>${text}</${name}>`);
  return `<IssuItemInformation>${inside.join('')}</IssuItemInformation>`;
}
