import type { Backend } from '../../model/backend.ts';
import type { Brief, Fragment } from '../../model/brief.ts';
import type { Entity } from '../../model/domain.ts';
import type { Gap } from '../../model/origin.ts';
import type { Table } from '../../model/data.ts';
import type { LegacyInventory } from '../../model/migration.ts';
import { compareText } from '../../model/text.ts';
import { sharedPrefix, tableNames } from '../coupling/table-names.ts';
import { tableId } from '../steps/inventory.ts';
import { contextsAlong } from './contexts.ts';
import type { Cut } from './contexts.ts';
import { goingTables } from './infrastructure.ts';
import { jobMoves } from './jobs.ts';
import type { JobMove } from './jobs.ts';
import { landingOf } from './landing.ts';
import type { Landing } from './landing.ts';
import { movesOf } from './moves.ts';
import type { EndpointMove } from './moves.ts';
import { entityNames, stemOf } from './names.ts';
import { broughtBy, holdsAlike, meantBy, mergedInto } from './packs.ts';
import type { Brought, Merged } from './packs.ts';
import { peopleOf } from './people.ts';
import type { People } from './people.ts';
import { referencesOf } from './references.ts';
import { statementOf } from './statements.ts';
import type { Statement } from './statements.ts';

/** Everything that is known of the way of each thing before the target is designed. */
export interface Ground {
  readonly legacy: Backend;
  readonly inventory: LegacyInventory;
  readonly tables: readonly Table[];
  readonly cut: Cut;
  readonly people: People;
  /** Why a table is not carried over, by its id. */
  readonly going: ReadonlyMap<string, string>;
  /** Where the others land, by id. */
  readonly landings: ReadonlyMap<string, Landing>;
  /** What the wishes bring already, and what the tables add to that. */
  readonly brought: Brought;
  readonly extensions: Fragment['extensions'];
  readonly notes: readonly Gap[];
  readonly statements: readonly Statement[];
  readonly endpoints: readonly EndpointMove[];
  readonly jobs: readonly JobMove[];
}

export function groundOf(given: Backend, inventory: LegacyInventory, wishes: Brief | undefined): Ground {
  const legacy = inOrder(given);
  const { tables } = legacy.data;
  const cut = contextsAlong(legacy, inventory, wishes?.pins ?? []);
  const people = peopleOf(tables);
  const going = goingTables(tables, inventory);
  const brought = broughtBy(wishes);
  const { landings, extensions, notes } = landingsOf(tables, going, people, cut, brought);
  const named = tableNames(tables);
  const statements = legacy.data.queries.flatMap((query) => statementOf(query, landings, named) ?? []);
  const jobs = jobMoves(legacy, statements, landings);
  return {
    legacy,
    inventory,
    tables,
    cut,
    people,
    going,
    landings,
    brought,
    extensions,
    notes,
    statements,
    endpoints: movesOf({
      api: legacy.api,
      statements,
      landings,
      people,
      jobs,
      brought,
      stored: new Set(tables.flatMap(({ columns }) => columns.map(({ name }) => name))),
    }),
    jobs,
  };
}

/** Readers find things in one order or another; nothing here may depend on it. */
function inOrder(legacy: Backend): Backend {
  const { api, data } = legacy;
  const tables = [...new Map(data.tables.map((table) => [tableId(table), table])).values()];
  return {
    ...legacy,
    api: { ...api, endpoints: api.endpoints.toSorted((a, b) => compareText(a.id, b.id)) },
    data: {
      ...data,
      tables: tables.toSorted((a, b) => compareText(tableId(a), tableId(b))),
      queries: data.queries.toSorted((a, b) => compareText(a.id, b.id) || compareText(a.sql, b.sql)),
    },
  };
}

interface Landed {
  readonly landings: ReadonlyMap<string, Landing>;
  readonly extensions: Ground['extensions'];
  readonly notes: readonly Gap[];
}

function landingsOf(
  tables: readonly Table[],
  going: ReadonlyMap<string, string>,
  people: People,
  { contexts }: Cut,
  brought: Brought,
): Landed {
  const kept = tables.filter((table) => !going.has(tableId(table)) && table.columns.length > 0);
  const ids = kept.map(tableId);
  const apart: Gap[] = [];
  const meant = (table: string, name: string): Entity | undefined => {
    const entity = meantBy(table, name, people, brought);
    const found = kept.find((each) => tableId(each) === table);
    const columns = found?.columns.map((column) => column.name) ?? [];
    if (entity === undefined || entity.owner === 'id' || holdsAlike(columns, entity)) return entity;
    apart.push(keptApart(table, entity.name));
    return undefined;
  };
  const names = entityNames(
    ids,
    (table, name) => meant(table, name)?.name,
    brought.entities.map(({ name }) => name),
  );
  const prefix = sharedPrefix(ids);
  const among = {
    tables: new Map(kept.map((table) => [tableId(table), table])),
    stems: new Map(ids.map((id) => [id, stemOf(id, prefix)])),
    ...(people.person !== undefined && { person: people.person }),
    named: tableNames(tables),
  };
  const merges: Merged[] = [];
  const landings = new Map(
    kept.map((table) => {
      const id = tableId(table);
      const context = contexts.find((each) => each.tables.includes(id))?.id ?? 'general';
      const ground = { context, people, entityOf: (other: string) => names.get(other) };
      const name = names.get(id) ?? id;
      const landing = landingOf(table, name, referencesOf(table, among), ground);
      const entity = brought.entities.find((each) => each.name === name);
      if (entity === undefined) return [id, landing];
      const earlier = merges
        .filter((each) => each.landing.entity.name === name)
        .flatMap(({ added }) => added);
      const merged = mergedInto(landing, {
        entity,
        main: id !== people.staff,
        stem: stemOf(id, prefix).join('_'),
        brought,
        earlier,
      });
      merges.push(merged);
      return [id, merged.landing];
    }),
  );
  return {
    landings,
    extensions: extensionsOf(merges),
    notes: [...apart, ...merges.flatMap(({ notes }) => notes)],
  };
}

const keptApart = (table: string, entity: string): Gap => ({
  kind: 'merged-entity',
  subject: `${table} -> ${entity}`,
  why: `The table is called as ${entity} is, and shares no two columns with it: it is taken for something else and kept apart, by another name.`,
});

/** One extension of each entity: two tables may lead to one. */
function extensionsOf(merges: readonly Merged[]): Ground['extensions'] {
  const byEntity = new Map<string, Merged[]>();
  for (const merged of merges) {
    const { name } = merged.landing.entity;
    byEntity.set(name, [...(byEntity.get(name) ?? []), merged]);
  }
  return [...byEntity].flatMap(([entity, all]) => {
    const fields = [
      ...new Map(all.flatMap(({ added }) => added).map((field) => [field.name, field])).values(),
    ];
    const [first] = all;
    return first === undefined || fields.length === 0
      ? []
      : [{ entity, fields, origin: fields[0]?.origin ?? first.landing.entity.origin }];
  });
}
