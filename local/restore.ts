import { resolve } from 'node:path';
import { archiveNamed } from './backup/archive-named.ts';
import { readPassphrase } from './backup/passphrase.ts';
import { restoreBackup } from './backup/restore-backup.ts';
import { CannotStart } from './cannot-start.ts';
import { runCommand } from './command.ts';
import type { Environment } from './environment.ts';

/** `npm run restore -- <file>`: into a data folder that is empty or not there. */
async function main({ data }: Environment): Promise<void> {
  const { file, withoutKeys } = archiveNamed('restore');
  const passphrase = withoutKeys ? undefined : readPassphrase(process.env);
  const restored = await restoreBackup({ data, file: resolve(file), passphrase, withoutKeys });
  const { manifest, proof, hasKeys } = restored;
  const { size, root = '', origin = '', entries } = proof;
  const madeAt = new Date(manifest.madeAt).toISOString();
  console.log(`已恢复到 ${data}:${madeAt} 的备份,${entries} 条分录,封存至下列校验点:`);
  console.log(`Restored into ${data}: a backup of ${madeAt}, ${entries} entries, sealed up to this checkpoint:`);
  console.log(`  ${origin}\n  ${size}\n  ${root}`);
  console.log('此后入账和封存的不在其中。请与别处保存的校验点比较:若那里的更大,其后的分录须重新入账。');
  console.log(
    'What was recorded or sealed after it is lost. Compare it with a checkpoint kept elsewhere: where that one is larger,',
  );
  console.log('the entries after it have to be recorded again.');
  if (!hasKeys) tellWithoutKeys();
  if (proof.differing.length > 0) throw rowsDiffer(proof.differing);
}

function tellWithoutKeys(): void {
  console.log(
    '注意:密钥没有恢复。启动前请把另存的 keys 文件夹放回数据文件夹;没有的,对每个密钥运行 npm run new-key -- <文件>,以前登记的姓名和电话则再也无法读出。',
  );
  console.log(
    'Note: the keys were not restored. Put the keys folder kept elsewhere back into the data folder before a start; without one, run npm run new-key -- <file> for each key, and names and phones recorded so far are never read again.',
  );
}

/** Older versions made backups of such rows. */
function rowsDiffer(tables: readonly string[]): CannotStart {
  return new CannotStart(
    `已恢复,但备份里的数据库在下列表中有与日志不符的行:${tables.join('、')}。启动前请运行 npm run rebuild -- --from-log 按日志改正,或清空该文件夹并恢复另一份备份。`,
    `It is restored, but rows of these tables of the database in the backup are not what its log gives: ${tables.join(', ')}. Run npm run rebuild -- --from-log before a start, which mends them by the log, or empty the folder and restore another backup.`,
  );
}

runCommand(main);
