import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { issueToken } from './issue-token.ts';
import { copyOf, madeFolders, start } from './made-folder.ts';

const made = madeFolders();

test('a server that has read ahead filters and sorts without the bundles of its log', async () => {
  const data = await copyOf(made.now);
  const { machine } = await start(data);
  await machine.readAhead;
  await rm(join(data, 'objects/log/tile/entries'), { recursive: true });
  const token = await issueToken(data, machine.origin, { subject: 'demo-auditor', roles: ['auditor'], units: [] });
  for (const asked of ['from=2020-01-01', 'sort=amount', 'sort=date&status=open']) {
    const answer = await fetch(`${machine.origin}/api/purchases?${asked}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([asked, answer.status, await answer.json()]).toMatchObject([asked, 200, { items: [{}, {}] }]);
  }
  await machine.stop();
});
