import type { Endpoint } from '../../model/api.ts';
import type { Transaction } from '../database/database.ts';
import type { Exchange } from '../http/exchange.ts';
import { tableOf } from '../running.ts';
import type { Running } from '../running.ts';
import { rowById } from '../statements/select.ts';
import { columnOf } from './list.ts';
import { notFound } from './read.ts';

/**
 * Looks for the objects that the path of a request names, as the caller sees them: whoever may not see a cart may not
 * put anything into it. @throws Refusal 404
 */
export function parentsOf(
  running: Running,
  { path, entity }: Endpoint,
): (transaction: Transaction, exchange: Exchange) => Promise<void> {
  const own = running.backend.entities.find(({ name }) => name === entity);
  const named = [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, parameter = '']) => {
    const field = own?.fields.find(
      ({ name, type }) =>
        type.kind === 'ref' &&
        columnOf(tableOf(running, own.name), running, own.name, name)?.name === parameter,
    );
    return field?.type.kind === 'ref'
      ? [{ parameter, sql: rowById(tableOf(running, field.type.entity)) }]
      : [];
  });
  return async (transaction, exchange) => {
    for (const { parameter, sql } of named) {
      const { rows } = await transaction.run(sql, [exchange.path[parameter] ?? null]);
      if (rows.length === 0) throw notFound();
    }
  };
}
