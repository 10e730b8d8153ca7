import { CannotStart } from './cannot-start.ts';
import { runCommand } from './command.ts';
import type { Environment } from './environment.ts';
import { checkData } from './integrity/whole-check.ts';

/** `npm run check-data`: compares everything in a data folder with everything else in it, while no server runs over it. */
async function main({ data }: Environment): Promise<void> {
  let isWhole = true;
  for await (const { name, count, wrong } of checkData(data)) {
    if (wrong === undefined) console.log(`✓ ${name.zh}(${count})  ${name.en} (${count})`);
    else {
      isWhole = false;
      console.log([`✗ ${name.zh}  ${name.en}`, ...new Set([wrong.zh, wrong.en])].join('\n    '));
    }
  }
  if (!isWhole) {
    throw new CannotStart(
      '数据有误,见上。请从备份恢复(npm run restore),或运行 npm run rebuild -- --from-log。',
      'Something is wrong, see above. Restore a backup (npm run restore), or run npm run rebuild -- --from-log.',
    );
  }
  console.log('数据完好。 All is well.');
}

runCommand(main);
