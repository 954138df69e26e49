import { quotient, sum } from '../../model/amounts.ts';
import type { Part } from '../../model/amounts.ts';
import type { Backend } from '../../model/backend.ts';
import type { Entity } from '../../model/domain.ts';
import type { Quantity } from '../../model/origin.ts';
import { cell, count, judgement, names, paragraph, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';

/** Busy part of the database at which reads have to leave it. */
const busy = 0.7;

const isRead = (verb: string): boolean => /^(list|read|search|export)$/.test(verb);

/** Whether events shall be the truth, and whether reads shall have a model of their own: the reasons as figures. */
export function styles({ backend }: Basis): readonly (Section | undefined)[] {
  if (backend.source !== 'designed' || backend.operations.length === 0) return [];
  return [eventSourcing(backend), readModels(backend)];
}

/** Rows that are only added, are named as what happened, and refer to a thing tell what became of it. */
const historyOf = (entities: readonly Entity[], { name }: Entity): readonly string[] =>
  entities
    .filter(
      ({ appendOnly, fields, name: history }) =>
        appendOnly === true &&
        /(Change|Entry|Event|History|Log|Movement|Transition|Version)$/.test(history) &&
        fields.some(({ type }) => type.kind === 'ref' && type.entity === name),
    )
    .map((history) => history.name);

function eventSourcing({ entities, processes }: Backend): Section | undefined {
  const changing = entities.filter(({ lifecycle }) => lifecycle !== undefined);
  const kept = changing.map((entity) => ({ entity, tables: historyOf(entities, entity) }));
  const told = kept.filter(({ tables }) => tables.length > 0);
  const untold = kept.filter(({ tables }) => tables.length === 0).map(({ entity }) => entity.name);
  const trail = entities.filter(({ appendOnly, name }) => appendOnly === true && /audit/i.test(name));
  const fanOut = Math.max(0, ...processes.events.map(({ consumers }) => consumers.length));
  return section(
    { id: 'event-sourcing', title: 'Event sourcing: no' },
    paragraph(
      'State stands in tables, events tell of its changes afterwards. Events as the only truth would cost a projection for each read, versions of every event for ever, and erasure of persons by keys; each reason for it is held against what the tables already give.',
    ),
    table(
      ['reason that would ask for it', 'in this design', 'speaks for it'],
      [
        [
          'what became of a thing must be known',
          told.length === 0
            ? 'no history table'
            : told.map(({ entity, tables }) => `${entity.name}: ${names(tables)}`).join('; '),
          told.length > 0 ? 'no: rows that are only added keep it' : 'not yet',
        ],
        [
          'who changed what must be proved',
          trail.length === 0 ? 'no audit trail' : names(trail.map(({ name }) => name)),
          trail.length > 0 ? 'no: the audit trail does' : 'not yet',
        ],
        [
          'things with states and no history of their own',
          count(untold.length, `lifecycle without an append-only table: ${names(untold)}`),
          untold.length === 0 ? 'no' : `only if a past state of ${names(untold)} must be asked for`,
        ],
        [
          'many learn of one change',
          count(fanOut, 'consumers of the event with most of them'),
          'no: the outbox tells them',
        ],
      ],
    ),
    judgement(
      'That no brief asks for the state at any past moment is read from its words; one that does turns the third row into a yes for that thing alone.',
    ),
  );
}

function readModels(backend: Backend): Section | undefined {
  const { load, operations, architecture, processes } = backend;
  const verbs = new Map(operations.map(({ id, verb }) => [id, verb]));
  const total = (reads: boolean): Quantity =>
    sum(
      load.rates
        .filter(({ operation }) => isRead(verbs.get(operation) ?? '') === reads)
        .map(({ operation, peak }): Part => [operation, peak]),
      'requests/s',
      reads ? 'peak rates of reads' : 'peak rates of writes',
    );
  const [reads, writes] = [total(true), total(false)];
  const ratio =
    reads.value > 0 && writes.value > 0
      ? quotient(['reads', reads], ['writes', writes], 'x', 'reads / writes at peak')
      : undefined;
  const stores = new Set(
    architecture.containers.filter(({ kind }) => kind === 'database').map(({ id }) => id),
  );
  const busiest = load.stations
    .filter(({ container }) => stores.has(container))
    .toSorted((a, b) => b.utilisation.value - a.utilisation.value)[0];
  const search = architecture.containers.filter(({ kind }) => kind === 'search');
  const isBusy = (busiest?.utilisation.value ?? 0) > busy;
  const answer = search.length > 0 ? 'for search alone' : isBusy ? 'next, when the load grows' : 'no';
  return section(
    { id: 'read-models', title: `Read models of their own (CQRS): ${answer}` },
    table(['reason that would ask for it', 'in this design', 'speaks for it'], [
      ['reads outnumber writes', cell(ratio), 'only together with the next row'],
      [
        'the database that writes is busy at peak',
        busiest === undefined ? 'not known' : busiest.utilisation,
        busiest === undefined
          ? 'not known'
          : isBusy
            ? `yes: above ${busy * 100} %`
            : `no: reads find room below ${busy * 100} %`,
      ],
      [
        'reads that may be old are taken off it',
        names([
          ...architecture.containers.filter(({ kind }) => kind === 'replica').map(({ name }) => name),
          ...(processes.caches.length === 0 ? [] : [`${processes.caches.length} cached reads`]),
        ]),
        processes.caches.length > 0 ? 'no: a cache needs no second model' : 'no reason either way',
      ],
      [
        'a read needs a shape that tables cannot serve',
        search.length === 0
          ? 'no search engine is part of the design'
          : names(search.map(({ name }) => name)),
        search.length === 0 ? 'no' : 'yes: the index is a read model, filled by events',
      ],
    ] satisfies readonly (readonly Cell[])[]),
    paragraph(
      'A read model is filled by a consumer with its inbox, may be thrown away and filled anew from the tables, and states how far behind it may be.',
    ),
  );
}
