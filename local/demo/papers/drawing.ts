import { type Pixels, png } from './png.ts';
import { letterOf, type Point } from './strokes.ts';

/** What a picture is drawn in, on white. */
const INKS = { black: [34, 34, 34], brown: [150, 78, 30], red: [200, 30, 40] } as const;
export type Ink = keyof typeof INKS;
const INK_NAMES = Object.keys(INKS).filter((name): name is Ink => name in INKS);
/** From the paper's white to the ink, so that slanting lines have no steps. */
const SHADES = 16;

export interface Written {
  /** Left end, middle or right end of the text, by `align`. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** Height of a letter in pixels. */
  readonly size: number;
  readonly ink: Ink;
  readonly align?: 'left' | 'middle' | 'right';
  /** How far the pen is wide, in pixels. */
  readonly pen?: number;
}

/** A picture of lines and letters. */
export class Drawing {
  readonly #width: number;
  readonly #height: number;
  readonly #bytes: Uint8Array;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#bytes = new Uint8Array(width * height);
  }

  line(from: Point, to: Point, ink: Ink, pen = 1.6): void {
    const reach = pen / 2 + 1;
    const [left, right] = bounds(from[0], to[0], reach, this.#width);
    const [top, bottom] = bounds(from[1], to[1], reach, this.#height);
    for (let y = top; y <= bottom; y += 1) {
      for (let x = left; x <= right; x += 1) {
        const covered = pen / 2 + 0.5 - distance([x, y], from, to);
        if (covered > 0) this.#cover(x, y, ink, Math.min(1, covered));
      }
    }
  }

  box([x, y]: Point, width: number, height: number, ink: Ink, pen?: number): void {
    const corners: Point[] = [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
    ];
    corners.forEach((corner, at) => {
      this.line(corner, corners[(at + 1) % corners.length] ?? corner, ink, pen);
    });
  }

  write({ x, y, text, size, ink, align = 'left', pen = Math.max(1.2, size / 14) }: Written): void {
    const scale = size / 16;
    const letters = Array.from(text, letterOf);
    const width = letters.reduce((sum, letter) => sum + letter.width * scale, 0);
    let left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
    for (const letter of letters) {
      for (const stroke of letter.strokes) {
        stroke.slice(1).forEach((to, at) => {
          const from = stroke[at] ?? to;
          const place = ([across, down]: Point): Point => [left + across * scale, y + down * scale];
          this.line(place(from), place(to), ink, pen);
        });
      }
      left += letter.width * scale;
    }
  }

  png(): Uint8Array {
    const colours = INK_NAMES.flatMap((name) => Array.from({ length: SHADES }, (_, shade) => shaded(name, shade)));
    const pixels: Pixels = { width: this.#width, height: this.#height, bytes: this.#bytes, colours };
    return png(pixels);
  }

  /** What is darker stays. */
  #cover(x: number, y: number, ink: Ink, covered: number): void {
    const at = y * this.#width + x;
    const shade = Math.round(covered * (SHADES - 1));
    if (shade > (this.#bytes[at] ?? 0) % SHADES) this.#bytes[at] = INK_NAMES.indexOf(ink) * SHADES + shade;
  }
}

function shaded(ink: Ink, shade: number): [number, number, number] {
  const [red, green, blue] = INKS[ink];
  const towards = (end: number) => Math.round(255 + ((end - 255) * shade) / (SHADES - 1));
  return [towards(red), towards(green), towards(blue)];
}

function bounds(one: number, other: number, reach: number, size: number): readonly [number, number] {
  const low = Math.floor(Math.min(one, other) - reach);
  const high = Math.ceil(Math.max(one, other) + reach);
  return [Math.max(0, low), Math.min(size - 1, high)];
}

/** How far a point is from a line between two. */
function distance([x, y]: Point, [fromX, fromY]: Point, [toX, toY]: Point): number {
  const [dx, dy] = [toX - fromX, toY - fromY];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - fromX) * dx + (y - fromY) * dy) / length));
  return Math.hypot(x - fromX - along * dx, y - fromY - along * dy);
}
