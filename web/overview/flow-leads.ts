import { addresses, type Scope, shownAt } from '../ask/addresses.ts';
import type { FlowNode } from './flow.ts';

/** Where what makes a figure of the picture stands: its entries, or where no one list of them does, its parts. */
export function leadsTo({ id }: Pick<FlowNode, 'id'>, entries: string | undefined, scope: Scope): string {
  return entries === undefined ? addresses.flowNode(id, scope) : shownAt(entries);
}
