/** An OFD (GB/T 33190) is a ZIP archive with `OFD.xml` in its root. Its names stand in the directory at its end. */

const FILE_SIGNATURE = 0x04034b50;
const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const MAX_COMMENT = 0xffff;
const MAX_ENTRIES = 10_000;
const MAX_NAME = 1_024;

/** What archives of other kinds have in them: office documents, programs, and books. */
const FOREIGN = /^(\[content_types\]\.xml|meta-inf\/manifest\.mf|androidmanifest\.xml|classes\.dex|mimetype)$/i;
/** A name that leads out of the folder it is unpacked into. */
const ASTRAY = /^\/|^[A-Za-z]:|\\|(^|\/)\.\.(\/|$)/;

/** True where the file can be opened as a ZIP archive, whatever it begins with. */
export function isZip(bytes: Uint8Array): boolean {
  const file = bufferOf(bytes);
  return endOf(file) !== undefined || beginsAsArchive(file);
}

export async function isOfd(bytes: Uint8Array): Promise<boolean> {
  const file = bufferOf(bytes);
  const end = beginsAsArchive(file) ? endOf(file) : undefined;
  if (end === undefined) return false;
  const names = await namesIn(file, end).catch(() => undefined);
  if (names === undefined) return false;
  const isHarmless = names.every((name) => !FOREIGN.test(name) && !ASTRAY.test(name));
  return isHarmless && new Set(names).size === names.length && names.includes('OFD.xml');
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function beginsAsArchive(file: Buffer): boolean {
  return file.length >= 4 && file.readUInt32LE(0) === FILE_SIGNATURE;
}

/** Where the end of the directory stands: its comment reaches to the last byte of the file. */
function endOf(file: Buffer): number | undefined {
  const last = file.length - END_BYTES;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at -= 1) {
    if (file.readUInt32LE(at) === END_SIGNATURE && file.readUInt16LE(at + 20) === last - at) return at;
  }
  return undefined;
}

/** The names in the directory; undefined where the directory and the files do not say the same. Throws for no archive. */
async function namesIn(file: Buffer, end: number): Promise<string[] | undefined> {
  const count = file.readUInt16LE(end + 10);
  const start = file.readUInt32LE(end + 16);
  const isWhole = file.readUInt32LE(end + 4) === 0 && file.readUInt16LE(end + 8) === count;
  if (!isWhole || count > MAX_ENTRIES || start + file.readUInt32LE(end + 12) !== end) return undefined;
  // Few files are archives, and no start waits for what reads them.
  const { fromBufferPromise } = await import('yauzl');
  const archive = await fromBufferPromise(file, { decodeStrings: false, validateEntrySizes: false });
  const names: string[] = [];
  let next = start;
  for await (const entry of archive.eachEntry()) {
    const { fileName } = await archive.readLocalFileHeaderPromise(entry);
    if (entry.fileNameLength > MAX_NAME || !fileName.equals(entry.fileNameRaw)) return undefined;
    // Byte for character: names are compared, and looked through for ASCII only.
    names.push(fileName.toString('latin1'));
    next += ENTRY_BYTES + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
  }
  return next === end ? names : undefined;
}
