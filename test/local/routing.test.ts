import { describe, expect, test } from 'vitest';
import { createRouter, type Match } from '../../local/routing.ts';
import { routes } from '../../shared/routes.ts';

const find = createRouter(routes);

/** The route's key and its parameters by name, or what was found instead. */
function told(match: Match): unknown {
  if (match.found !== 'route') return match;
  const { key, parameters } = match.served;
  return [key, Object.fromEntries(parameters.map((name, at) => [name, match.values[at]]))];
}

describe('a greedy parameter', () => {
  test.each([
    ['/api/log/tile/0/000', { level: '0', path: '000' }],
    ['/api/log/tile/0/x001/x234/067', { level: '0', path: 'x001/x234/067' }],
    ['/api/log/tile/1/x001/067.p/17', { level: '1', path: 'x001/067.p/17' }],
    ['/api/log/tile/0/000/', { level: '0', path: '000/' }],
    ['/api/log/tile/0/x001%2F067', { level: '0', path: 'x001/067' }],
    ['/api/log/tile/Entries/000', { level: 'Entries', path: '000' }],
  ])('takes all that follows: %s', (path, parameters) => {
    expect(told(find('GET', path))).toEqual(['GET /api/log/tile/{level}/{path+}', parameters]);
  });

  test('comes after a fixed segment in its place', () => {
    expect(told(find('GET', '/api/log/tile/entries/x001/067.p/3'))).toEqual([
      'GET /api/log/tile/entries/{path+}',
      { path: 'x001/067.p/3' },
    ]);
    expect(told(find('GET', '/api/log/tile/entries/0'))).toEqual(['GET /api/log/tile/entries/{path+}', { path: '0' }]);
  });

  test.each(['/api/log/tile', '/api/log/tile/', '/api/log/tile/0', '/api/log/tile/0/', '/api/log/tile//000'])(
    'is never empty: %s',
    (path) => {
      expect(told(find('GET', path))).toEqual({ found: 'nothing' });
    },
  );

  test('names the methods that its path takes where another is used', () => {
    for (const path of ['/api/log/tile/0/000', '/api/log/tile/entries/x001/067']) {
      expect(told(find('POST', path))).toEqual({ found: 'other-methods', allow: 'GET' });
    }
  });

  test('is not taken for a path whose encoding is malformed', () => {
    expect(told(find('GET', '/api/log/tile/0/%zz'))).toEqual({ found: 'malformed-path' });
  });
});

describe('the routes', () => {
  test('are each found by their own method and path', () => {
    for (const { method, path } of routes) {
      const filled = path.replace(/\{(\w+)\+\}/, 'one/two').replaceAll(/\{\w+\}/g, 'one');
      expect(told(find(method, filled))).toMatchObject([`${method} ${path}`, expect.anything()]);
    }
  });
});
