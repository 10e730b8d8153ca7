import type { TakeBack } from '../domain/command.ts';
import { isKind } from '../domain/entry.ts';
import { takeBack as decideTakingBack } from '../domain/funding.ts';
import { isRefusal } from '../domain/refusal.ts';
import { asItStands } from './as-it-stands.ts';
import { changesOf } from './changes.ts';
import type { CommandOn } from './command.ts';
import { correctionKey } from './corrections.ts';
import { documentOf } from './document.ts';
import { underPlanOf } from './plan.ts';
import { record } from './record.ts';

export const takeBack: CommandOn<TakeBack> = (office, request) =>
  record(office, request, [`disbursement/${request.target}`], async () => {
    const id = request.target;
    const found = await office.ledger.read([{ row: 'disbursement', id }, { row: 'entry', id }, correctionKey(id)]);
    const row = found.state('disbursement', id);
    const written = found.entry(id);
    if (!row || !written) return { refusal: 'not-found', kind: 'disbursement', id };
    const opening = await asItStands(office.ledger, written, found);
    const { entry: disbursement } = opening;
    if (!isKind(disbursement, 'disbursement')) return { refusal: 'not-found', kind: 'disbursement', id };
    const decision = decideTakingBack(request.body, { disbursement, book: row.state });
    if (isRefusal(decision)) return decision;
    const book = decision.books.disbursement ?? row.state;
    return {
      decision,
      changes: [
        ...changesOf(decision, { disbursement: { id, version: row.version } }),
        ...underPlanOf(disbursement, decision),
      ],
      previous: row.version,
      document: () => documentOf('disbursement', id, opening, request.id, book),
    };
  });
