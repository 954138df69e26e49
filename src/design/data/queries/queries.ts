import type { Query } from '../../../model/data.ts';
import type { DomainEvent, Entity, Operation } from '../../../model/domain.ts';
import type { Permission } from '../../../model/trust.ts';
import type { Quantity } from '../../../model/origin.ts';
import { takesIdempotencyKey } from '../../api/conventions.ts';
import type { Domain } from '../../domain.ts';
import { eventsOf } from '../../../model/happenings.ts';
import { isAudited } from '../../domain/audited.ts';
import { trailOf } from '../../domain/trail.ts';
import type { Layout } from '../layout.ts';
import { partitionOf } from '../partitions.ts';
import type { Mechanism } from '../support.ts';
import {
  acceptQuery,
  appendQuery,
  auditQuery,
  mechanismQueries,
  outboxQuery,
  retentionQuery,
  unaskedOutboxQuery,
} from './mechanisms.ts';
import { exportQueries, listQueries, readQueries, searchQueries } from './reads.ts';
import { targetOf } from './statement.ts';
import { rateOf, sumOf, usesOf } from './uses.ts';
import { createQueries, deleteQueries, importQueries, processQueries, updateQueries } from './writes.ts';

const writes = ({ verb }: Operation): boolean => !['list', 'read', 'search', 'export'].includes(verb);

/** What an operation brings about, as opposed to what it tells the trail of another database. */
const happeningsOf = (domain: Domain, operation: Operation): readonly DomainEvent[] =>
  eventsOf(domain, operation).filter(({ entity }) => entity !== trailOf(domain)?.name);

const tellingsOf = (domain: Domain, operation: Operation): readonly DomainEvent[] =>
  eventsOf(domain, operation).filter(
    ({ entity, operations }) =>
      entity === trailOf(domain)?.name && operations?.includes(operation.id) === true,
  );

/** Every statement an operation issues, in the order in which its transaction does. */
export function operationQueries(
  layout: Layout,
  operation: Operation,
  permissions: readonly Permission[],
): readonly Query[] {
  const entity = layout.entities.get(operation.entity);
  if (entity === undefined) return [];
  const { domain } = layout.basis;
  const rate = rateOf(layout, operation);
  // The rate of a file is that of its rows; events and audit entries speak of the file.
  const once = operation.verb === 'import' || operation.verb === 'export' ? undefined : rate;
  const published = writes(operation) && happeningsOf(domain, operation).length > 0;
  const audited = isAudited(domain, operation) && operation.entity !== trailOf(domain)?.name;
  return [
    ...(operation.longRunning ? [acceptQuery(layout, operation)] : []),
    ...ownQueries(layout, entity, operation, permissions, rate),
    ...(published ? [outboxQuery(layout, operation, once)] : []),
    ...(audited ? [auditQuery(layout, operation, trailOf(domain)?.name, once)] : []),
  ];
}

function ownQueries(
  layout: Layout,
  entity: Entity,
  operation: Operation,
  permissions: readonly Permission[],
  rate: Quantity | undefined,
): readonly Query[] {
  const target = targetOf(layout, entity);
  const uses = usesOf(layout, permissions, operation);
  switch (operation.verb) {
    case 'list':
      return listQueries(target, operation, uses);
    case 'read':
      return readQueries(target, operation, uses);
    case 'search':
      return searchQueries(target, operation, uses);
    case 'create':
      return createQueries(target, operation, rate);
    case 'update':
      return updateQueries(target, operation, uses);
    case 'delete':
      return deleteQueries(target, operation, uses);
    case 'import':
      return importQueries(target, operation, rate);
    case 'export':
      return exportQueries(target, operation, rate);
    case 'process':
      return processQueries(target, operation, uses);
  }
}

/** The mechanisms a domain needs, each with the contexts that need it. */
export function mechanismsOf(layout: Layout): readonly (readonly [Mechanism, readonly string[]])[] {
  const { domain } = layout.basis;
  const { operations } = domain;
  const contexts = (chosen: readonly string[]): readonly string[] => [...new Set(chosen)];
  const audited = operations.filter((operation) => isAudited(domain, operation));
  const trail = trailOf(domain);
  const producers = contexts(domain.events.map(({ producer }) => producer));
  const listeners = contexts(
    domain.events.flatMap(({ consumers }) => consumers.map(({ context }) => context)),
  );
  const all: readonly (readonly [Mechanism, readonly string[]])[] = [
    ['outbox', producers],
    ['outbox-parked', producers],
    ['inbox', listeners],
    ['inbox-parked', listeners],
    [
      'idempotency',
      contexts(operations.filter((each) => takesIdempotencyKey(domain, each)).map(({ context }) => context)),
    ],
    ['status', contexts(operations.filter(({ longRunning }) => longRunning).map(({ context }) => context))],
    ['audit', contexts(audited.map(({ context }) => context).filter(() => trail === undefined))],
  ];
  return all
    .filter(([, needed]) => needed.length > 0)
    .map(([mechanism, needed]) => [mechanism, layout.apart ? needed : needed.slice(0, 1)]);
}

/** Statements of mechanisms and of retention, which no operation asks for; whole months are detached, not deleted. */
export function standingQueries(layout: Layout): readonly Query[] {
  const { domain } = layout.basis;
  const standing = mechanismsOf(layout).flatMap(([mechanism, contexts]) =>
    contexts.flatMap((context) =>
      mechanismQueries(layout, context, mechanism, rowsASecond(layout, mechanism, context)),
    ),
  );
  const unasked = mechanismsOf(layout).flatMap(([mechanism, contexts]) =>
    mechanism === 'outbox' ? contexts.filter((context) => hasUnaskedEvents(layout, context)) : [],
  );
  const removed = domain.entities.filter(
    (entity) => partitionOf(layout, entity).partition?.by !== 'created_at',
  );
  return [
    ...standing,
    ...trailQuery(layout),
    ...unasked.map((context) => unaskedOutboxQuery(layout, context)),
    ...removed.flatMap(({ name }) => retentionQuery(layout, name) ?? []),
  ];
}

/** Where messages tell of them, the context that keeps the trail appends its entries: no operation of it does. */
function trailQuery(layout: Layout): readonly Query[] {
  const { domain } = layout.basis;
  const trail = trailOf(domain);
  const telling = domain.operations.filter(
    (operation) => !['import', 'export'].includes(operation.verb) && tellingsOf(domain, operation).length > 0,
  );
  return trail === undefined || telling.length === 0
    ? []
    : [appendQuery(layout, trail, ratesOf(layout, telling))];
}

/** Whether a context says an event that none of its operations brings about. */
const hasUnaskedEvents = ({ basis: { domain }, apart }: Layout, context: string): boolean =>
  domain.events.some(
    (event) =>
      (!apart || event.producer === context) &&
      !domain.operations.some(
        (operation) =>
          operation.context === event.producer &&
          (writes(operation) || event.operations !== undefined) &&
          eventsOf({ flows: domain.flows, events: [event] }, operation).length > 0,
      ),
  );

/** Rows that a mechanism sees each second: of its context where databases are apart, else of all. */
function rowsASecond(layout: Layout, mechanism: Mechanism, context: string): Quantity | undefined {
  const { domain } = layout.basis;
  // The rate of a file is that of its rows; its messages speak of the file.
  const single = domain.operations.filter(({ verb }) => verb !== 'import' && verb !== 'export');
  const isHere = (place: string): boolean => !layout.apart || place === context;
  switch (mechanism) {
    case 'outbox':
      // One row for what happened, and one for the trail where it is kept elsewhere.
      return ratesOf(
        layout,
        single
          .filter(({ context: place }) => isHere(place))
          .flatMap((each) => [
            ...(writes(each) && happeningsOf(domain, each).length > 0 ? [each] : []),
            ...tellingsOf(domain, each).map(() => each),
          ]),
      );
    case 'inbox':
    case 'inbox-parked':
      // One row for each consumer of each event.
      return ratesOf(
        layout,
        single.flatMap((each) =>
          [...(writes(each) ? happeningsOf(domain, each) : []), ...tellingsOf(domain, each)].flatMap(
            ({ consumers }) => consumers.flatMap((consumer) => (isHere(consumer.context) ? [each] : [])),
          ),
        ),
      );
    case 'idempotency':
      return ratesOf(
        layout,
        domain.operations.filter(
          (each) =>
            isHere(each.context) &&
            takesIdempotencyKey(domain, each) &&
            ['create', 'process'].includes(each.verb),
        ),
      );
    case 'outbox-parked':
    case 'status':
    case 'audit':
      return undefined;
  }
}

const ratesOf = (layout: Layout, operations: readonly Operation[]): Quantity | undefined =>
  sumOf(operations.flatMap((operation) => rateOf(layout, operation) ?? []));
