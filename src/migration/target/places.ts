import { fieldColumn } from '../../artifacts/field-column.ts';
import type { Backend } from '../../model/backend.ts';
import type { Table } from '../../model/data.ts';
import type { Ledger, Placement } from '../../model/migration.ts';
import { tableId } from '../steps/inventory.ts';
import type { Ground } from './ground.ts';
import { jobIds } from './jobs.ts';
import type { Landing } from './landing.ts';
import { operationId } from './operations.ts';
import { rulePlacesIn } from './rule-places.ts';

const moves = (...to: readonly string[]): Placement => ({ kind: 'moves', to });

/** The lines of the ledger, each led to where the designed target has the thing. What the target lacks has no line. */
export function placesIn(target: Backend, ground: Ground): Ledger {
  const landed = new Map(
    [...ground.landings].flatMap(([id, landing]) => {
      const table = tableOf(target, landing.entity.name);
      return table === undefined ? [] : [[id, { landing, table }] as const];
    }),
  );
  const endpoints = endpointPlaces(target, ground);
  return {
    tables: tablePlaces(target, ground, landed),
    columns: columnPlaces(target, ground, landed),
    endpoints,
    jobs: jobPlaces(target, ground),
    rules: rulePlacesIn(target, ground, landed, endpoints),
  };
}

const tableOf = ({ data }: Backend, name: string): Table | undefined =>
  data.tables.find(({ entity }) => entity === name);

/** A legacy table with its place in the designed database. */
export interface Landed {
  readonly landing: Landing;
  readonly table: Table;
}

type Lines = Readonly<Record<string, Placement>>;

function tablePlaces(target: Backend, { tables, going }: Ground, landed: ReadonlyMap<string, Landed>): Lines {
  return Object.fromEntries(
    tables.flatMap((table): readonly (readonly [string, Placement])[] => {
      const id = tableId(table);
      const because = going.get(id);
      if (because !== undefined) return [[id, { kind: 'goes', because }]];
      const place = landed.get(id);
      if (place !== undefined) {
        const others = [...(place.landing.elsewhere?.values() ?? [])].flatMap(
          ({ entity }) => tableOf(target, entity) ?? [],
        );
        return [[id, moves(...new Set([place.table, ...others].map(tableId)))]];
      }
      return [[id, { kind: 'stays', because: 'no column of it was read, so nothing says what it holds' }]];
    }),
  );
}

/** The column of the target that holds a field; the fields every entity has keep their names. */
export function columnIn({ landing, table }: Landed, column: string): string | undefined {
  const name = landing.fields.get(column);
  const field = landing.entity.fields.find((each) => each.name === name);
  const found = field === undefined ? name : fieldColumn(field);
  return table.columns.some((each) => each.name === found) ? found : undefined;
}

function columnPlaces(
  target: Backend,
  { tables, going }: Ground,
  landed: ReadonlyMap<string, Landed>,
): Lines {
  return Object.fromEntries(
    tables.flatMap((table): readonly (readonly [string, Placement])[] => {
      const id = tableId(table);
      const because = going.get(id);
      return table.columns.flatMap(({ name }): readonly (readonly [string, Placement])[] => {
        if (because !== undefined) return [[`${id}.${name}`, { kind: 'goes', because }]];
        const place = landed.get(id);
        const other = place?.landing.elsewhere?.get(name);
        const otherTable = other === undefined ? undefined : tableOf(target, other.entity);
        if (other !== undefined && otherTable !== undefined)
          return [[`${id}.${name}`, moves(`${tableId(otherTable)}.${other.field}`)]];
        const column = place === undefined ? undefined : columnIn(place, name);
        return place === undefined || column === undefined
          ? []
          : [[`${id}.${name}`, moves(`${tableId(place.table)}.${column}`)]];
      });
    }),
  );
}

function endpointPlaces({ api }: Backend, { endpoints }: Ground): Lines {
  const byOperation = new Map(api.endpoints.map(({ operation, id }) => [operation ?? '', id]));
  return Object.fromEntries(
    endpoints.flatMap(({ endpoint, move }): readonly (readonly [string, Placement])[] => {
      if (move.kind === 'stays') return [[endpoint.id, { kind: 'stays', because: move.because }]];
      const to = [...new Set(move.acts.flatMap((act) => byOperation.get(operationId(act)) ?? []))];
      return to.length === 0 ? [] : [[endpoint.id, moves(...to)]];
    }),
  );
}

function jobPlaces({ processes }: Backend, { jobs }: Ground): Lines {
  const known = new Set(processes.jobs.map(({ id }) => id));
  return Object.fromEntries(
    jobs.flatMap((move): readonly (readonly [string, Placement])[] => {
      if (move.stays !== undefined) return [[move.job.id, { kind: 'stays', because: move.stays }]];
      const to = jobIds(move).filter((id) => known.has(id));
      return to.length === 0 ? [] : [[move.job.id, moves(...to)]];
    }),
  );
}
