import { describe, expect, it } from 'vitest';
import type { AnyCommand } from '../../shared/commands/command.ts';
import { closeMember, registerMember, registerUnit } from '../../shared/commands/registry.ts';
import { START, type TestOffice, TREASURER } from '../commands/office.ts';
import { REASON } from '../commands/world.ts';
import { remade, remadeByRuns, type SealedOffice, sealedOffice } from './world.ts';

/** Entries of one millisecond stand in the log by their ids, whatever the order in which they were recorded. */
async function atOnce<B>(office: TestOffice, command: AnyCommand<B>, body: B, as: string, on?: string): Promise<void> {
  office.now = START;
  const answer = await office.ask(TREASURER, command, body, { as, ...(on === undefined ? {} : { on }) });
  expect(answer).toMatchObject({ recorded: 'now' });
}

/** What waits for what comes later stands in the draft of whoever was ended meanwhile. */
const EACH_ENDED = { width: 1, ends: [1, 1, 1, 1] };

describe.each([
  ['by one run', (sealed: SealedOffice) => remade(sealed)],
  ['by runs that are each ended behind one entry', (sealed: SealedOffice) => remadeByRuns(sealed, EACH_ENDED)],
])('what was recorded in one millisecond is made again, whatever its order in the log, %s', (_how, made) => {
  it('where a name was given up and taken anew', async () => {
    const sealed = sealedOffice();
    const { office } = sealed;
    // Ids are counted as they are asked for: the log begins with the last one.
    for (const name of ['third', 'second', 'first', 'second closed', 'first closed']) office.id(name);
    const member = { subject: 'one', roles: ['keeper'], units: [] } as const;
    await atOnce(office, registerMember, member, 'first');
    await atOnce(office, closeMember, REASON, 'first closed', 'first');
    await atOnce(office, registerMember, member, 'second');
    await atOnce(office, closeMember, REASON, 'second closed', 'second');
    await atOnce(office, registerMember, member, 'third');
    await sealed.sealing.sealAll();
    const { differences, connection } = await made(sealed);
    expect(differences).toEqual([]);
    expect(connection.all('SELECT entry FROM claims')).toEqual([
      expect.objectContaining({ entry: office.id('third') }),
    ]);
  });

  it('where a unit was registered below another', async () => {
    const sealed = sealedOffice();
    const { office } = sealed;
    for (const name of ['house', 'village', 'town']) office.id(name);
    await atOnce(office, registerUnit, { code: 'SY', name: '石园街道' }, 'town');
    await atOnce(office, registerUnit, { code: 'SY-01', name: '石园社区', parent: office.id('town') }, 'village');
    await atOnce(office, registerUnit, { code: 'SY-01-1', name: '一号楼', parent: office.id('village') }, 'house');
    await sealed.sealing.sealAll();
    expect((await made(sealed)).differences).toEqual([]);
  });
});
