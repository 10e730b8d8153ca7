import { expect, test } from 'vitest';
import { untilProjected } from '../../functions/front/after.ts';
import { registerSupplier } from '../../shared/commands/registry.ts';
import { BUYER, TestOffice } from '../commands/office.ts';
import { sealingOver } from '../log/sealing.ts';

test('who reads after an entry waits until that is sealed and projected', async () => {
  const office = new TestOffice();
  const { projection, sealAll } = sealingOver(office.ledger);
  await office.ask(BUYER, registerSupplier, { name: '供应商甲' }, { as: 'first' });
  await sealAll();
  await office.ask(BUYER, registerSupplier, { name: '供应商乙' }, { as: 'later' });
  const later = office.id('later');
  await untilProjected(projection, undefined);
  await untilProjected(projection, office.id('first'));
  let looked = 0;
  const watched = {
    ...projection,
    async placesOf(ids: readonly string[]) {
      looked += 1;
      if (looked === 2) await sealAll();
      return projection.placesOf(ids);
    },
  };
  await untilProjected(watched, later);
  expect([looked, (await projection.placesOf([later])).get(later)]).toEqual([2, 1]);
});
