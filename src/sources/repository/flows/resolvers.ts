import type { FunctionNode } from '../javascript/syntax.ts';
import type { Value } from './value.ts';

/** Functions that answer fields of GraphQL's root types: their second parameter is from outside. */
const resolvers = new WeakSet<FunctionNode>();

export function markResolvers({ things }: Value): void {
  for (const { fields } of things)
    for (const { callables, things: inner } of fields.values()) {
      for (const each of callables) if (each.kind === 'closure') resolvers.add(each.node);
      for (const { fields: parts } of inner)
        for (const part of [parts.get('resolve'), parts.get('subscribe')])
          for (const each of part?.callables ?? []) if (each.kind === 'closure') resolvers.add(each.node);
    }
}

export const isResolver = (node: FunctionNode): boolean => resolvers.has(node);
