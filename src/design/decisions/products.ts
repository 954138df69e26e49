import { isQueueBroker } from '../../model/broker.ts';
import type { Decision } from '../../model/decision.ts';
import { quantityText } from '../../model/quantity.ts';
import { figure, valueOf } from '../capacity/figures.ts';
import type { Comparison } from '../options/result.ts';
import { plain } from '../quantities.ts';
import { cachedReads, nearHitRatio, processesOf, readRate } from '../sizing/hits.ts';
import { chooseProduct } from '../stack/choose.ts';
import type { Choice, Role } from '../stack/choose.ts';
import { rolesOf } from '../stack/products.ts';
import { considered, decision } from './draft.ts';

/** Products of the roles that matter most: database, cache if there is one, and how messages travel. */
export const productDecisions = (comparison: Comparison): readonly Decision[] => [
  ...databaseDecision(comparison),
  ...cacheProduct(comparison),
  ...transportDecision(comparison),
];

/** Each known product of a role, with what speaks against it in this brief. */
function compared(role: Role, choice: Choice, pros: Readonly<Record<string, readonly string[]>>) {
  const known = rolesOf(role);
  const all = known.some(({ name }) => name === choice.product.name) ? known : [choice.product, ...known];
  return all.map(({ name, licence, supportEnd }) => {
    const refused = choice.excluded.find((entry) => entry.name === name);
    return considered(
      name,
      [
        ...(pros[name] ?? []),
        ...(licence === undefined ? [] : [`licence ${licence}`]),
        ...(supportEnd === undefined ? [] : [`supported until ${supportEnd}`]),
      ],
      [
        ...(refused === undefined ? [] : [`the brief avoids ${refused.by.value}`]),
        ...(supportEnd === undefined ? ['no support end is known here'] : []),
      ],
    );
  });
}

const pinOf = ({ problem }: Comparison, role: string) =>
  problem.brief.pins.find(({ topic }) => topic === role);

const mustWords = ({ problem }: Comparison, role: string): readonly string[] => {
  const must = problem.brief.constraints.must[role];
  return must === undefined ? [] : [`the brief demands ${must.value}`];
};

function databaseDecision(comparison: Comparison): readonly Decision[] {
  const { problem, chosen } = comparison;
  const choice = chooseProduct(problem.brief, 'database');
  if (choice === undefined) return [];
  const { name } = choice.product;
  const primary = chosen.sized.databases[0];
  const proved = name === 'PostgreSQL';
  return [
    decision({
      id: 'database',
      title: `Keep the facts in ${name}`,
      context: `${problem.domain.entities.length} entities with references, invariants and transactions over several of them; the busiest database needs ${plain(primary?.stream.demand ?? 0)} busy cores at peak.`,
      drivers: [
        'constraints, row-level security and transactions hold invariants where all writers pass',
        ...mustWords(comparison, 'database'),
      ],
      considered: [
        ...compared('database', choice, {
          PostgreSQL: [
            'row-level security, partial indexes, queues with SKIP LOCKED, full-text search in one product',
          ],
        }),
        considered(
          'A document store',
          ['schema changes need no migration'],
          ['references and invariants across documents are left to every caller'],
        ),
      ],
      outcome: `${name}: one proven store for facts, queues and search until a figure asks for another.`,
      consequences: [
        `one primary takes all writes: ${quantityText(figure('databaseUtilisation'))} of its largest machine is the end of it`,
        proved
          ? 'the schema is executed and its plans are explained by the same engine'
          : `the schema is written and proved for PostgreSQL; for ${name} it has to be adapted by hand`,
      ],
      confirmation: proved ? ['ddl/schema-executes', 'plan/index-use'] : [],
      pin: pinOf(comparison, 'database'),
      from: ['entities of the domain', 'must and avoid of the brief'],
    }),
  ];
}

function cacheProduct(comparison: Comparison): readonly Decision[] {
  const { problem, chosen } = comparison;
  const choice = chooseProduct(problem.brief, 'cache');
  if (chosen.sized.cache === undefined || choice === undefined) return [];
  const { name } = choice.product;
  return [
    decision({
      id: 'cache-product',
      title: `Cache in ${name}`,
      context: `${quantityText({ value: chosen.sized.cache.bytes, unit: 'bytes' })} of answers are alive at peak.`,
      drivers: [
        'entries with a lifetime, dropped by key',
        'a replica that takes over',
        ...mustWords(comparison, 'cache'),
      ],
      considered: [
        ...compared('cache', choice, {
          Valkey: ['replicas and fail-over', 'the Redis protocol, which every client library speaks'],
          Redis: ['replicas and fail-over', 'widely known'],
          Memcached: ['simplest of the three'],
        }),
        considered(
          'Memory of each process',
          ['no further part', 'no call over the network'],
          [
            ...inProcessHits(comparison),
            'an event drops an entry only in the process that gets it',
            'a release empties it',
          ],
        ),
      ],
      outcome: `${name}${choice.excluded.length === 0 ? '' : `, because the brief avoids ${choice.excluded.map(({ by }) => by.value).join(', ')}`}.`,
      consequences: [`clients speak ${choice.product.protocol}`],
      confirmation: [],
      pin: problem.brief.pins.find(({ topic }) => topic === 'cache-product'),
      from: ['must and avoid of the brief'],
    }),
  ];
}

/** What is left of the hits when each process keeps its own entries, beside those of one cache for all. */
const inProcessHits = ({ problem, chosen: { sized } }: Comparison): readonly string[] =>
  cachedReads(problem, sized.shape).flatMap((read) => {
    const context = problem.domain.operations.find(({ id }) => id === read.operation)?.context ?? '';
    const processes = processesOf(sized, context);
    const rate = readRate(problem, sized.shape, read.operation) * sized.scale;
    if (processes === 1 || rate === 0) return [];
    const near = inPercent(nearHitRatio(read, rate, processes));
    const shared = inPercent(sized.streams.hits.get(read.operation) ?? 0);
    return `${read.operation}: ${near} of hits instead of ${shared}, since each of ${processes} processes sees only its part of the reads`;
  });

const inPercent = (value: number): string => quantityText({ value, unit: 'ratio' });

function transportDecision(comparison: Comparison): readonly Decision[] {
  const { problem, chosen } = comparison;
  if (problem.domain.events.length === 0) return [];
  const { broker, streams } = chosen.sized;
  const choice = chooseProduct(problem.brief, 'broker');
  const limit = quantityText(figure('eventsOnDatabase'));
  const rate = quantityText({ value: streams.deliveries, unit: 'requests/s' });
  const product = choice?.product.name ?? 'a broker';
  return [
    decision({
      id: 'message-transport',
      title: broker ? `Carry events by ${product}` : 'Carry events by an outbox and a queue in the database',
      context: `${problem.domain.events.length} events make ${rate} of deliveries at peak; each must follow the transaction that caused it.`,
      drivers: [
        'an event is published if and only if its transaction commits',
        `a queue in the database carries ${limit}`,
        ...mustWords(comparison, 'broker'),
      ],
      considered: [
        considered(
          'Outbox and queue in the database',
          ['no further part', 'same transaction, same backup', `${rate} of ${limit}`],
          chosen.shape.style === 'services-per-context'
            ? ['services would have to read each other’s databases']
            : streams.deliveries > valueOf('eventsOnDatabase')
              ? ['deliveries exceed what it carries']
              : [],
        ),
        considered(
          `Outbox and ${product}`,
          [
            'fans out to many consumers',
            isQueueBroker(product) ? 'holds back what a consumer cannot take yet' : 'keeps events for replay',
          ],
          ['three more nodes to operate', 'consumers still have to drop duplicates'],
        ),
        considered(
          'Publish from the request, without an outbox',
          ['least code'],
          ['a crash between commit and publish loses the event'],
        ),
      ],
      outcome: broker
        ? `An outbox in each database and ${product} between them.`
        : 'An outbox table, a relay and queue tables read with SKIP LOCKED.',
      consequences: [
        'delivery is at least once: consumers keep the ids they have handled',
        'order holds for one key, not over all',
      ],
      confirmation: ['event-without-consumer'],
      revisit: broker ? 'when one database holds all consumers again' : `when deliveries pass ${limit}`,
      pin: problem.brief.pins.find(({ topic }) =>
        /^(broker|message-transport|messaging|events)$/.test(topic),
      ),
      from: ['rates of operations × consumers of their events'],
    }),
  ];
}
