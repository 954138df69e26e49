import type { Query } from '../../../model/data.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { columnName } from './column-names.ts';
import { callOf } from './shapes.ts';

/** A value that is bound to a place of a statement, with the column it is compared with or written to. */
export interface PlacedValue {
  readonly column: string;
  readonly isCondition: boolean;
  readonly value: SyntaxNode;
}

/**
 * The values that are written out beside the text of a statement, by the columns they are bound to; undefined where
 * their number is not that of its placeholders.
 */
export function placedValues(node: SyntaxNode, { sql, orm }: Query): readonly PlacedValue[] | undefined {
  if (orm !== undefined) return undefined;
  const given = node.type === 'tuple' ? node.children[1] : callOf(node)?.args.find(isList)?.value;
  const values = given !== undefined && isList({ value: given }) ? given.children : undefined;
  const places = placesIn(sql);
  if (values === undefined || values.length !== places.length) return undefined;
  return places.flatMap(({ column, isCondition }, at) => {
    const value = values[at];
    return value === undefined ? [] : [{ column, isCondition, value }];
  });
}

const isList = ({ value: { type, children } }: { readonly value: SyntaxNode }): boolean =>
  (type === 'tuple' || type === 'list') && children.length > 0;

interface Place {
  readonly column: string;
  readonly isCondition: boolean;
}

const quoted = /'(?:[^']|'')*'/g;

/** The placeholders of a statement in their order. */
function placesIn(sql: string): readonly Place[] {
  const text = sql.replaceAll(quoted, (found) => ' '.repeat(found.length));
  const where = text.search(/\bwhere\b/i);
  const inserted = insertedColumns(text);
  let ordinal = 0;
  return [...text.matchAll(/\?/g)].map(({ index }) => {
    const isCondition = where !== -1 && index > where;
    const before = /([\w."`]+)\s*(?:=|<|>|like|ilike|in\s*\(|[-+*/]|\w+\s*[-+])\s*$/i.exec(
      text.slice(0, index),
    );
    const column = inserted?.[ordinal] ?? columnName(before?.[1] ?? '');
    ordinal += 1;
    return { column, isCondition };
  });
}

/** `insert into users (name, role) values (?, 'user', ?)`: the columns of the placeholders. */
function insertedColumns(sql: string): readonly string[] | undefined {
  const [, names, values] = /^\s*insert\b[^(]*\(([^)]*)\)\s*values\s*\(([^)]*)\)/i.exec(sql) ?? [];
  if (names === undefined || values === undefined) return undefined;
  const columns = names.split(',').map((name) => columnName(name.trim()));
  return values.split(',').flatMap((value, at) => (value.trim() === '?' ? [columns[at] ?? ''] : []));
}
