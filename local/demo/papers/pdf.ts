import type { Point } from './strokes.ts';

/**
 * A page of PDF (ISO 32000) with Chinese text. No font comes along: the reader's own song type is taken, by the name that
 * readers know it by, and the widths of letters are said, so that columns stand.
 */

/** A4, in points; `y` counts from the top. */
export const PAGE = { width: 595, height: 842 } as const;

type Colour = 'black' | 'grey' | 'red';
const COLOURS: Readonly<Record<Colour, string>> = {
  black: '0.1 0.1 0.1',
  grey: '0.45 0.45 0.45',
  red: '0.78 0.12 0.16',
};

/** How wide a text is at a size: letters and digits are half as wide as they are high. */
export function widthAt(text: string, size: number): number {
  return Array.from(text).reduce((sum, character) => sum + (isNarrow(character) ? size / 2 : size), 0);
}

function isNarrow(character: string): boolean {
  return character >= ' ' && character <= '~';
}

export class PdfPage {
  readonly #drawn: string[] = [];

  write(text: string, [x, y]: Point, size: number, colour: Colour = 'black'): void {
    const place = `${point(x)} ${point(PAGE.height - y)}`;
    this.#drawn.push(`BT ${COLOURS[colour]} rg /F ${point(size)} Tf 1 0 0 1 ${place} Tm <${utf16(text)}> Tj ET`);
  }

  line(points: readonly Point[], colour: Colour = 'black', pen = 0.6): void {
    const path = points.map(([x, y], at) => `${point(x)} ${point(PAGE.height - y)} ${at === 0 ? 'm' : 'l'}`);
    this.#drawn.push(`${COLOURS[colour]} RG ${point(pen)} w 1 J 1 j ${path.join(' ')} S`);
  }

  file(): Uint8Array {
    const content = `${this.#drawn.join('\n')}\n`;
    const objects = [
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Contents 4 0 R ` +
        '/Resources << /Font << /F 5 0 R >> >> >>',
      `<< /Length ${content.length} >>\nstream\n${content}endstream`,
      '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>',
      '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R /DW 1000 ' +
        '/W [1 95 500 814 939 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>',
      '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 ' +
        '/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
    ];
    return new TextEncoder().encode(written(objects));
  }
}

/** Objects in their order, and where each begins: everything is ASCII, so that a character is a byte. */
function written(objects: readonly string[]): string {
  let file = '%PDF-1.4\n';
  const places = objects.map((object, at) => {
    const place = file.length;
    file += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  return (
    `${file}xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}` +
    `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
  );
}

function utf16(text: string): string {
  return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at).toString(16).padStart(4, '0')).join('');
}

function point(number: number): string {
  return String(Math.round(number * 100) / 100);
}
