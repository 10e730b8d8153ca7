import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCEPTED_TYPES, extensionOf, fileNameOf } from '../../shared/domain/evidence.ts';
import { sniff } from '../../shared/evidence/sniff.ts';
import { HEIC, JPEG, joined, latin, OFD, PDF, PNG, utf8, WEBP, XML, zip } from './files.ts';

const SAMPLES = [
  ['image/jpeg', JPEG],
  ['image/png', PNG],
  ['image/webp', WEBP],
  ['image/heic', HEIC],
  ['application/pdf', PDF],
  ['application/ofd', OFD],
  ['application/xml', XML],
] as const;

/** 发票 in GBK. */
const GBK = Uint8Array.of(0xb7, 0xa2, 0xc6, 0xb1);

describe('a file', () => {
  it.each(SAMPLES)('of %s is known by its bytes', async (mediaType, file) => {
    expect(await sniff(file)).toBe(mediaType);
  });

  it('of every accepted type has a sample here', () => {
    expect(SAMPLES.map(([mediaType]) => mediaType)).toEqual(ACCEPTED_TYPES);
  });

  it.each(SAMPLES)('of %s is known where it is a part of a larger buffer', async (mediaType, file) => {
    expect(await sniff(joined(utf8('xyz'), file).subarray(3))).toBe(mediaType);
  });

  it.each(SAMPLES.filter(([mediaType]) => mediaType !== 'application/ofd'))(
    'of %s that is an archive too is nothing',
    async (_mediaType, file) => {
      expect(await sniff(joined(file, zip([{ name: 'OFD.xml' }])))).toBeUndefined();
      expect(await sniff(joined(file, zip([{ name: 'a.js', text: 'alert(1)' }], 'comment')))).toBeUndefined();
    },
  );

  it.each([
    ['nothing', utf8('')],
    ['text', utf8('hello')],
    ['GIF', latin('GIF89a\x01\0\x01\0')],
    ['GIF that is a script', utf8('GIF89a=1;alert(1)')],
    ['program', latin('MZ\x90\0')],
    ['PDF behind something else', joined(utf8('<html>'), PDF)],
    ['PDF of no version', utf8('%PDF-9.9\n')],
    ['PNG signature alone', PNG.subarray(0, 8)],
    ['JPEG signature with a script behind it', latin('\xff\xd8\xff<script>')],
    ['RIFF that is sound', latin('RIFF\x12\0\0\0WAVEfmt ')],
    ['AVIF', joined(HEIC.subarray(0, 8), latin('avif\0\0\0\0mif1avif'))],
    ['HEIC whose first box ends nowhere', joined(Uint8Array.of(0xff, 0xff, 0xff, 0xfc), HEIC.subarray(4))],
  ])('that is %s is nothing', async (_what, file) => {
    expect(await sniff(file)).toBeUndefined();
  });

  it('of any bytes is something or nothing, and never an error', async () => {
    const heads = fc.constantFrom(...SAMPLES.map(([, file]) => file));
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.tuple(heads, fc.uint8Array({ maxLength: 100 })).map(([head, tail]) => joined(head, tail)),
      fc
        .tuple(heads, fc.nat(), fc.nat(255))
        .map(([file, at, byte]) => Uint8Array.from(file, (old, place) => (place === at % file.length ? byte : old))),
      fc.tuple(heads, fc.nat(200)).map(([file, length]) => file.subarray(0, length)),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (file) => {
        expect([undefined, ...ACCEPTED_TYPES]).toContain(await sniff(file));
      }),
    );
  });
});

describe('an archive', () => {
  it.each([
    ['without OFD.xml in its root', zip([{ name: 'Doc_0/OFD.xml' }])],
    ['that is a document of an office program too', zip([{ name: 'OFD.xml' }, { name: '[Content_Types].xml' }])],
    ['that is a program too', zip([{ name: 'OFD.xml' }, { name: 'META-INF/MANIFEST.MF' }])],
    ['that leads out of its folder', zip([{ name: 'OFD.xml' }, { name: '../a' }])],
    ['with an absolute name', zip([{ name: 'OFD.xml' }, { name: '/etc/a' }])],
    ['with a backslash in a name', zip([{ name: 'OFD.xml' }, { name: 'a\\b' }])],
    ['with one name twice', zip([{ name: 'OFD.xml' }, { name: 'OFD.xml' }])],
    ['whose directory names what its files do not', zip([{ name: 'OFD.xml', local: 'a.docx' }])],
    ['behind something else', joined(utf8('x'), OFD)],
    ['with something behind it', joined(OFD, utf8('x'))],
    ['that is cut off', OFD.subarray(0, OFD.length - 1)],
    ['with nothing in it', zip([])],
    ['with a name that is too long', zip([{ name: 'OFD.xml' }, { name: 'a'.repeat(1_025) }])],
  ])('%s is no OFD', async (_what, file) => {
    expect(await sniff(file)).toBeUndefined();
  });

  it('with a comment at its end is an OFD still', async () => {
    expect(await sniff(zip([{ name: 'OFD.xml' }], 'comment'))).toBe('application/ofd');
  });
});

describe('XML', () => {
  it.each([
    '<a/>',
    '<a>1</a>',
    '<x:a xmlns:x="urn:x"/>',
    '\ufeff<?xml version="1.0"?><a/>',
    "<?xml version='1.0' encoding='utf-8'?>\r\n<!-- a > b -->\n<a/>",
    '\n  <a b="c"/>',
  ])('is %j', async (text) => {
    expect(await sniff(utf8(text))).toBe('application/xml');
  });

  it.each([
    ['', '<'],
    ['with no element', '<?xml version="1.0"?>'],
    ['with text before its root', 'x<a/>'],
    ['that is a page', '<html></html>'],
    ['that is a page in capitals', '<HTML></HTML>'],
    ['that is a page under a prefix', '<h:html xmlns:h="urn:h"/>'],
    ['that is a page after a comment', '<!-- x --><html/>'],
    ['with a page in it', '<a><b xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></b></a>'],
    ['with a page in it under a hidden name', '<a><b xmlns="http://www.w3.org/1999/xhtm&#108;"/></a>'],
    ['that is a drawing', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['with a drawing in it', '<a><s:svg xmlns:s="http://www.w3.org/2000/svg" onload="alert(1)"/></a>'],
    ['that is a style sheet', '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>'],
    ['that is styled', '<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><a/>'],
    ['that defines entities', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['that defines entities further on', '<a><!doctype b></a>'],
    ['with a comment that does not end', '<!-- <a/>'],
    ['in another encoding', '<?xml version="1.0" encoding="ISO-8859-1"?><a/>'],
    ['whose mark is not of what it declares', '\ufeff<?xml version="1.0" encoding="GBK"?><a/>'],
    ['with a NUL', '<a>\0</a>'],
  ])('%s is refused', async (_what, text) => {
    expect(await sniff(utf8(text))).toBeUndefined();
  });

  it.each([
    ['in GBK', joined(latin('<?xml version="1.0" encoding="GBK"?>\n<EInvoice>'), GBK, latin('</EInvoice>'))],
    ['in gb2312', joined(latin('<?xml version="1.0" encoding="gb2312"?><a>'), GBK, latin('</a>'))],
    ['whose encoding is called utf8', utf8('<?xml version="1.0" encoding="utf8"?><发票/>')],
    [
      'whose root is named in Chinese',
      utf8('<?xml version="1.0" encoding="UTF-8"?>\n<电子发票><号码>1</号码></电子发票>'),
    ],
  ])('%s is kept', async (_what, file) => {
    expect(await sniff(file)).toBe('application/xml');
  });

  it('in no GBK although it says so is refused, and so is a page in it', async () => {
    const declared = latin('<?xml version="1.0" encoding="GBK"?>');
    expect(await sniff(joined(declared, latin('<a>'), Uint8Array.of(0xd6, 0xff), latin('</a>')))).toBeUndefined();
    expect(await sniff(joined(declared, latin('<html>'), GBK, latin('</html>')))).toBeUndefined();
  });

  it('in no UTF-8 is refused', async () => {
    expect(await sniff(joined(utf8('<a>'), Uint8Array.of(0xd6, 0xd0), utf8('</a>')))).toBeUndefined();
    expect(await sniff(Uint8Array.from(Buffer.from('\ufeff<a/>', 'utf16le')))).toBeUndefined();
  });
});

describe('the name of a file', () => {
  it.each([
    ['发票.pdf', 'application/pdf', '发票.pdf'],
    ['照片.JPEG', 'image/jpeg', '照片.JPEG'],
    ['发票', 'application/ofd', '发票.ofd'],
    ['发票.exe', 'application/pdf', '发票.exe.pdf'],
    ['page.html', 'application/xml', 'page.html.xml'],
    ['.pdf', 'application/pdf', '.pdf'],
  ] as const)('%j of %s is handed out as %j', (name, mediaType, shown) => {
    expect(fileNameOf(name, mediaType)).toBe(shown);
  });

  it.each(ACCEPTED_TYPES)('has an ending for %s', (mediaType) => {
    expect(fileNameOf('x', mediaType)).toBe(`x.${extensionOf(mediaType)}`);
  });
});
