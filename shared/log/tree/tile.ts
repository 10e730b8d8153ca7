/** Hashes in a full tile, and entries in a full bundle (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;

/** A tile of hashes: hash i of tile n at level L is that of the leaves (n·256+i)·256^L up to (n·256+i+1)·256^L. */
export interface TileRef {
  readonly level: number;
  readonly n: number;
  /** 1 to 256; below 256 the tile is partial. */
  readonly width: number;
}

export interface BundleRef {
  readonly n: number;
  readonly width: number;
}

/** `tile/<L>/<N>[.p/<W>]` */
export function tilePath({ level, n, width }: TileRef): string {
  return `tile/${level}/${numbered(n)}${partial(width)}`;
}

/** `tile/entries/<N>[.p/<W>]` */
export function bundlePath(n: number, width: number): string {
  return `tile/entries/${numbered(n)}${partial(width)}`;
}

/** Groups of three digits, every one but the last with an `x` before it: 1234067 is `x001/x234/067`. */
function numbered(n: number): string {
  const digits = String(n);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  return groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join('/');
}

function partial(width: number): string {
  return width === TILE_WIDTH ? '' : `.p/${width}`;
}

const PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;
const MOST_LEVEL = 63;

/** Reads what `tilePath` and `bundlePath` write, and nothing else. */
export function readPath(
  path: string,
): (TileRef & { readonly of: 'hashes' }) | (BundleRef & { readonly of: 'entries' }) | undefined {
  const [, place = '', digits = '', cut] = PATH.exec(path) ?? [];
  const n = Number(digits.replaceAll(/[x/]/g, ''));
  const width = cut === undefined ? TILE_WIDTH : Number(cut);
  if (digits === '' || !Number.isSafeInteger(n) || (cut !== undefined && width >= TILE_WIDTH)) return undefined;
  if (place === 'entries') return bundlePath(n, width) === path ? { of: 'entries', n, width } : undefined;
  const ref = { level: Number(place), n, width };
  return ref.level <= MOST_LEVEL && tilePath(ref) === path ? { of: 'hashes', ...ref } : undefined;
}

/** Every tile of hashes that a log of that size serves; a width of 0 is none. */
export function* tilesOf(size: number): Generator<TileRef> {
  for (let level = 0, count = size; count > 0; level += 1, count = Math.floor(count / TILE_WIDTH)) {
    for (const { n, width } of refsOf(count)) yield { level, n, width };
  }
}

/** Every bundle of entries that a log of that size serves. */
export function bundlesOf(size: number): Generator<BundleRef> {
  return refsOf(size);
}

function* refsOf(count: number): Generator<BundleRef> {
  for (let at = 0; at < count; at += TILE_WIDTH) {
    yield { n: at / TILE_WIDTH, width: Math.min(TILE_WIDTH, count - at) };
  }
}
