import type { Backend } from '../../model/backend.ts';
import type { Table } from '../../model/data.ts';
import type { Placement } from '../../model/migration.ts';
import { rulesOf } from '../ledger/rules-of.ts';
import type { RuleSubject } from '../ledger/rules-of.ts';
import { tableId } from '../steps/inventory.ts';
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
  if (place === undefined || about.kind === 'check') return undefined;
  const columns = about.columns.flatMap((column) => columnIn(place, column) ?? []);
  if (columns.length === 0 || columns.length < about.columns.length) return undefined;
  const id = tableId(place.table);
  if (about.kind === 'unique') {
    const name = keyOf(place.table, columns);
    return name === undefined ? undefined : { kind: 'moves', to: [`${id}: ${name} (${columns.join(', ')})`] };
  }
  const key = place.table.foreignKeys.find((each) => same(each.columns, columns));
  return key === undefined
    ? undefined
    : {
        kind: 'moves',
        to: [`${id}: ${key.name ?? 'foreign key'} (${columns.join(', ')}) -> ${key.references.table}`],
      };
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((column) => b.includes(column));

function keyOf({ primaryKey, uniques, indexes }: Table, columns: readonly string[]): string | undefined {
  const keys = [
    ...(primaryKey === undefined ? [] : [primaryKey]),
    ...uniques,
    ...indexes.filter(({ unique, where }) => unique && where === undefined),
  ];
  const found = keys.find((key) => same(key.columns, columns));
  return found === undefined ? undefined : (found.name ?? 'unique key');
}

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
