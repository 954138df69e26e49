import type { Session } from '../session.ts';
import { printFailure } from '../session.ts';
import type { FlowWorld, Request } from '../../effects/flow-world.ts';
import type { SqlValue, Transaction, Variables } from '../../effects/variables.ts';
import type { Delivered } from './delivered.ts';

/** A peer that answers each key once, an outbox that is a list, and transactions that are savepoints. */
export interface TrialWorld {
  readonly world: FlowWorld;
  readonly transaction: Transaction;
  readonly told: { readonly event: string; readonly variables: Variables }[];
  readonly requests: ReadonlyMap<string, Variables>;
}

const textOf = (value: SqlValue): string | null =>
  value === null ? null : typeof value === 'object' ? JSON.stringify(value) : String(value);

export const transactionOf = (session: Session): Transaction => ({
  run: async (sql, values) => {
    const ran = await session.run(sql, values.map(textOf));
    if (ran.kind === 'failed') throw new Error(`${printFailure(ran.failure)} in: ${sql.slice(0, 160)}`);
    return ran;
  },
});

let savepoints = 0;

/** Undoes what was done when `use` throws, or always. */
export async function within<T>(session: Session, use: () => Promise<T>, isInVain = false): Promise<T> {
  const name = `trial_${++savepoints}`;
  await session.rows(`savepoint ${name}`);
  try {
    const value = await use();
    await session.runEach([
      ...(isInVain ? [{ sql: `rollback to savepoint ${name}` }] : []),
      { sql: `release savepoint ${name}` },
    ]);
    return value;
  } catch (error) {
    await session.runEach([{ sql: `rollback to savepoint ${name}` }, { sql: `release savepoint ${name}` }]);
    throw error;
  }
}

/**
 * @param scene what the trial knows: an answer that the scene gives a value for has that value
 * @param kept called after each transaction and each call
 */
export function trialWorld(
  session: Session,
  { flows }: Delivered,
  scene: Variables,
  kept: NonNullable<FlowWorld['keep']>,
): TrialWorld {
  const transaction = transactionOf(session);
  const told: { readonly event: string; readonly variables: Variables }[] = [];
  const requests = new Map<string, Variables>();
  const answer = ({ gives, request }: Request): Variables =>
    Object.fromEntries(gives.map((name) => [name, scene[name] ?? `${request}-${requests.size}`]));
  return {
    transaction,
    told,
    requests,
    world: {
      flows,
      inTransaction: (_, use) => within(session, () => use(transaction)),
      call: (request) => {
        const found = requests.get(request.key) ?? answer(request);
        requests.set(request.key, found);
        return Promise.resolve(found);
      },
      publish: (_, event, variables) => {
        told.push({ event, variables });
        return Promise.resolve();
      },
      keep: kept,
    },
  };
}
