import { createKeyFileCipher } from '../shared/storage/folder/key-file-cipher.ts';
import type { Environment } from './environment.ts';
import { lookAtFolder } from './integrity/data-folder.ts';
import type { Founding } from './integrity/marks.ts';
import { type LedgerLook, lookAtLedger, readyKeys } from './integrity/start-look.ts';
import { type Keys, openKeys } from './keys.ts';
import { openStore, type Store } from './store.ts';
import { openStores, type Stores } from './stores.ts';
import { type Upgraded, upgradeDatabase } from './upgrade.ts';

/** Everything that a data folder keeps, open. */
export interface OpenLedger {
  readonly keys: Keys;
  readonly store: Store;
  readonly stores: Stores;
  /** What an earlier version had made, and was made again. */
  readonly upgraded: Upgraded | undefined;
  /** What was compared before it was opened. */
  readonly looked: LedgerLook;
}

/** Opens a data folder, or begins one, after a look at its keys, its database and its log. Throws CannotStart. */
export async function openLedger(environment: Environment): Promise<OpenLedger> {
  const { data } = environment;
  const { isFresh } = await lookAtFolder(environment);
  await readyKeys(data, isFresh);
  const keys = await openKeys(data);
  const upgraded = await upgradeDatabase(data);
  const store = await openStore(environment, createKeyFileCipher(keys.personalDataKey));
  try {
    const stores = await openStores(store, environment, keys);
    const { objects } = stores;
    const looked = await lookAtLedger({
      data,
      store,
      objects,
      logSigner: keys.logSigner,
      founds: foundsBy(environment),
    });
    return { keys, store, stores, looked, upgraded: upgraded ?? store.upgraded };
  } catch (error) {
    await store.stop();
    throw error;
  }
}

/**
 * Where another issuer signs people in, nobody here can speak for those of the demonstration, and what others reach is no
 * place for it.
 */
function foundsBy({ demo, issuer, address }: Environment): Founding {
  return demo && issuer === undefined && address === undefined ? 'demonstration' : 'own';
}
