/** An OFD (GB/T 33190) is a ZIP archive with `OFD.xml` in its root. Its names stand in the directory at its end. */

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const FILE_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const FILE_BYTES = 30;
const MAX_COMMENT = 0xffff;
const MAX_ENTRIES = 10_000;
const MAX_NAME = 1_024;

/** What archives of other kinds have in them: office documents, programs, and books. */
const FOREIGN = /^(\[content_types\]\.xml|meta-inf\/manifest\.mf|androidmanifest\.xml|classes\.dex|mimetype)$/i;
/** A name that leads out of the folder it is unpacked into. */
const ASTRAY = /^\/|^[A-Za-z]:|\\|(^|\/)\.\.(\/|$)/;

/** True where the file can be opened as a ZIP archive, whatever it begins with. */
export function isZip(file: Uint8Array): boolean {
  return endOf(file) !== undefined || viewOf(file, 0, 4)?.getUint32(0, true) === FILE_SIGNATURE;
}

export function isOfd(file: Uint8Array): boolean {
  if (viewOf(file, 0, 4)?.getUint32(0, true) !== FILE_SIGNATURE) return false;
  const names = namesIn(file);
  if (names === undefined) return false;
  const isHarmless = names.every((name) => !FOREIGN.test(name) && !ASTRAY.test(name));
  return isHarmless && new Set(names).size === names.length && names.includes('OFD.xml');
}

function viewOf(file: Uint8Array, at: number, bytes: number): DataView | undefined {
  if (at < 0 || at + bytes > file.length) return undefined;
  return new DataView(file.buffer, file.byteOffset + at, bytes);
}

/** Where the end of the directory stands: its comment reaches to the last byte of the file. */
function endOf(file: Uint8Array): number | undefined {
  const last = file.length - END_BYTES;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at -= 1) {
    if (file[at] !== 0x50 || file[at + 1] !== 0x4b) continue;
    const end = viewOf(file, at, END_BYTES);
    if (end?.getUint32(0, true) === END_SIGNATURE && end.getUint16(20, true) === last - at) return at;
  }
  return undefined;
}

/** The names in the directory; undefined where the directory and the files do not say the same. */
function namesIn(file: Uint8Array): string[] | undefined {
  const at = endOf(file);
  const end = at === undefined ? undefined : viewOf(file, at, END_BYTES);
  if (at === undefined || end === undefined) return undefined;
  const count = end.getUint16(10, true);
  const start = end.getUint32(16, true);
  const isWhole = end.getUint32(4, true) === 0 && end.getUint16(8, true) === count;
  if (!isWhole || count > MAX_ENTRIES || start + end.getUint32(12, true) !== at) return undefined;
  const names: string[] = [];
  let next = start;
  for (let left = count; left > 0; left -= 1) {
    const entry = viewOf(file, next, ENTRY_BYTES);
    if (entry?.getUint32(0, true) !== ENTRY_SIGNATURE) return undefined;
    const length = entry.getUint16(28, true);
    const name = nameAt(file, next + ENTRY_BYTES, length);
    if (name === undefined || name !== nameOfFileAt(file, entry.getUint32(42, true))) return undefined;
    names.push(name);
    next += ENTRY_BYTES + length + entry.getUint16(30, true) + entry.getUint16(32, true);
  }
  return next === at ? names : undefined;
}

/** The name as the file itself has it, in front of its bytes. */
function nameOfFileAt(file: Uint8Array, at: number): string | undefined {
  const header = viewOf(file, at, FILE_BYTES);
  if (header?.getUint32(0, true) !== FILE_SIGNATURE) return undefined;
  return nameAt(file, at + FILE_BYTES, header.getUint16(26, true));
}

/** Byte for character: names are compared, and looked through for ASCII only. */
function nameAt(file: Uint8Array, at: number, length: number): string | undefined {
  if (length > MAX_NAME || at + length > file.length) return undefined;
  return Buffer.from(file.subarray(at, at + length)).toString('latin1');
}
