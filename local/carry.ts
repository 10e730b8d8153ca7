import { carryOver } from './carry-over.ts';
import { runCommand } from './command.ts';
import type { Environment } from './environment.ts';
import { lockFolder } from './lock.ts';

/** `npm run carry-over`: while no server runs over the folder. */
async function main(environment: Environment): Promise<void> {
  const lock = await lockFolder(environment.data);
  try {
    const { rows, entries } = await carryOver(environment, lock);
    console.log(
      `已转移 ${rows} 行;两边的 ${entries} 条分录和各余额逐一相同。以后用 npm start 启动即可,ledger.db 可留作备份。`,
    );
    console.log(`${rows} rows were carried over; ${entries} entries and all balances are the same in both.`);
    console.log('From now on npm start opens nuanzhang.db; ledger.db may be kept as a backup.');
  } finally {
    lock.release();
  }
}

runCommand(main);
