import { XMLParser } from 'fast-xml-parser';
import { pointerOf } from '../schemas/fault.ts';
import { plainXml } from './xml.ts';

/** Elements of a small XML file by their names. Namespaces and attributes are left out, texts stay as they stand. */
export interface Element {
  readonly name: string;
  /** Path from the root as a JSON pointer: `/EInvoice/EInvoiceData`, positions of repeated elements from 0. */
  readonly pointer: string;
  /** Empty elements are missing; `nested` has elements inside, `repeated` stands several times where one was meant. */
  readonly state: 'text' | 'nested' | 'repeated' | 'missing';
  /** Trimmed; undefined unless the state is `text`. */
  readonly text: string | undefined;
  /** The one element of that name; missing where there is none. */
  child(name: string): Element;
  /** All elements of that name. */
  children(name: string): readonly Element[];
}

/** How deep elements may lie within each other. */
const MAX_DEPTH = 16;

/**
 * `htmlEntities` is what lets the parser read character references. Nothing else can be expanded: a file that defines
 * entities is refused before it is parsed.
 */
const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: true,
  htmlEntities: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: MAX_DEPTH,
});

/** The root element; undefined for what is no well-formed XML, defines something, or lies too deep. */
export function parseXml(file: Uint8Array): Element | undefined {
  const text = plainXml(file);
  if (text === undefined) return undefined;
  const tree = parsed(text);
  const names = typeof tree === 'object' && tree !== null ? Object.keys(tree) : [];
  const [name] = names;
  if (name === undefined || names.length > 1 || name === '#text') return undefined;
  const root = elementOf(name, valueIn(tree, name), []);
  return root.state === 'repeated' ? undefined : root;
}

function parsed(text: string): unknown {
  try {
    return parser.parse(text, true);
  } catch {
    return undefined;
  }
}

function valueIn(tree: unknown, name: string): unknown {
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree)) return undefined;
  return Object.hasOwn(tree, name) ? Reflect.get(tree, name) : undefined;
}

function elementOf(name: string, value: unknown, above: readonly PropertyKey[]): Element {
  const path = [...above, name];
  const state = stateOf(value);
  return {
    name,
    pointer: pointerOf(path),
    state,
    text: typeof value === 'string' && state === 'text' ? value.trim() : undefined,
    child: (child) => elementOf(child, valueIn(value, child), path),
    children: (child) => {
      const found = valueIn(value, child);
      if (Array.isArray(found)) return found.map((one, at) => placed(child, at, one, path));
      return found === undefined ? [] : [placed(child, 0, found, path)];
    },
  };
}

/** An element of several: its position stands behind its name. */
function placed(name: string, at: number, value: unknown, above: readonly PropertyKey[]): Element {
  const path = [...above, name, at];
  return {
    ...elementOf(name, value, above),
    pointer: pointerOf(path),
    child: (child) => elementOf(child, valueIn(value, child), path),
  };
}

function stateOf(value: unknown): Element['state'] {
  if (Array.isArray(value)) return 'repeated';
  if (typeof value === 'string') return value.trim() === '' ? 'missing' : 'text';
  return value === undefined ? 'missing' : 'nested';
}
