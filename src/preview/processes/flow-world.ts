import { snakeCase } from '../../artifacts/words.ts';
import type { Acting, Transaction as DatabaseTransaction } from '../database/database.ts';
import { owner } from '../database/database.ts';
import type { FlowWorld, Progress, Request, Transaction, Variables } from '../effects/effects.ts';
import { publish } from '../operations/happenings.ts';
import { standingStatement } from '../statements/delivered.ts';
import { rowById } from '../statements/select.ts';
import { tableOf } from '../running.ts';
import type { Running } from '../running.ts';
import { actingAsContext, forEffects } from './effect-transaction.ts';
import type { FlowRecord } from './flow-runs.ts';

/** What flows ask of the rest of the preview. */
export interface FlowServices {
  /** One attempt of a request. @throws a refusal where the other side says no */
  readonly call: (request: Request) => Promise<Variables>;
  /** ms before an attempt is repeated. */
  readonly pause: (attempt: number) => number;
}

const keepSql = `update preview.flows set progress = progress || jsonb_build_object($2::text, $3::jsonb) where key = $1`;

/** Where a flow runs: each step as its context, with what it has come to in the same transaction. */
export function flowWorld(
  running: Running,
  { call, pause }: FlowServices,
  { key, cause, progress }: FlowRecord,
): { readonly world: FlowWorld; readonly known: () => Variables } {
  const opened = new WeakMap<Transaction, DatabaseTransaction>();
  const before = new Map<string, Progress>(Object.entries(progress));
  let known = cause.variables;
  let open: { readonly transaction: DatabaseTransaction; readonly context: string } | undefined;
  const acting = (context: string): Acting => actingAsContext(running, context, cause.caller);
  const given = (transaction: DatabaseTransaction): Transaction => {
    const handed = forEffects(transaction);
    opened.set(handed, transaction);
    return handed;
  };
  const world: FlowWorld = {
    flows: running.backend.processes.flows,
    // Each context is asked as itself; all of them in the one database, so in the one transaction.
    databaseOf: (context) => context,
    inTransaction: async (context, use) => {
      if (open !== undefined) return asAnother(open, acting, context, (other) => use(given(other)));
      return running.database.transaction(acting(context), async (transaction) => {
        open = { transaction, context };
        try {
          return await use(given(transaction));
        } finally {
          open = undefined;
        }
      });
    },
    call,
    publish: (transaction, event, variables) => {
      const inner = opened.get(transaction);
      if (inner === undefined) throw new Error('an event is told in the transaction of what it tells of');
      return tell(running, inner, event, variables);
    },
    keep: async (flow, reached, transaction) => {
      known = { ...known, ...reached.variables };
      const values = [key, flow, JSON.stringify(reached)];
      if (transaction === undefined) await running.database.query(owner, keepSql, values);
      else await transaction.run(keepSql, values);
    },
    // Taken up once: what a flow does again after it was taken back begins at its start.
    resume: (flow) => {
      const reached = before.get(flow);
      before.delete(flow);
      return reached;
    },
    pause: (attempt) => new Promise((resolve) => setTimeout(resolve, pause(attempt))),
  };
  return { world, known: () => known };
}

/** Does the part of another context within a transaction, and goes on as before. */
export async function asAnother<T>(
  { transaction, context }: { readonly transaction: DatabaseTransaction; readonly context: string },
  acting: (context: string) => Acting,
  other: string,
  use: (transaction: DatabaseTransaction) => Promise<T>,
): Promise<T> {
  await transaction.actAs(acting(other));
  const done = await use(transaction);
  await transaction.actAs(acting(context));
  return done;
}

/** Writes an event of a flow into the outbox: about the object that its variables name. */
async function tell(
  running: Running,
  transaction: DatabaseTransaction,
  name: string,
  variables: Variables,
): Promise<void> {
  const event = running.backend.processes.events.find((each) => each.name === name);
  if (event === undefined) throw new Error(`the model has no event ${name}`);
  const outbox = standingStatement(running.delivered, event.producer, 'outbox-write');
  if (outbox === undefined) throw new Error('no statement is delivered that writes to the outbox');
  const id = variables[`${snakeCase(event.entity)}_id`] ?? variables['id'];
  if (typeof id !== 'string') throw new Error(`${name}: nothing says which ${event.entity} it is about`);
  const { rows } = await transaction.run(rowById(tableOf(running, event.entity)), [id]);
  const [row] = rows;
  if (row === undefined) throw new Error(`${name}: the ${event.entity} it is about is not there`);
  await publish(running, transaction, outbox, event, { id, row });
}
