import type { Appropriate } from '../domain/command.ts';
import { appropriate as decideAppropriation } from '../domain/funding.ts';
import { isRefusal } from '../domain/refusal.ts';
import { IN_PATH } from './asked.ts';
import { changesOf } from './changes.ts';
import type { CommandOn } from './command.ts';
import { record } from './record.ts';

export const appropriate: CommandOn<Appropriate> = (office, request) =>
  record(office, request, [], async () => {
    const decision = decideAppropriation(request.body, request.target);
    return isRefusal(decision) ? decision : { decision, changes: changesOf(decision, {}, IN_PATH) };
  });
