import type { Installation } from '../functions/reports/installation.ts';
import type { Configuration } from '../shared/schemas/installation.ts';

/** Where a tracker of a test runs, with every sort of thing that is told of it. */
export const INSTALLATION: Installation = {
  store: 'sqlite',
  isSealing: true,
  issuer: 'https://issuer.example',
  settings: { NUANZHANG_RATE: '200' },
  keys: { 'person.key': '00112233445566778899aabbccddeeff' },
  integrity: { lookedAt: 1_583_107_200_000, sealed: 3, compared: 3 },
  backups: async () => [
    {
      time: 1_583_107_100_000,
      file: 'monday.zip',
      bytes: 1_024,
      sha256: 'ab'.repeat(32),
      size: 2,
      root: 'cm9vdA==',
      proven: true,
    },
  ],
  sessions: () => [{ subject: 'admin-1', since: 1_583_107_000_000, until: 1_584_316_800_000 }],
};

/** What a page is told of it. */
export const CONFIGURATION: Configuration = {
  issuer: 'https://issuer.example',
  client: 'nuanzhang-web',
  union: '示例区总工会',
  logOrigin: 'log.example/api/log',
  switchedOn: { ownAccounts: false, sealing: true },
  doors: ['buyer', 'auditor'],
};
