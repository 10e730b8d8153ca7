import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { DOCUMENT_KINDS, type DocumentKind } from '../../shared/domain/documents.ts';
import { KIND_NAMES, KINDS } from '../../shared/domain/kinds.ts';
import { routes } from '../../shared/routes.ts';
import { entriesListed } from '../../shared/schemas/answer-forms.ts';
import { entryRead } from '../../shared/schemas/entry-read.ts';
import { names } from '../../shared/schemas/names.ts';
import { isDocumentKind, pointsAt, shownAt } from '../../web/trail/opened.ts';
import { type Api, AUDITOR, openApiOver } from '../functions/api.ts';
import { playSample } from '../functions/sample.ts';

const ID = '0190c3a8-0000-7000-8000-000000000001';

/** The routes as they are written: what they show needs a browser. */
const written = await readFile(join(import.meta.dirname, '../../web/desk/trail-routes.tsx'), 'utf8');
const paths = [...written.matchAll(/path: '(\/[^']*)'/g)].map(([, path = '']) => path);

/** Whether a route of the desk is at an address. */
function isRouted(address: string): boolean {
  const { pathname } = new URL(address, 'http://desk.example');
  return paths.some((path) => new RegExp(`^${path.replace(/\$\w+/, '[^/]+')}$`).test(pathname));
}

describe('no kind is dead:', () => {
  test.each(DOCUMENT_KINDS)('%s has a page, which asks for what the API reads', (kind) => {
    const { at, by } = shownAt(kind);
    expect(isRouted(at(ID))).toBe(true);
    expect(at(ID)).toContain(ID);
    expect(routes.some(({ operation, method }) => operation === by && method === 'GET')).toBe(true);
  });

  test('what each kind of entry points at is a document or an entry', () => {
    for (const kind of KIND_NAMES) {
      const { refs } = KINDS[kind];
      if (typeof refs === 'string') continue;
      for (const ref of Object.keys(refs)) {
        const pointed = pointsAt(ref);
        expect([kind, ref, pointed === 'entry' || isDocumentKind(pointed)]).toEqual([kind, ref, true]);
      }
    }
  });
});

describe('in a ledger in which everything was done once', () => {
  let api: Api;
  const seen = new Set<string>();
  const listed = entriesListed.extend({ names });
  const read = entryRead.extend({ names });
  const asked = async <T>(path: string, schema: z.ZodType<T>): Promise<T> =>
    schema.parse((await api.get(path, { as: AUDITOR })).json);

  beforeAll(async () => {
    api = openApiOver();
    await playSample(api);
  });

  test('whatever an entry is about or points at opens a page of its kind, and the API answers what that asks for', async () => {
    for (let cursor = ''; ; ) {
      const page = await asked(`/api/entries?limit=200${cursor}`, listed);
      for (const { id } of page.items) {
        const { entry, document } = await asked(`/api/entries/${id}`, read);
        const refs = Object.entries(entry.refs).flatMap(([ref, to]) =>
          [to].flat().map((one) => ({ kind: pointsAt(ref), id: one })),
        );
        for (const about of [...(document === undefined ? [] : [document]), ...refs]) {
          if (about.kind === 'entry') continue;
          expect([entry.kind, about.kind, isDocumentKind(about.kind)]).toEqual([entry.kind, about.kind, true]);
          if (isDocumentKind(about.kind)) await opens(about.kind, about.id);
        }
      }
      if (page.next === undefined) break;
      cursor = `&cursor=${page.next}`;
    }
    // A closed month has the id of its entry.
    expect([...seen].sort()).toEqual(DOCUMENT_KINDS.toSorted());
  });

  /** Asks for what the page of a document asks for. */
  async function opens(kind: DocumentKind, id: string): Promise<void> {
    if (seen.has(kind)) return;
    seen.add(kind);
    const { at, by } = shownAt(kind);
    expect(isRouted(at(id))).toBe(true);
    const route = routes.find(({ operation }) => operation === by);
    const { status } = await api.get(route?.path.replace('{id}', id) ?? '', { as: AUDITOR });
    expect([kind, status]).toEqual([kind, 200]);
  }
});
