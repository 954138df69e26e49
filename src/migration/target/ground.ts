import type { Backend } from '../../model/backend.ts';
import type { Brief } from '../../model/brief.ts';
import type { Table } from '../../model/data.ts';
import type { LegacyInventory } from '../../model/migration.ts';
import { compareText } from '../../model/text.ts';
import { tableNames } from '../coupling/table-names.ts';
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
import { entityNames, sharedPrefix, stemOf } from './names.ts';
import { peopleOf } from './people.ts';
import type { People } from './people.ts';
import { referencesOf } from './references.ts';
import { statementOf } from './statements.ts';

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
  readonly endpoints: readonly EndpointMove[];
  readonly jobs: readonly JobMove[];
}

export function groundOf(given: Backend, inventory: LegacyInventory, wishes: Brief | undefined): Ground {
  const legacy = inOrder(given);
  const { tables } = legacy.data;
  const cut = contextsAlong(legacy, inventory, wishes?.pins ?? []);
  const people = peopleOf(tables);
  const going = goingTables(tables, inventory);
  const landings = landingsOf(tables, going, people, cut);
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
    endpoints: movesOf({ api: legacy.api, statements, landings, people, jobs }),
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

function landingsOf(
  tables: readonly Table[],
  going: ReadonlyMap<string, string>,
  people: People,
  { contexts }: Cut,
): ReadonlyMap<string, Landing> {
  const kept = tables.filter((table) => !going.has(tableId(table)) && table.columns.length > 0);
  const ids = kept.map(tableId);
  const names = entityNames(ids);
  const prefix = sharedPrefix(ids);
  const among = {
    tables: new Map(kept.map((table) => [tableId(table), table])),
    stems: new Map(ids.map((id) => [id, stemOf(id, prefix)])),
    ...(people.person !== undefined && { person: people.person }),
    named: tableNames(tables),
  };
  return new Map(
    kept.map((table) => {
      const id = tableId(table);
      const context = contexts.find((each) => each.tables.includes(id))?.id ?? 'general';
      const ground = { context, people, entityOf: (other: string) => names.get(other) };
      return [id, landingOf(table, names.get(id) ?? id, referencesOf(table, among), ground)];
    }),
  );
}
