import type { Check, Column } from '../../model/data.ts';
import { heldBy, labelsHeld } from './types.ts';
import type { Held } from './types.ts';

const plain = (sql: string): string =>
  sql
    .replaceAll(/::[a-z ]+(\(\d+\))?(\[\])?/gi, '')
    .replaceAll(/[`"()]/g, ' ')
    .trim();

/** What a check of the table says of one column alone: its labels or its bounds. */
export type ColumnCheck =
  | { readonly kind: 'labels'; readonly column: string; readonly labels: readonly string[] }
  | {
      readonly kind: 'bounds';
      readonly column: string;
      readonly minimum?: number;
      readonly maximum?: number;
    };

/** Reads `type in ('a', 'b')`, `type = any (array['a', 'b'])`, `n >= 0`, `n between 1 and 5`; anything else is not understood. */
export function columnCheck({ sql }: Pick<Check, 'sql'>): ColumnCheck | undefined {
  const text = plain(sql);
  const list = /^(\w+)\s+(?:in|=\s*any\s+array\s*\[)\s*((?:'[^']*'\s*,?\s*)+)\]?$/i.exec(text);
  if (list?.[1] !== undefined)
    return {
      kind: 'labels',
      column: list[1],
      labels: [...(list[2] ?? '').matchAll(/'([^']*)'/g)].map(([, label = '']) => label),
    };
  const range = /^(\w+)\s+between\s+(-?\d{1,15})\s+and\s+(-?\d{1,15})$/i.exec(text);
  if (range?.[1] !== undefined)
    return { kind: 'bounds', column: range[1], minimum: Number(range[2]), maximum: Number(range[3]) };
  const bound = /^(\w+)\s*(>=|>|<=|<)\s*(-?\d{1,15})$/.exec(text);
  if (bound?.[1] === undefined) return undefined;
  const value = Number(bound[3]);
  switch (bound[2]) {
    case '>=':
      return { kind: 'bounds', column: bound[1], minimum: value };
    case '<=':
      return { kind: 'bounds', column: bound[1], maximum: value };
    case undefined:
    default:
      return undefined;
  }
}

/** What a field holds by the type of its column and the checks that speak of it alone. */
export function heldAs(column: Column, field: string, checks: readonly Check[]): Held {
  const held = heldBy(column, field);
  const said = checks
    .flatMap((check) => columnCheck(check) ?? [])
    .filter((check) => check.column === column.name);
  return said.reduce((so, check): Held => {
    if (check.kind === 'labels')
      return so.type.kind === 'string' || so.type.kind === 'text' ? labelsHeld(check.labels) : so;
    if (so.type.kind !== 'int' && so.type.kind !== 'bigint') return so;
    return {
      ...so,
      ...(check.minimum !== undefined && { minimum: check.minimum }),
      ...(check.maximum !== undefined && { maximum: check.maximum }),
    };
  }, held);
}
