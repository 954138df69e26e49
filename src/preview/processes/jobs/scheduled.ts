import { pascalCase, snakeCase } from '../../../artifacts/words.ts';
import type { Operation } from '../../../model/domain.ts';
import type { Query } from '../../../model/data.ts';
import type { Job } from '../../../model/processes.ts';
import type { Acting } from '../../database/database.ts';
import { owner } from '../../database/database.ts';
import { flowOf } from '../../effects/effects.ts';
import { batchWork } from '../../operations/act.ts';
import type { Running } from '../../running.ts';
import { bind } from '../../statements/delivered.ts';
import { actingAsContext } from '../effect-transaction.ts';
import type { Flows } from '../flows.ts';
import { systemExchange, systemVariables } from './system.ts';

/** What a job by the clock does, once for each period; gives what is to be seen of it afterwards. */
export type ScheduledWork = (period: number) => Promise<Readonly<Record<string, unknown>>>;

/** Days that keys and states are kept that no field of the model says. */
const keptMs = 86_400_000;

/** Undefined = it is told in words alone, or needs what nobody hands in. */
export function scheduledWork(running: Running, flows: () => Flows, job: Job): ScheduledWork | undefined {
  if (job.id.startsWith('batch-')) return batch(running, flows, job);
  if (job.id.startsWith('retention-')) return retention(running, job);
  if (job.id.endsWith('-cleanup')) return cleanUp(running, job);
  return undefined;
}

/** `process Reservation expire (expire-reservations)`: the operation that the batch runs. */
export const batchOperation = ({ backend }: Running, { name }: Job): Operation | undefined =>
  backend.operations.find(({ id }) => id === name.replace(/ \([^)]*\)$/, ''));

function batch(running: Running, flows: () => Flows, job: Job): ScheduledWork | undefined {
  const operation = batchOperation(running, job);
  if (operation === undefined) return undefined;
  if (operation.verb === 'export')
    return async (period) => ({ accepted: await acceptExport(running, operation, period) });
  if (operation.verb !== 'process') return undefined;
  const flow = flowOf(operation, running.backend.processes.flows);
  if (flow?.steps.some(({ effects }) => effects !== undefined) === true)
    return async (period) => {
      await flows().start(flow.id, `${job.id} ${period}`, {
        variables: systemVariables(running, operation, running.ids.next()),
        operation: operation.id,
        isRedelivered: true,
      });
      return { flow: flow.id };
    };
  const [take, mark] = running.delivered.of(operation.id);
  if (take === undefined || mark === undefined) return undefined;
  const work = batchWork(running, operation);
  return async (period) => {
    const acting = actingAsContext(running, operation.context);
    const exchange = systemExchange(running, operation);
    await running.database.transaction(acting, (transaction) =>
      work(transaction, exchange, new Date(period)),
    );
    return { operation: operation.id };
  };
}

/** The same period is accepted once. */
async function acceptExport(running: Running, operation: Operation, period: number): Promise<string> {
  const accept = running.delivered.of(operation.id).find(({ id }) => id.endsWith('-accept'));
  if (accept === undefined) throw new Error(`no statement is delivered to accept ${operation.id}`);
  const id = running.ids.of(new Date(period), 'batch', operation.id);
  const { sql, values } = bind(accept, { id, operation: operation.id, requested_by: null, input: {} });
  await running.database.query(owner, `${sql} on conflict do nothing`, values);
  return id;
}

function cleanUp(running: Running, { id }: Job): ScheduledWork | undefined {
  const subject = id.replace(/-cleanup$/, '');
  const queries = running.backend.data.queries.filter(
    (query) => query.kind === 'delete' && new RegExp(`^${subject}-(?:.*-)?cleanup(?:-|$)`).test(query.id),
  );
  if (queries.length === 0) return undefined;
  return async () => {
    let removed = 0;
    for (const query of queries) removed += await removeAll(running, query, owner);
    return { removed };
  };
}

function retention(running: Running, { id }: Job): ScheduledWork | undefined {
  const name = pascalCase(id.replace('retention-', ''));
  const entity = running.backend.entities.find((each) => each.name === name);
  const table = running.backend.data.tables.find((each) => each.entity === name);
  const query = running.backend.data.queries.find(
    (each) =>
      each.id.startsWith('retention-') && each.tables[0] === `${table?.schema ?? ''}.${table?.name ?? ''}`,
  );
  const kept = entity?.retention?.value;
  if (query === undefined || kept === undefined) return undefined;
  const role = snakeCase(`${running.backend.id} retention`);
  const acting = running.backend.data.roles.some((each) => each.name === role) ? { role } : owner;
  return async () => ({ removed: await removeAll(running, query, acting, kept * 1000) });
}

/** Again until a run removes fewer than it may. */
async function removeAll(
  running: Running,
  query: Query,
  acting: Acting,
  kept: number = keptMs,
): Promise<number> {
  const before = new Date(running.clock.now().getTime() - kept);
  const limit = 5000;
  const values = { created_at: before.toISOString(), p2: limit, before: leastId(before), limit };
  const { sql, values: bound } = bind(query, values);
  for (let removed = 0; ;) {
    const { affected } = await running.database.query(acting, sql, bound);
    removed += affected;
    if (affected < 1000) return removed;
  }
}

/** The least UUID of version 7 of a moment. */
function leastId(at: Date): string {
  const time = at.getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
