import type { ReceiveInKind } from '../domain/command.ts';
import { receiveInKind as decideReceipt } from '../domain/receipt.ts';
import { isRefusal } from '../domain/refusal.ts';
import { changesOf, placed } from './changes.ts';
import type { Command } from './command.ts';
import { documentOf } from './document.ts';
import { record } from './record.ts';
import { itemsIn } from './registered.ts';

export const receiveInKind: Command<ReceiveInKind> = (office, request) =>
  record(office, request, [], async () => {
    const { body, id } = request;
    const items = body.lines.map((line) => line.item);
    const unit = body.directedTo !== undefined && 'unit' in body.directedTo ? body.directedTo.unit : undefined;
    const found = await office.ledger.read([
      { row: 'fundingLine', id: body.fundingLine },
      { row: 'warehouse', id: body.warehouse },
      ...(unit === undefined ? [] : [{ row: 'unit', id: unit } as const]),
      ...[...new Set(items)].map((item) => ({ row: 'item', id: item }) as const),
    ]);
    const decision = decideReceipt(body, {
      id,
      items: itemsIn(found, items),
      warehouse: found.state('warehouse', body.warehouse)?.state,
      fundingLine: found.fundingLine(body.fundingLine),
      unit: unit === undefined ? undefined : found.state('unit', unit)?.state,
    });
    if (isRefusal(decision)) return decision;
    const state = { lots: body.lines.length };
    return {
      decision,
      changes: [...changesOf(decision, {}), placed({ kind: 'receipt', id, state }, undefined)],
      document: (opening) => documentOf('receipt', id, opening, id, state),
    };
  });
