import { once } from '../../shared/domain/once.ts';
import type { CatalogueSources } from '../../shared/projection/catalogue.ts';
import type { Catalogue } from '../../shared/storage/ports/catalogue.ts';

/**
 * The catalogue, loaded when a list or a trail is asked for first: a start reads 30 KB less. What names and finds is there
 * at once, for nearly every answer names something.
 */
export function lateCatalogue(sources: CatalogueSources): Catalogue {
  const { search } = sources;
  const loaded = once(async () => {
    const { createCatalogue } = await import('../../shared/projection/catalogue.ts');
    return createCatalogue(sources);
  });
  return {
    named: (ids, asked) => search.named(ids, asked),
    search: (kind, sought) => search.search(kind, sought),
    waiting: async (...asked) => (await loaded()).waiting(...asked),
    documents: async (...asked) => (await loaded()).documents(...asked),
    entries: async (...asked) => (await loaded()).entries(...asked),
    entriesNaming: async (...asked) => (await loaded()).entriesNaming(...asked),
    documentsNaming: async (...asked) => (await loaded()).documentsNaming(...asked),
    documentsSorted: async (...asked) => (await loaded()).documentsSorted(...asked),
    readAhead: async () => (await loaded()).readAhead(),
    entriesMeant: async (...asked) => (await loaded()).entriesMeant(...asked),
    lot: async (...asked) => (await loaded()).lot(...asked),
    trail: async (...asked) => (await loaded()).trail(...asked),
    namingOf: async (...asked) => (await loaded()).namingOf(...asked),
    numbered: async (...asked) => (await loaded()).numbered(...asked),
    placed: async (...asked) => (await loaded()).placed(...asked),
  };
}
