import type { Operation } from '../../../model/domain.ts';
import type { Query } from '../../../model/data.ts';
import type { Json } from '../../../model/origin.ts';
import type { Row } from '../../../provers/postgres/session.ts';
import { owner } from '../../database/database.ts';
import { flowOf, refusal } from '../../effects/effects.ts';
import { newRow } from '../../operations/values.ts';
import { operationOf } from '../../running.ts';
import type { Running } from '../../running.ts';
import { bind } from '../../statements/delivered.ts';
import { sqlValue } from '../../wire.ts';
import { actingAsContext } from '../effect-transaction.ts';
import type { Flows } from '../flows.ts';
import { rowsOfFile } from './rows.ts';
import { systemExchange, systemVariables } from './system.ts';

/** Work that was accepted: what is to be done, for whom. */
export interface Accepted {
  readonly id: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, Json>>;
}

export const acceptedOf = (row: Row): Accepted => ({
  id: row['id'] ?? '',
  operation: row['operation'] ?? '',
  input: JSON.parse(row['input'] ?? '{}'),
});

/** Does accepted work; safe to repeat from its beginning. @returns where its result is */
export async function doWork(
  running: Running,
  flows: () => Flows,
  accepted: Accepted,
): Promise<string | undefined> {
  const operation = operationOf(running, accepted.operation);
  if (operation.verb === 'export') return exported(running, operation, accepted);
  if (operation.verb === 'import') return imported(running, operation, accepted);
  return processed(running, flows, operation, accepted);
}

/** Rows of one slice of an export, and of one statement of an import. */
const slice = 500;
const [first, last] = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];

async function exported(running: Running, operation: Operation, { id }: Accepted): Promise<string> {
  const query = running.delivered
    .of(operation.id)
    .find(({ kind, parameters }) => kind === 'select' && parameters.some(({ name }) => name === 'until'));
  if (query === undefined) throw refusal('unavailable', `no statement is delivered for ${operation.id}`);
  await running.database.query(owner, 'delete from preview.results where operation_id = $1', [id]);
  const acting = actingAsContext(running, operation.context);
  let from = first;
  for (let number = 0; ; number++) {
    const { sql, values } = bind(query, { from, until: last, limit: slice });
    const { rows } = await running.database.query(acting, sql, values);
    if (rows.length === 0) break;
    await running.database.query(
      owner,
      'insert into preview.results (operation_id, slice, rows) values ($1, $2, $3)',
      [id, String(number), JSON.stringify(rows)],
    );
    from = rows.at(-1)?.['id'] ?? last;
    if (rows.length < slice) break;
  }
  return `/operations/${id}/result`;
}

async function imported(running: Running, operation: Operation, { input }: Accepted): Promise<undefined> {
  const file = input['file'];
  const query = running.delivered
    .of(operation.id)
    .find(({ kind, parameters }) => kind === 'insert' && parameters.some(({ type }) => type === 'uuid[]'));
  if (query === undefined) throw refusal('unavailable', `no statement is delivered for ${operation.id}`);
  if (typeof file !== 'string') throw refusal('invalid', 'the request names no file');
  const rows = await rowsOfFile(file);
  const acting = actingAsContext(running, operation.context);
  for (let at = 0; at < rows.length; at += slice) {
    const { sql, values } = batchOf(running, operation, query, rows.slice(at, at + slice));
    await running.database.query(acting, sql, values);
  }
  return undefined;
}

/** The rows as one list for each column, as the delivered statement takes them. */
function batchOf(
  running: Running,
  operation: Operation,
  query: Query,
  rows: readonly Readonly<Record<string, Json>>[],
): ReturnType<typeof bind> {
  const made = rows.map((body) =>
    newRow(running, operation, systemExchange(running, operation, body), running.ids.next()),
  );
  return {
    sql: query.sql,
    values: query.parameters.map(({ name = '', type }) =>
      sqlValue(
        type,
        made.map((row) => row[name] ?? null),
      ),
    ),
  };
}

/** Long work that is neither: its flow, or its own statement where no flow says what is done. */
async function processed(
  running: Running,
  flows: () => Flows,
  operation: Operation,
  { id, input }: Accepted,
): Promise<undefined> {
  const object = typeof input['id'] === 'string' ? input['id'] : id;
  const flow = flowOf(operation, running.backend.processes.flows);
  if (flow?.steps.some(({ effects }) => effects !== undefined) === true) {
    await flows().start(flow.id, `work ${id}`, {
      variables: systemVariables(running, operation, object, input),
      operation: operation.id,
      isRedelivered: true,
    });
    return undefined;
  }
  const query = running.delivered.of(operation.id).find(({ kind }) => kind === 'update');
  if (query === undefined) return undefined;
  const { sql, values } = bind(query, { ...input, id: object, caller: null });
  const { affected } = await running.database.query(actingAsContext(running, operation.context), sql, values);
  if (affected === 0) throw refusal('illegal-state', 'its state has no such transition');
  return undefined;
}
