import { createRouter } from '../../local/routing.ts';
import { type Operation, routes } from '../../shared/routes.ts';
import { stepsOf } from '../../shared/storage/dynamodb/changes.ts';
import type { Append } from '../../shared/storage/ports/ledger.ts';
import { type Api, KEEPER, NOW, openApiOver, TODAY, TREASURER } from '../functions/api.ts';
import { playSample } from '../functions/sample.ts';
import { createMemoryLedger } from '../in-memory.ts';

const ROUTES: readonly { readonly operation: Operation }[] = routes;
const VERBS = { Put: 'PutItem', Update: 'UpdateItem', Delete: 'DeleteItem', ConditionCheck: 'ConditionCheckItem' };

/** One row that a transaction writes, and the operation that was asked for. */
export interface Written {
  readonly operation: Operation | 'carryOutRows';
  readonly action: string;
  readonly partition: string;
}

/** What every operation writes, each asked for at least once, on a ledger that keeps what it is given. */
export async function writtenByAll(): Promise<readonly Written[]> {
  const ledger = createMemoryLedger();
  const appends: Append[] = [];
  const written: Written[] = [];
  let operation: Written['operation'] = 'checkHealth';
  const api = openApiOver({
    ...ledger,
    async append(append) {
      const outcome = await ledger.append(append);
      if (outcome.outcome !== 'appended') return outcome;
      appends.push(append);
      written.push(...writesOf(append).map((write) => ({ operation, ...write })));
      return outcome;
    },
  });
  const find = createRouter(routes);
  const asking = (path: string) => {
    const match = find('POST', path.split('?', 1)[0] ?? '');
    if (match.found !== 'route') throw new Error(`no route for ${path}`);
    const { operation: asked } = match.served.route;
    operation = ROUTES.find((row) => row.operation === asked)?.operation ?? operation;
  };
  const watched: Api = {
    ...api,
    post(path, send) {
      asking(path);
      return api.post(path, send);
    },
    write(as, path, body) {
      asking(path);
      return api.write(as, path, body);
    },
    carryOutRows() {
      operation = 'carryOutRows';
      return api.carryOutRows();
    },
  };
  await playSample(watched);
  await playRest(watched, appends);
  return written;
}

/** What the sample leaves out: someone who signs in under a name, and a batch that is put right. */
async function playRest(api: Api, appends: readonly Append[]): Promise<void> {
  const named = { ...TREASURER, subject: 'named', name: '李会计', issuedAt: NOW };
  const item = await api.write(named, '/api/items', { code: 'YW', name: '药', baseMeasure: '盒' });
  const warehouse = await api.write(TREASURER, '/api/warehouses', { code: 'W7', name: '药库' });
  const fundingLine = await api.write(TREASURER, '/api/funding-lines', { code: 'L7', name: '药品专项', basis: [] });
  const received = { kind: 'donation', giver: '某企业', fundingLine, warehouse, effectiveOn: TODAY };
  const lines = [{ item, quantity: 5, value: '8.00', batch: { number: 'P-7' } }];
  const receipt = await api.write(KEEPER, '/api/receipts', { ...received, lines });
  const { changes = [] } = appends.find(({ entry }) => entry.id === receipt) ?? {};
  const lot = changes.flatMap((change) => (change.change === 'lot' ? [change.lot.id] : []))[0];
  const corrected = { changes: [{ field: 'batch', lot, was: 'P-7', is: 'P-8' }], reason: '录错' };
  await api.write(KEEPER, `/api/entries/${receipt}/corrections`, corrected);
}

function writesOf(append: Append) {
  return stepsOf(append, append.personal && 'encrypted', new Map(), 'table').map(({ action }) => {
    const [verb] = (['Put', 'Update', 'Delete', 'ConditionCheck'] as const).filter((one) => one in action);
    const key = action.Put?.Item ?? (action.Update ?? action.Delete ?? action.ConditionCheck)?.Key;
    if (verb === undefined) throw new Error('a step does something');
    return { action: VERBS[verb], partition: String(key?.pk) };
  });
}
