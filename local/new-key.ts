import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { signAnew } from '../shared/log/sealing/sign-anew.ts';
import { openKeyFileSigner } from '../shared/storage/folder/key-file-signer.ts';
import { writeDurably } from '../shared/storage/folder/key-files.ts';
import { createFolderObjectStore } from '../shared/storage/folder/object-store.ts';
import { createSqliteFingerprints } from '../shared/storage/sqlite/fingerprints.ts';
import { createSqliteHeadStore } from '../shared/storage/sqlite/head-store.ts';
import { takePersons } from '../shared/storage/sqlite/persons.ts';
import { Writer } from '../shared/storage/sqlite/writer.ts';
import { CannotStart } from './cannot-start.ts';
import { runCommand } from './command.ts';
import type { Environment } from './environment.ts';
import { databasesOf } from './integrity/data-folder.ts';
import { openDatabase } from './integrity/database.ts';
import { folderOfKeys, isKeyFile, KEY_FILES, type KeyFile } from './integrity/key-files.ts';
import { renewMark } from './integrity/marks.ts';
import { makeKeys } from './keys.ts';
import { rememberedMarks } from './rebuilding/folder-keys.ts';
import { rebuildFolder } from './rebuilding/rebuild-folder.ts';
import { differenceLines } from './rebuilding/report.ts';

const USAGE = `npm run new-key -- <${Object.keys(KEY_FILES).join('|')}>`;

/** `npm run new-key`: makes a key in place of one that is lost for good, whatever is lost with it, and says what that is. */
async function main({ data }: Environment): Promise<void> {
  const [name = '', ...rest] = process.argv.slice(2);
  if (!isKeyFile(name) || rest.length > 0) throw new CannotStart(`用法:${USAGE}`, `Usage: ${USAGE}`, 2);
  if (!existsSync(databasesOf(data).own)) {
    throw new CannotStart(
      `${data} 中没有 nuanzhang.db,没有可换的密钥。`,
      `There is no nuanzhang.db in ${data}, so no key to make anew.`,
    );
  }
  const writer = new Writer(openDatabase(data));
  try {
    // What is counted anew is read by the other keys.
    if (name === 'person.key') await rememberedMarks(data, writer.reading(), name);
    await replaceKey(data, name, writer);
  } finally {
    writer.close();
  }
  if (name === 'person.key') await countAnew(data);
  const { zh, en } = KEY_FILES[name];
  console.log(`已换新密钥 ${name}:${zh}。请立即备份。`);
  console.log(`A new ${name} was made: ${en}. Make a backup now.`);
}

/** Whom a benefit was counted for is found again in the personal rows, and counted under the new key. */
async function countAnew(data: string): Promise<void> {
  if (!existsSync(join(data, 'objects', 'log', 'checkpoint'))) return;
  const { differences, before } = await rebuildFolder({ data, now: Date.now(), nonce: randomUUID() });
  for (const line of differenceLines(differences)) console.log(line);
  if (before === undefined) return;
  console.log(`数据库已按新密钥重新计数;原数据库保留为 ${before}。`);
  console.log(`The database counts under the new key; what was there is kept as ${before}.`);
}

async function replaceKey(data: string, name: KeyFile, writer: Writer): Promise<void> {
  const path = join(folderOfKeys(data), name);
  const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  if (existsSync(path)) {
    const before = `${path}.before-${stamp}`;
    await rename(path, before);
    console.log(`原来的密钥保留为 ${before}。`);
    console.log(`The key that was there is kept as ${before}.`);
  }
  await makeKeys(data, [name]);
  if (name === 'log-signing.pem') {
    const objects = await createFolderObjectStore(join(data, 'objects'));
    await signAnew({ head: createSqliteHeadStore(writer), objects, signer: await openKeyFileSigner(path) });
  }
  if (name === 'personal-data.key') {
    // Should the key be found again, they can be read: nothing is thrown away.
    const kept = join(data, `persons.before-${stamp}.jsonl`);
    const count = await takePersons(writer, (lines) => writeDurably(kept, Buffer.from(lines)));
    if (count > 0) {
      console.log(`${count} 条已无法解密的个人信息移入 ${kept};找回原密钥后才能读。`);
      console.log(
        `${count} personal rows that nothing opens any more were moved into ${kept}: only the old key reads them.`,
      );
    }
  }
  await renewMark(data, name, createSqliteFingerprints(writer));
}

runCommand(main);
