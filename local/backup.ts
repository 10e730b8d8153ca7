import { resolve } from 'node:path';
import { archiveNamed } from './backup/archive-named.ts';
import { makeBackup } from './backup/make-backup.ts';
import { readPassphrase } from './backup/passphrase.ts';
import { CannotStart } from './cannot-start.ts';
import { runCommand } from './command.ts';
import type { Environment } from './environment.ts';

/** `npm run backup -- <file>`: while a server runs over the folder, or none. */
async function main({ data, endpoint }: Environment): Promise<void> {
  const { file, withoutKeys } = archiveNamed('backup');
  if (endpoint !== undefined) throw ownBackup();
  const passphrase = withoutKeys ? undefined : (readPassphrase(process.env) ?? noPassphrase());
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stopping.abort(interrupted()));
  const options = { data, file: resolve(file), passphrase, clock: Date.now, signal: stopping.signal };
  const { made, proof } = await makeBackup(options).catch((error: unknown) => {
    throw stopping.signal.aborted ? interrupted() : error;
  });
  const { size, root = '', entries, absentPapers } = proof;
  console.log(`备份已写入 ${made.file}(${made.bytes} 字节),并已重新打开逐一核对:`);
  console.log(`  ${entries} 条分录,其中 ${size} 条已封存。根 ${root}。所引而缺少的凭据 ${absentPapers} 份。`);
  console.log(`  SHA-256 ${made.sha256}`);
  console.log(`The backup ${made.file} (${made.bytes} bytes) was written, opened again and found whole:`);
  console.log(
    `  ${entries} entries, ${size} of them sealed. Root ${root}. Papers that are cited and not there: ${absentPapers}.`,
  );
  console.log(`  SHA-256 ${made.sha256}`);
  if (passphrase === undefined) tellWithoutKeys();
}

function noPassphrase(): never {
  throw new CannotStart(
    '请在 NUANZHANG_PASSPHRASE 中给出口令(至少 12 个字符),密钥将以它加密,并把口令另行妥善保存;或加 --without-keys 不备份密钥。',
    'Give a passphrase of at least 12 characters in NUANZHANG_PASSPHRASE, under which the keys are encrypted, and keep it elsewhere; or leave the keys out with --without-keys.',
    2,
  );
}

function ownBackup(): CannotStart {
  return new CannotStart(
    '账本在 DYNAMODB_ENDPOINT 的数据库中,请用该数据库自己的备份功能。',
    'The ledger stands in the database of DYNAMODB_ENDPOINT: use the backups of that database.',
    2,
  );
}

function interrupted(): CannotStart {
  return new CannotStart('备份已中断,没有留下任何文件。', 'The backup was interrupted, and nothing was left behind.');
}

function tellWithoutKeys(): void {
  console.log('注意:未备份密钥。没有 keys 文件夹,人员信息无法读取,也无法启动;请另行保存它。');
  console.log(
    'Note: the keys were left out. Without the keys folder nobody reads persons any more, and the log is never continued: keep it elsewhere.',
  );
}

runCommand(main);
