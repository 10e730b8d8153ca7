import type { FlowNode } from './flow.ts';
import type { zh } from './zh.ts';

/** What a node of the flow is called. */
export function nodeCalled({ of }: Pick<FlowNode, 'of'>, words: typeof zh): string {
  switch (of.kind) {
    case 'money':
      return of.code;
    case 'gifts':
      return words.gifts(of.code);
    case 'item':
    case 'unit':
      return of.name;
    case 'earlier':
      return words.earlier;
    case 'state':
      return words.states[of.state];
    case 'rest':
      return words.rest(of.count);
  }
}
