import { product, ranged, sum } from '../../model/amounts.ts';
import type { Part } from '../../model/amounts.ts';
import { isQueueBroker } from '../../model/broker.ts';
import { anchor, codeCell, count, judgement, link, paragraph, section, table, titles } from '../blocks.ts';
import type { Basis, Block, Cell, Section } from '../deliverable.ts';
import type { Container } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';
import { assumed, derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';
import { deliveryRate, eventBandwidth, eventBytes, eventRate } from './event-rates.ts';

/** How long a message stays, so that a consumer that was wrong for a weekend can be replayed. */
export const messageRetention: Quantity = assumed(
  7 * 86_400,
  's',
  'a long weekend and the days to notice a wrong consumer',
  3 * 86_400,
  30 * 86_400,
);

/** Time a consumer holds one message: a transaction with a few statements. */
const handling: Quantity = assumed(20, 'ms', 'one short transaction per message', 5, 100);

export const brokerOf = ({ architecture }: Backend): Container | undefined =>
  architecture.containers.find(({ kind }) => kind === 'broker');

export const retentionOf = (backend: Backend): string =>
  `${quantityText(messageRetention)}${keepsForReplay(brokerOf(backend)) ? '' : ' in the outbox after delivery'}`;

/** Busy part of a consumer at which a queue of messages stays short. */
const busy = 0.5;

/** What carries the messages, what else was looked at, and the figure at which the answer changes. */
export function brokerChoice({ backend }: Basis): Section | undefined {
  const decision = backend.design?.decisions.find(({ id }) => id === 'message-transport');
  if (decision === undefined) return undefined;
  return section(
    { id: 'broker-choice', title: 'What carries the messages' },
    paragraph(`${decision.outcome} ${decision.context}`),
    table(
      ['option', 'for it', 'against it'],
      decision.considered.map(({ option, pros, cons }): readonly Cell[] => [
        option,
        titles(pros),
        titles(cons),
      ]),
    ),
    table(
      ['figure', 'value'],
      [
        ['most consumers of one event', count(mostConsumers(backend), 'consumers of the event with most')],
        ['changes', decision.revisit],
        ['decision', link(decision.title, `1-architecture/decisions/${anchor(decision.id)}.md#decision`)],
      ],
    ),
  );
}

const mostConsumers = ({ processes }: Backend): number =>
  Math.max(0, ...processes.events.map(({ consumers }) => consumers.length));

/** Messages, bytes, partitions and disk that follow from the rates of the events. */
export function brokerSizing({ backend }: Basis): Section | undefined {
  const rated = backend.processes.events.flatMap((event) => {
    const rate = eventRate(backend, event);
    return rate === undefined ? [] : [{ event, rate }];
  });
  if (rated.length === 0) return undefined;
  const broker = brokerOf(backend);
  const copies = keepsForReplay(broker) ? replicas : 1;
  const total = (parts: readonly Part[], unit: Quantity['unit']): Quantity =>
    sum(parts, unit, 'sum of all events');
  const peak = total(
    rated.map(({ event, rate }) => [event.name, rate.peak]),
    'requests/s',
  );
  const deliveries = total(
    rated.map(({ event, rate }) => [event.name, deliveryRate(event, rate)]),
    'requests/s',
  );
  const bandwidth = total(
    rated.map(({ event, rate }) => [event.name, eventBandwidth(backend, event, rate.peak)]),
    'bytes/s',
  );
  const kept = rated.map(({ event, rate }): Part => [
    event.name,
    keptBytes(backend, event, rate.mean, copies),
  ]);
  return section(
    { id: 'broker-sizing', title: 'Size of the message store', items: ['6.12'] },
    paragraph(carriage(broker)),
    eventTable(backend, rated, copies),
    table(
      ['all events', 'value'],
      [
        ['messages at peak, each once', peak],
        ['deliveries at peak, one for each consumer', deliveries],
        ['bytes at peak', bandwidth],
        ['kept for', messageRetention],
        [copies === 1 ? 'kept bytes, in the outbox' : 'kept bytes', total(kept, 'bytes')],
        ...(broker === undefined || keepsForReplay(broker)
          ? []
          : [
              [
                `held by ${broker.name} after ${quantityText(standstill)} in which no consumer takes anything`,
                total(
                  rated.map(({ event, rate }) => [event.name, heldBytes(backend, event, rate.mean)]),
                  'bytes',
                ),
              ],
            ]),
        ['time a consumer holds a message', handling],
      ],
    ),
    orderNote(broker),
    partitionsNote,
  );
}

/** Copies that a broker of three nodes keeps of a message. */
const replicas = 3;

/** How long consumers may stand still before the broker has to hold back who publishes. */
const standstill: Quantity = assumed(3600, 's', 'a bad release is found and rolled back', 900, 14_400);

/** A log keeps what was read; a queue drops what its consumer has acknowledged. */
const keepsForReplay = (broker: Container | undefined): boolean =>
  broker !== undefined && !isQueueBroker(broker.technology);

function carriage(broker: Container | undefined): string {
  if (broker === undefined)
    return 'No broker is part of this design: messages wait in the outbox table and are handed over in the process. The figures say when that stops being enough.';
  const carries = `${broker.name} (${broker.technology}) carries all events, three copies of each`;
  return keepsForReplay(broker)
    ? `${carries}.`
    : `${carries} until its consumers have taken it. What was taken is dropped there: the outbox keeps it for replay.`;
}

/** Two workers on one queue take two messages of a key at once: how that is kept from happening. */
function orderNote(broker: Container | undefined): Block {
  const how =
    broker === undefined
      ? 'a worker takes the oldest open message of a key and no second one of it before the first is committed'
      : keepsForReplay(broker)
        ? 'a key has one partition, and a partition one consumer of a group'
        : 'a consistent-hash exchange spreads keys over as many queues as the table has partitions, each with a single active consumer';
  return paragraph(`Order of a key at a consumer: ${how}. Workers beyond that stand by.`);
}

interface RatedEvent {
  readonly event: Backend['processes']['events'][number];
  readonly rate: NonNullable<ReturnType<typeof eventRate>>;
}

function eventTable(backend: Backend, rated: readonly RatedEvent[], copies: number): Block | undefined {
  return table(
    ['event', 'mean', 'at peak', 'consumers', 'bytes of one', 'bytes at peak', 'partitions', 'kept'],
    rated.map(({ event, rate }): readonly Cell[] => [
      codeCell(event.name),
      rate.mean,
      rate.peak,
      count(event.consumers.length, 'consumers of the event'),
      eventBytes(backend, event),
      eventBandwidth(backend, event, rate.peak),
      partitions(rate.peak),
      keptBytes(backend, event, rate.mean, copies),
    ]),
  );
}

const partitionsNote = judgement(
  'Partitions follow from an assumed handling time at half load; measure the slowest consumer and divide anew. More partitions can be added, fewer cannot, and adding them breaks the order of a key once.',
);

const keptBytes = (
  backend: Backend,
  event: Parameters<typeof eventBytes>[1],
  mean: Quantity,
  copies: number,
): Quantity =>
  product(
    [
      ['mean rate', mean],
      ['message', eventBytes(backend, event)],
      ['kept', messageRetention],
    ],
    'bytes',
    copies === 1 ? 'rate × bytes × retention' : 'rate × bytes × retention × 3 copies',
    copies,
  );

/** Each consumer has a queue of its own, and each of its messages three copies. */
const heldBytes = (backend: Backend, event: Parameters<typeof eventBytes>[1], mean: Quantity): Quantity =>
  product(
    [
      ['mean rate', mean],
      ['message', eventBytes(backend, event)],
      ['stands still', standstill],
    ],
    'bytes',
    `rate × bytes × time × ${event.consumers.length} consumers × ${replicas} copies`,
    event.consumers.length * replicas,
  );

/**
 * Parallel consumers: messages in hand are rate × time (Little, Operations Research 9, 1961), at half load, never below
 * one.
 */
export function partitions(peak: Quantity): Quantity {
  const needed = product(
    [
      ['peak', peak],
      ['handling', handling],
    ],
    'count',
    'peak × handling / 0.5',
    1e-3 / busy,
  );
  const whole = (value: number | undefined): number => Math.max(1, Math.ceil(value ?? needed.value));
  const rule = 'messages in hand at half load (Little), rounded up';
  const ends = [whole(needed.value), whole(needed.low), whole(needed.high)] as const;
  return ends[1] === ends[2]
    ? derived(ends[0], 'count', rule, [quantityText(peak), quantityText(handling)])
    : ranged(ends, 'count', rule, [quantityText(peak), quantityText(handling)]);
}
