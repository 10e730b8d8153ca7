import type { GiveMoneyBack } from '../domain/command.ts';
import { giveBack as decideGivingBack } from '../domain/funding.ts';
import { isRefusal } from '../domain/refusal.ts';
import { IN_PATH } from './asked.ts';
import { changesOf } from './changes.ts';
import type { CommandOn } from './command.ts';
import { record } from './record.ts';

export const giveBack: CommandOn<GiveMoneyBack> = (office, request) =>
  record(office, request, [], async () => {
    const decision = decideGivingBack(request.body, request.target);
    return isRefusal(decision) ? decision : { decision, changes: changesOf(decision, {}, IN_PATH) };
  });
