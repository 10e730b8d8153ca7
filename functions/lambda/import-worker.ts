import { randomUUID } from 'node:crypto';
import { importsOf, trackerOf } from '../composition/environment.ts';
import { MemberList } from '../front/member-list.ts';
import { createImportCarrier } from '../imports/carry-out-imports.ts';

const tracker = trackerOf(process.env);

export const handler = createImportCarrier({
  ...tracker,
  imports: importsOf(process.env),
  members: new MemberList(tracker.ledger, tracker.clock),
  runName: randomUUID,
  report: (error) => console.error(error),
});
