import type { Query } from '../../model/data.ts';
import type { SqlValue } from '../database/database.ts';
import { sqlValue } from '../wire.ts';

/** A statement with its values in order, as the database takes it. */
export interface Bound {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/**
 * Puts values to the parameters of a delivered statement by their names.
 * @throws when a name has no value: the statement is then not the one that was meant
 */
export function bind(query: Query, values: Readonly<Record<string, unknown>>): Bound {
  return {
    sql: query.sql,
    values: query.parameters.map(({ name = '', type }) => {
      if (!(name in values)) throw new Error(`${query.id}: nothing is known of its parameter ${name}`);
      return sqlValue(type, values[name]);
    }),
  };
}

/** Delivered statements by their id, and by the operation that issues them, in the order of its transaction. */
export interface Delivered {
  readonly named: (id: string) => Query | undefined;
  readonly of: (operation: string) => readonly Query[];
}

/** A statement that no operation issues: that of all contexts, or of the one where each has its own. */
export const standingStatement = (delivered: Delivered, context: string, id: string): Query | undefined =>
  delivered.named(id) ?? delivered.named(`${id}-${context}`);

export function deliveredOf(queries: readonly Query[]): Delivered {
  const named = new Map(queries.map((query) => [query.id, query]));
  const byOperation = new Map<string, readonly Query[]>();
  for (const query of queries)
    if (query.operation !== undefined)
      byOperation.set(query.operation, [...(byOperation.get(query.operation) ?? []), query]);
  return { named: (id) => named.get(id), of: (operation) => byOperation.get(operation) ?? [] };
}
