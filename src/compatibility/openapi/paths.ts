import { fixedMembers, rawChild, resolve } from '../located.ts';
import type { Located } from '../located.ts';
import { pairBy } from '../pairing.ts';
import type { Pairing } from '../pairing.ts';

export const methods = [
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'trace',
  'query',
] as const;

export interface PathItem {
  readonly path: string;
  readonly item: Located;
  /** Names of the parameters in the path, in order. */
  readonly names: readonly string[];
}

export interface Operation {
  readonly method: string;
  /** `GET /orders/{id}` */
  readonly name: string;
  readonly operation: Located;
  readonly path: PathItem;
}

/** What a path is, whatever its parameters are called. */
const template = (path: string): string => path.replace(/\{[^{}]*\}/g, '{}');

export const pathItems = (document: Located): readonly PathItem[] =>
  fixedMembers(rawChild(document, 'paths')).map(([path, item]) => ({
    path,
    item,
    names: [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name),
  }));

/** Paths of the same text first, then those that differ in the names of their parameters only. */
export function pairPaths(old: readonly PathItem[], next: readonly PathItem[]): Pairing<PathItem> {
  const exact = pairBy(old, next, ({ path }) => path);
  const renamed = pairBy(exact.gone, exact.come, ({ path }) => template(path));
  return { pairs: [...exact.pairs, ...renamed.pairs], gone: renamed.gone, come: renamed.come };
}

export const operationsOf = (path: PathItem): readonly Operation[] =>
  methods.flatMap((method) => {
    const found = rawChild(path.item, method);
    if (found === undefined) return [];
    const name = `${method.toUpperCase()} ${path.path}`;
    return [{ method, name, operation: resolve(found), path }];
  });
