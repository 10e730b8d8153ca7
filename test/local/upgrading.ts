import { StatementSync } from 'node:sqlite';
import { upgradeDatabase } from '../../local/upgrade.ts';

/**
 * A process that upgrades the database of a data folder, as a start does, and says how, and how many statements it ran
 * that write. Its arguments: the folder, and before which of those statements it is killed.
 */

const [data = '', end = ''] = process.argv.slice(2);
let writes = 0;

StatementSync.prototype.run = new Proxy(StatementSync.prototype.run, {
  apply(run, statement, values) {
    if (String(writes) === end) process.kill(process.pid, 'SIGKILL');
    writes += 1;
    return Reflect.apply(run, statement, values);
  },
});

const upgraded = await upgradeDatabase(data);
console.log(JSON.stringify({ ...upgraded, writes }));
