import { constants, crc32, deflateSync } from 'node:zlib';

/** A picture of one byte a pixel, each the number of a colour. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
  /** Red, green and blue of each colour that there is, at most 256. */
  readonly colours: readonly (readonly [red: number, green: number, blue: number])[];
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const PALETTE = 3;
/** Each row as what it differs in from the one above it: most of a form does not. */
const UP = 2;

/** A PNG file (ISO/IEC 15948). The same picture is the same bytes everywhere: it is packed by runs alone, not by search. */
export function png({ width, height, bytes, colours }: Pixels): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, PALETTE, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    const at = y * (width + 1);
    rows[at] = UP;
    for (let x = 0; x < width; x += 1) {
      const above = y === 0 ? 0 : (bytes[(y - 1) * width + x] ?? 0);
      rows[at + 1 + x] = (bytes[y * width + x] ?? 0) - above;
    }
  }
  const packed = deflateSync(rows, { level: 9, strategy: constants.Z_RLE });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Uint8Array.from(colours.flat())),
    chunk('IDAT', packed),
    chunk('IEND', new Uint8Array()),
  ]);
}

function chunk(name: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
