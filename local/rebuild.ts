import { checkpointOf } from '../shared/exports/files/produced.ts';
import { LogFiles } from '../shared/log/journal/log-files.ts';
import { createKeyFileCipher } from '../shared/storage/folder/key-file-cipher.ts';
import { runCommand } from './command.ts';
import type { Environment } from './environment.ts';
import { openKeys } from './keys.ts';
import { openStore } from './store.ts';
import { openStores } from './stores.ts';

/** `npm run rebuild`: makes the projection of a data folder anew from its log, while no server runs over it. */
async function main(environment: Environment): Promise<void> {
  const keys = await openKeys(environment.data);
  const store = await openStore(environment, createKeyFileCipher(keys.personalDataKey));
  try {
    const { objects, projector } = await openStores(store, environment, keys);
    const { asOf } = await checkpointOf(new LogFiles(objects));
    await projector.rebuild(asOf.size, (done) => console.log(`${done}/${asOf.size}`));
    console.log(`统计已按日志重建:${asOf.size} 条分录。`);
    console.log(`The projection was made anew from ${asOf.size} sealed entries.`);
  } finally {
    await store.stop();
  }
}

runCommand(main);
