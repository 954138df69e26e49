import { testedEndpoints } from '../../artifacts/tests/suite-data.ts';
import {
  cell,
  claimsOf,
  code,
  codeCell,
  figure,
  judgement,
  link,
  list,
  names,
  paragraph,
  section,
  steps,
  table,
} from '../blocks.ts';
import type { Basis, Block, Cell, Section } from '../deliverable.ts';
import type { GraphEdge, GraphNode } from '../diagram.ts';
import type { Backend } from '../../model/backend.ts';
import type { DomainEvent } from '../../model/domain.ts';
import { retentionOf } from './broker.ts';
import { eventRate } from './event-rates.ts';

/** Every event with its schema, key, order, producer and consumers. */
export function eventCatalogue(basis: Basis): Section | undefined {
  const { backend } = basis;
  const { events } = backend.processes;
  return section(
    { id: 'events', title: 'Event catalogue', items: ['6.2'] },
    table(
      [
        'event',
        'payload beside the id',
        'key and order',
        'producer',
        'consumers',
        'kept',
        'personal data',
        'at peak',
      ],
      events.map((event): readonly Cell[] => [
        codeCell(event.name),
        names(event.payload),
        event.orderedBy === undefined
          ? 'no order is promised'
          : `by ${event.orderedBy}: one partition key, in order`,
        event.producer,
        names(event.consumers.map(({ context, action }) => `${context}: ${action}`)),
        retentionOf(backend),
        names(personal(backend, event)),
        cell(eventRate(backend, event)?.peak),
      ]),
    ),
    events.length === 0 ? undefined : eventFigure(events),
    events.length === 0
      ? undefined
      : paragraph(
          'Schemas of all messages stand in `4-api/asyncapi.json`. Delivery is at least once, and order holds within one key only.',
        ),
    claimsOf(basis, 'asyncapi/'),
  );
}

const personal = ({ entities }: Backend, { entity, payload }: DomainEvent): readonly string[] =>
  (entities.find(({ name }) => name === entity)?.fields ?? []).flatMap(({ name, dataClass }) =>
    payload.includes(name) && dataClass !== undefined && dataClass !== 'public' && dataClass !== 'internal'
      ? [`${name} (${dataClass})`]
      : [],
  );

function eventFigure(events: readonly DomainEvent[]): Block {
  const contexts = [
    ...new Set(
      events.flatMap(({ producer, consumers }) => [producer, ...consumers.map(({ context }) => context)]),
    ),
  ];
  const nodes: readonly GraphNode[] = contexts.map((id) => ({ id, title: id, kind: 'component' }));
  const edges = new Map<string, GraphEdge>();
  for (const { name, producer, consumers } of events)
    for (const { context } of consumers) {
      const key = `${producer}\n${context}`;
      const label = edges.get(key)?.label;
      edges.set(key, {
        from: producer,
        to: context,
        label: label === undefined ? name : `${label}, ${name}`,
        style: 'dashed',
      });
    }
  return figure({
    kind: 'graph',
    id: 'event-flow',
    title: 'Who says what to whom',
    view: 'context-map',
    groups: [],
    nodes,
    edges: [...edges.values()],
  });
}

/** What may change in a message, who is asked first, and how a change is found before it is delivered. */
export function schemaEvolution({ backend }: Basis): Section | undefined {
  const events = backend.processes.events.filter(({ payload }) => payload.length > 0);
  if (events.length === 0) return undefined;
  return section(
    { id: 'evolution', title: 'How messages may change', items: ['6.8'] },
    table(
      ['change', 'allowed', 'how'],
      [
        ['add an optional field', 'yes', 'producer first; consumers ignore what they do not know'],
        ['add a required field', 'no', 'add it as optional, fill it, require it only in the next type'],
        [
          'remove or rename a field, change its type or meaning',
          'no',
          'a new type beside the old one; both are said until no consumer reads the old',
        ],
        [
          'add a value to an enumeration',
          'only if every consumer has an answer for unknown values',
          'the consumer test sends one',
        ],
        [
          'change the key or the order',
          'no',
          'a new type: order of the old one cannot be kept across the change',
        ],
      ],
    ),
    paragraph(
      'The compatibility mode is backward and transitive: every message still kept must be readable by the newest consumer. The registry is the AsyncAPI document under version control; a pull request that changes it is compared with the released one.',
    ),
    code('sh', 'plumbline diff <released package> <this package>'),
    list(compatibilityFacts(events)),
    judgement(
      'The rules follow from at-least-once delivery and independent release; they are a convention, not a result.',
    ),
  );
}

function compatibilityFacts(events: readonly DomainEvent[]): readonly string[] {
  const free = events.filter(({ consumers }) => consumers.length === 0).map(({ name }) => name);
  const shared = events.filter(({ consumers }) => consumers.length > 1).map(({ name }) => name);
  return [
    ...(free.length === 0 ? [] : [`No consumer yet, so that they may still change freely: ${names(free)}.`]),
    ...(shared.length === 0 ? [] : [`Several consumers have to agree to a change: ${names(shared)}.`]),
  ];
}

/** The rule every consumer keeps, what it remembers, and the test that holds it to that. */
export function idempotentConsumers({ backend }: Basis): Section | undefined {
  const consumers = backend.processes.events.flatMap(({ name, consumers: all, orderedBy, entity }) =>
    all.map(({ context, action }) => ({ name, context, action, orderedBy, entity })),
  );
  const appended = new Set(
    backend.entities.flatMap(({ name, appendOnly }) => (appendOnly === true ? [name] : [])),
  );
  if (consumers.length === 0) return undefined;
  return section(
    { id: 'consumers', title: 'Consumers that may be called twice', items: ['6.7'] },
    steps([
      'Open a transaction.',
      'Insert (consumer, message id) into the inbox; a conflict means it was handled: acknowledge and stop.',
      'Apply the effect; an effect at a peer carries the message id as its idempotency key.',
      'Commit, then acknowledge. A crash before the acknowledgement repeats the message, and step 2 stops it.',
    ]),
    table(
      ['consumer', 'on', 'does', 'remembers', 'late messages'],
      consumers.map(({ name, context, action, orderedBy, entity }) => [
        context,
        codeCell(name),
        action,
        'ce-id in the inbox, same transaction as the effect',
        orderedBy === undefined
          ? 'effect must not depend on order'
          : appended.has(entity)
            ? `in order of ${orderedBy}; kept whenever they come`
            : `in order of ${orderedBy}; older than the stored state: ignored`,
      ]),
    ),
    testedEndpoints(backend).length === 0
      ? undefined
      : table(
          ['test', 'file'],
          [
            [
              'every order and number of deliveries has the effect of one each',
              link('consumers.test.ts', '7-testing/consumers.test.ts'),
            ],
          ],
        ),
    judgement(
      'The rule was not executed against an implementation here; the test does that when a harness is connected.',
    ),
  );
}
