import { quoteNames } from '../../../artifacts/sql-names.ts';
import type { FlowWorld } from '../../effects/flow-world.ts';
import { runFlow } from '../../effects/run-flow.ts';
import { performEffects } from '../../effects/run-effects.ts';
import type { Variables } from '../../effects/variables.ts';
import type { Session } from '../session.ts';
import type { Delivered, DeliveredEvent } from './delivered.ts';
import { changesBetween, rowsOf } from './rows.ts';
import { touchedByEffects } from './touched.ts';
import { transactionOf, within } from './world.ts';

export interface Told {
  readonly event: string;
  readonly variables: Variables;
}

/** The id of a message, the same whenever it is delivered. */
const messageId = '00000000-0000-7000-8000-0000000e7e47';

/** Delivers each message twice to each consumer that says what it does: the second time nothing may change. */
export async function deliverTold(
  session: Session,
  delivered: Delivered,
  told: readonly Told[],
  world: FlowWorld,
): Promise<{ readonly faults: readonly string[]; readonly consumers: number }> {
  const faults: string[] = [];
  let consumers = 0;
  for (const { event: name, variables } of told) {
    const event = delivered.events.find((each) => each.name === name);
    // What nobody takes by statements may tell of something that is no row, such as an entry of a trail elsewhere.
    if (event?.consumers.every(({ effects }) => effects === undefined) === true) continue;
    const message = event === undefined ? undefined : await messageOf(session, event, variables);
    if (event === undefined || message === undefined) {
      faults.push(`${name} is published, and no row it tells of is there`);
      continue;
    }
    for (const consumer of event.consumers) {
      if (consumer.effects === undefined) continue;
      consumers++;
      const words = `${consumer.context}, which on ${name} shall ${consumer.action},`;
      const all = await twice(session, delivered, consumer.effects, message, world);
      faults.push(...all.map((fault) => `${words} ${fault}`));
    }
  }
  return { faults, consumers };
}

async function messageOf(
  session: Session,
  { table, id, columns }: DeliveredEvent,
  variables: Variables,
): Promise<Variables | undefined> {
  const about = variables[id] ?? variables['id'];
  if (table === undefined || typeof about !== 'string') return undefined;
  const [row] = await session.rows(`select ${quoteNames(['id', ...columns])} from ${table} where id = $1`, [
    about,
  ]);
  return row === undefined ? undefined : { ...row, [id]: about, event_id: messageId };
}

async function twice(
  session: Session,
  delivered: Delivered,
  effects: NonNullable<DeliveredEvent['consumers'][number]['effects']>,
  message: Variables,
  world: FlowWorld,
): Promise<readonly string[]> {
  const tables = touchedByEffects(delivered, [effects]);
  const transaction = transactionOf(session);
  const take = (): Promise<Variables> =>
    within(session, () =>
      performEffects(effects, message, {
        at: () => transaction,
        call: () => Promise.reject(new Error('a consumer asks nobody but by a flow')),
        start: (id, variables) => {
          const flow = delivered.flows.find((each) => each.id === id);
          return flow === undefined
            ? Promise.reject(new Error(`there is no flow ${id}`))
            : runFlow(flow, variables, world);
        },
      }),
    );
  try {
    await take();
    const once = await rowsOf(session, tables);
    await take();
    const changes = changesBetween(once, await rowsOf(session, tables));
    return changes.map((change) => `changes more when the message comes twice: ${change}`);
  } catch (error) {
    return [`ends with ${error instanceof Error ? error.message : String(error)}`];
  }
}
