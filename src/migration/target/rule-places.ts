import { generatedName } from '../../artifacts/sql-names.ts';
import type { Backend } from '../../model/backend.ts';
import type { Placement } from '../../model/migration.ts';
import { rulesOf } from '../ledger/rules-of.ts';
import type { RuleSubject } from '../ledger/rules-of.ts';
import { tableId } from '../steps/inventory.ts';
import { columnCheck } from './checks.ts';
import type { Ground } from './ground.ts';
import { columnIn } from './places.ts';
import type { Landed } from './places.ts';

type Lines = Readonly<Record<string, Placement>>;

/** Where each rule that the legacy system enforces is enforced afterwards, or what takes its place. */
export function rulePlacesIn(
  target: Backend,
  ground: Ground,
  landed: ReadonlyMap<string, Landed>,
  endpoints: Lines,
): Lines {
  return Object.fromEntries(
    rulesOf(ground.legacy).flatMap(({ id, about }): readonly (readonly [string, Placement])[] => {
      const place = placeOf(about, target, ground, landed, endpoints);
      return place === undefined ? [] : [[id, place]];
    }),
  );
}

function placeOf(
  about: RuleSubject,
  target: Backend,
  ground: Ground,
  landed: ReadonlyMap<string, Landed>,
  endpoints: Lines,
): Placement | undefined {
  if (about.kind === 'guard') return guardPlace(about.endpoint, target, endpoints);
  const because = ground.going.get(about.table);
  if (because !== undefined) return { kind: 'goes', because };
  const place = landed.get(about.table);
  if (place === undefined) return { kind: 'stays', because: `its table ${about.table} stays` };
  return about.kind === 'check'
    ? checkPlace(about.sql, place)
    : about.kind === 'unique'
      ? uniquePlace(about.columns, place)
      : referencePlace(about.columns, place);
}

const columnsIn = (columns: readonly string[], place: Landed): readonly string[] | undefined => {
  const found = columns.flatMap((column) => columnIn(place, column) ?? []);
  return found.length === columns.length ? found : undefined;
};

/** Held by the same key, or by one of fewer columns: what is unique by a part is unique. */
function uniquePlace(legacy: readonly string[], place: Landed): Placement {
  const columns = columnsIn(legacy, place);
  const { primaryKey, uniques, indexes } = place.table;
  const keys = [
    ...(primaryKey === undefined ? [] : [primaryKey]),
    ...uniques,
    ...indexes.filter(({ unique, where }) => unique && where === undefined),
  ];
  const found =
    keys.find((key) => same(key.columns, columns ?? [])) ??
    keys.find((key) => key.columns.every((column) => columns?.includes(column) === true));
  return found === undefined
    ? {
        kind: 'goes',
        because: `the target has no key on ${legacy.join(', ')}: state it as unique of ${place.landing.entity.name}, or let it go`,
      }
    : {
        kind: 'moves',
        to: [`${tableId(place.table)}: ${found.name ?? 'unique key'} (${found.columns.join(', ')})`],
      };
}

function referencePlace(legacy: readonly string[], place: Landed): Placement {
  const id = tableId(place.table);
  const columns = columnsIn(legacy, place);
  const key = place.table.foreignKeys.find((each) => same(each.columns, columns ?? []));
  if (key !== undefined)
    return {
      kind: 'moves',
      to: [`${id}: ${key.name ?? 'foreign key'} (${key.columns.join(', ')}) -> ${key.references.table}`],
    };
  return {
    kind: 'goes',
    because:
      legacy.length > 1
        ? `rows of ${id} name others by one key each: that ${legacy.join(', ')} belong together is not checked any more`
        : `${id} has no key on ${legacy.join(', ')}: what it named does not move, or its key is of another kind`,
  };
}

/** Labels and bounds of one column are checks of its field; what relates columns to each other was not understood. */
function checkPlace(sql: string, place: Landed): Placement | undefined {
  const said = columnCheck({ sql });
  const column = said === undefined ? undefined : columnIn(place, said.column);
  const check = place.table.checks.find(
    (each) => column !== undefined && each.name === generatedName(place.table.name, [column], 'check'),
  );
  return check === undefined
    ? {
        kind: 'goes',
        because: `the check was not understood, and the target does not make it: state it among the checks of ${place.landing.entity.name}`,
      }
    : { kind: 'moves', to: [`${tableId(place.table)}: ${check.name ?? 'check'} (${check.sql})`] };
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((column) => b.includes(column));

/** A guard is held by the guards of what takes its endpoint over; where that asks nobody, another endpoint had opened it before. */
function guardPlace(endpoint: string, { api }: Backend, endpoints: Lines): Placement | undefined {
  const line = endpoints[endpoint];
  if (line === undefined || line.kind === 'goes') return line;
  if (line.kind === 'stays') return { kind: 'stays', because: `it guards ${endpoint}, which stays` };
  const taken = api.endpoints.filter(({ id }) => line.to.includes(id));
  const guarded = taken.filter(({ access }) => access === 'guarded');
  if (guarded.length > 0) return { kind: 'moves', to: guarded.map(({ id }) => `${id}: access is guarded`) };
  return {
    kind: 'goes',
    because: `${taken.map(({ id }) => id).join(', ')} is open to everybody, as another endpoint of the legacy system already was`,
  };
}
