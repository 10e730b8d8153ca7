import { frontOf, importsOf, trackerOf } from '../composition/environment.ts';
import { createHandler } from '../front/http.ts';
import type { ImportDesk } from '../imports/desk.ts';
import { importsOperations } from '../imports/operations.ts';

const desk: ImportDesk = {
  ...trackerOf(process.env),
  imports: importsOf(process.env),
  // The table's stream wakes whoever carries imports out.
  rowsWait: () => undefined,
};

export const handler = createHandler(importsOperations, desk, frontOf(process.env, desk.ledger));
