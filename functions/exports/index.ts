import type { UseCases } from '../front/http.ts';
import { cancelExport } from './cancel-export.ts';
import type { ExportDesk } from './desk.ts';
import { listExports } from './list-exports.ts';
import { readExport } from './read-export.ts';
import { requestExport } from './request-export.ts';

/** The use cases of the group `exports`. */
export const exportsUseCases: UseCases<'exports', ExportDesk> = {
  cancelExport,
  listExports,
  readExport,
  requestExport,
};
