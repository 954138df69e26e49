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

/** Functions of a root object: their first parameter is from outside, the second most often the request. */
const ofRoots = new WeakSet<FunctionNode>();

export function markRoots({ things }: Value): void {
  for (const { fields } of things)
    for (const { callables } of fields.values())
      for (const each of callables) if (each.kind === 'closure') ofRoots.add(each.node);
}

export const isOfRoot = (node: FunctionNode): boolean => ofRoots.has(node);

export const isResolver = (node: FunctionNode): boolean => resolvers.has(node);

/** Whatever such a function answers is sent as far as the schema has fields for it. */
export const answersFields = (node: FunctionNode): boolean => isResolver(node) || isOfRoot(node);
