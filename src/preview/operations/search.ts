import { pageLimit } from '../../artifacts/openapi-shared-parameters.ts';
import type { Operation } from '../../model/domain.ts';
import { actingFor } from '../access/decide.ts';
import type { Handler } from '../http/exchange.ts';
import { tableOf } from '../running.ts';
import type { Running } from '../running.ts';
import { bind } from '../statements/delivered.ts';
import { readerFor } from './answers.ts';

/** Full-text search by the delivered statement: the best matches, one page of them. Undefined where none is delivered. */
export function searchHandler(running: Running, operation: Operation): Handler | undefined {
  const table = tableOf(running, operation.entity);
  const found = running.delivered
    .of(operation.id)
    .filter(({ parameters }) => parameters.some(({ name }) => name === 'q'));
  const [first] = found;
  if (first === undefined) return undefined;
  return async (exchange) => {
    const { caller, decision, query } = exchange;
    const isOwn = decision.condition === 'owner';
    const statement =
      found.find(({ parameters }) => parameters.some(({ name }) => name === 'caller') === isOwn) ?? first;
    const { sql, values } = bind(statement, {
      q: query['q'],
      limit: Number(query['limit'] ?? pageLimit.default),
      caller: caller.kind === 'known' ? caller.id : null,
    });
    const { rows } = await running.database.query(
      actingFor(running.roles, caller, operation, decision),
      sql,
      values,
    );
    const items = rows.map(readerFor(running, table, exchange));
    return { status: 200, body: { items, next_cursor: null } };
  };
}
