import { workshopOf } from '../composition/export-environment.ts';
import { createExportMaker } from '../exports/make-exports.ts';

export const handler = createExportMaker(workshopOf(process.env, (error) => console.error(error)));
