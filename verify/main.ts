import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import type { Verified } from '../shared/audit/pack-check.ts';
import { CannotVerify, Wrong } from '../shared/audit/wrong.ts';
import { NoteError, readVerifierKey, type Verifier } from '../shared/log/tree/note.ts';
import { unpack } from './unpack.ts';
import { verifyLog } from './verify-log.ts';
import { verifyPack } from './verify-pack.ts';

const USAGE = `用法:verify [审计包或其文件夹] --key <验证公钥或存有它的文件>
usage: verify [pack or folder] --key <verifier key, or a file that holds it>`;

/** Exits with 0 where all holds, 1 where something is wrong, 2 where it could not be told. */
async function main(): Promise<number> {
  try {
    const { target, key } = await asked();
    const verified = await verifyAt(target, key);
    tell(verified);
    return 0;
  } catch (error) {
    if (error instanceof Wrong) {
      console.log(`不符:${error.zh}`);
      console.log(`WRONG: ${error.en}`);
      return 1;
    }
    const said = error instanceof Error ? error.message : String(error);
    console.error(error instanceof CannotVerify ? error.zh : `未能核验:${said}`);
    console.error(error instanceof CannotVerify ? error.en : `Could not verify: ${said}`);
    return 2;
  }
}

async function asked(): Promise<{ readonly target: string; readonly key: Verifier }> {
  const { values, positionals } = argumentsOf();
  if (values.key === undefined || positionals.length > 1) throw new CannotVerify(USAGE, '');
  const here = dirname(fileURLToPath(import.meta.url));
  return { target: resolve(positionals[0] ?? here), key: await keyFrom(values.key) };
}

function argumentsOf() {
  try {
    return parseArgs({ options: { key: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    throw new CannotVerify(USAGE, error instanceof Error ? error.message : '');
  }
}

async function keyFrom(given: string): Promise<Verifier> {
  const text = given.includes('+') ? given : await readFile(given, 'utf8').catch(() => given);
  try {
    return readVerifierKey(text.trim());
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    throw new CannotVerify(`给定的验证公钥无效:${error.message}`, `The given key is none: ${error.message}`);
  }
}

async function verifyAt(target: string, key: Verifier): Promise<Verified> {
  const found = await stat(target).catch(() => undefined);
  if (found === undefined) throw new CannotVerify(`没有 ${target}`, `There is no ${target}`);
  if (found.isDirectory()) {
    const isLog = await stat(join(target, 'pack.json')).then(
      () => false,
      () =>
        stat(join(target, 'checkpoint')).then(
          () => true,
          () => false,
        ),
    );
    return isLog ? verifyLog(target, key) : verifyPack(target, key);
  }
  const folder = await mkdtemp(join(tmpdir(), 'nuanzhang-pack-'));
  try {
    await unpack(target, folder);
    return await verifyPack(folder, key);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function tell({ origin, size, root, ledgers, olderLedgers, evidence, namesMissing, absent }: Verified): void {
  console.log(`相符:${origin} 的 ${size} 条分录,${ledgers} 份台账,${evidence} 份凭据。根 ${root}`);
  console.log(`HOLDS: ${size} entries of ${origin}, ${ledgers} ledgers, ${evidence} papers. Root ${root}`);
  if (olderLedgers > 0) {
    console.log(`${olderLedgers} 份台账为旧版式,未重算比对;请用包内的 verify.mjs 比对。`);
    console.log(
      `${olderLedgers} ledgers are of an older edition and were not made again: the verify.mjs in the pack compares them.`,
    );
  }
  if (namesMissing.length > 0) {
    const numbers = namesMissing.slice(0, 20).join(' ');
    console.log(`未删除而包内没有的姓名 ${namesMissing.length} 个(请向单位询问),凭证号:${numbers}`);
    console.log(`${namesMissing.length} names are missing that nobody erased (ask for them), of vouchers: ${numbers}`);
  }
  if (absent.length === 0) return;
  console.log(`分录所引而本包没有的凭据 ${absent.length} 份(请向单位索取):${absent.slice(0, 20).join(' ')}`);
  console.log(
    `${absent.length} papers that entries cite are not in this pack (ask for them): ${absent.slice(0, 20).join(' ')}`,
  );
}

// The thread that hashes is started from the same file.
if (isMainThread) process.exitCode = await main();
