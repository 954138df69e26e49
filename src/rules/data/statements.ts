import type { Query } from '../../model/data.ts';
import { placeOf } from '../places.ts';

/** Statements of one function on the same tables are one subject: `src/books.ts page: select book`. */
export function statementSubject(query: Query): string {
  if (query.origin.kind !== 'read') return query.id;
  const within = query.operation === undefined ? '' : ` ${query.operation}`;
  return `${placeOf(query)}${within}: ${query.kind} ${tablesText(query)}`;
}

export const tablesText = ({ tables }: Query): string => tables.join(', ') || 'the database';
