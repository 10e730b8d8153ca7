import type { Route } from '../shared/routes.ts';

export interface ServedRoute {
  readonly route: Route;
  /** As API Gateway names it: `POST /api/purchases/{id}/acceptances`. */
  readonly key: string;
  readonly parameters: readonly string[];
}

export type Match =
  | { readonly found: 'route'; readonly served: ServedRoute; readonly values: readonly string[] }
  | { readonly found: 'other-methods'; readonly allow: string }
  | { readonly found: 'nothing' }
  | { readonly found: 'malformed-path' };

interface Node {
  readonly fixed: Map<string, Node>;
  /** `{name+}`: what serves everything below. */
  readonly greedy: Map<string, ServedRoute>;
  parameter: Node | undefined;
  readonly methods: Map<string, ServedRoute>;
}

const NO_ROUTE: Match = { found: 'nothing' };
const MALFORMED: Match = { found: 'malformed-path' };

/** Finds routes as API Gateway does: a fixed segment before a parameter, and a parameter is never empty. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match {
  const root = emptyNode();
  for (const route of routes) plant(root, route);
  return (method, path) => {
    const segments = decoded(path);
    if (segments === undefined) return MALFORMED;
    const values: string[] = [];
    const others = new Set<string>();
    const served = search(root, method, segments, 1, values, others);
    if (served) return { found: 'route', served, values };
    return others.size === 0 ? NO_ROUTE : { found: 'other-methods', allow: [...others].sort().join(', ') };
  };
}

function emptyNode(): Node {
  return { fixed: new Map(), greedy: new Map(), parameter: undefined, methods: new Map() };
}

function plant(root: Node, route: Route): void {
  const parameters: string[] = [];
  let node = root;
  for (const segment of route.path.split('/').slice(1)) {
    const rest = /^\{(\w+)\+\}$/.exec(segment)?.[1];
    if (rest !== undefined) {
      parameters.push(rest);
      node.greedy.set(route.method, { route, key: `${route.method} ${route.path}`, parameters });
      return;
    }
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name !== undefined) {
      parameters.push(name);
      node = node.parameter ??= emptyNode();
    } else {
      const next = node.fixed.get(segment) ?? emptyNode();
      node.fixed.set(segment, next);
      node = next;
    }
  }
  node.methods.set(route.method, { route, key: `${route.method} ${route.path}`, parameters });
}

function search(
  node: Node,
  method: string,
  segments: readonly string[],
  depth: number,
  values: string[],
  others: Set<string>,
): ServedRoute | undefined {
  const segment = segments[depth];
  if (segment === undefined) {
    const served = node.methods.get(method);
    if (!served) for (const other of node.methods.keys()) others.add(other);
    return served;
  }
  const fixed = node.fixed.get(segment);
  const served = fixed && search(fixed, method, segments, depth + 1, values, others);
  if (served || segment === '') return served;
  if (node.parameter) {
    values.push(segment);
    const taken = search(node.parameter, method, segments, depth + 1, values, others);
    if (taken) return taken;
    values.pop();
  }
  const greedy = node.greedy.get(method);
  if (greedy) values.push(segments.slice(depth).join('/'));
  else for (const other of node.greedy.keys()) others.add(other);
  return greedy;
}

/** The segments after decoding each by itself, so that an encoded slash stays inside its segment. */
function decoded(path: string): readonly string[] | undefined {
  const segments = path.split('/');
  if (!path.includes('%')) return segments;
  try {
    return segments.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
