import { formatYuan } from '../domain/amount.ts';
import { type Balance, NOTHING, plus } from '../domain/balance.ts';
import type { Entry } from '../domain/entry.ts';
import { type Bringing, lotsBrought, originOf } from '../domain/lot-origin.ts';
import type { Pack } from '../domain/quantity.ts';
import { stated } from '../domain/stated.ts';
import type { ArrivedLotView } from './document-answers.ts';
import { packsView } from './showing.ts';

/** The lots that an entry brought, as it brought them; `order` is that of an acceptance. */
export function arrivedLots(entry: Entry & Bringing, order: Entry | undefined): ArrivedLotView[] {
  const find = (id: string) => [entry, order].find((one) => one?.id === id);
  return lotsBrought(entry).flatMap((id, at) => {
    const origin = originOf(id, find);
    if (origin === undefined) return [];
    const { item, fundingLine, warehouse, receivedOn } = origin.facts;
    const { number: batch, expiresOn } = origin.batch;
    const line = entry.kind === 'acceptance' ? (origin.share?.line ?? 0) : at + 1;
    const { quantity, value } = entry.transfers
      .filter(({ to }) => to.state === 'stock' && to.lot === id)
      .reduce<Balance>(plus, NOTHING);
    const packs = packsView(quantity, packOf(entry, at));
    const lot = { id, line, item, fundingLine, warehouse, receivedOn, batch, expiresOn };
    return [stated<ArrivedLotView>({ ...lot, quantity: Number(quantity), packs, value: formatYuan(value) })];
  });
}

/** The pack in which a lot was told of when it came; of an acceptance only where its line was told of once. */
function packOf(entry: Bringing, at: number): Pack | undefined {
  if (entry.kind === 'receipt') return entry.facts.lots[at]?.packs;
  if (entry.kind !== 'acceptance') return undefined;
  const line = entry.facts.lots[at]?.line;
  const [told, ...more] = entry.facts.lines.filter((one) => one.line === line);
  return more.length === 0 ? told?.packs : undefined;
}
