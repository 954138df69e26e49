import type { Endpoint, Property } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { MigrationPlan, Placement } from '../../model/migration.ts';
import type { Counterpart, ParityRequest } from './case.ts';
import { columnOf, keyOf } from './parameters.ts';
import { placeOf } from './places.ts';
import { namesLogin, namesPassword, namesSearch } from './words.ts';

/** A column of the target with the legacy columns that end in it. */
type Sources = ReadonlyMap<string, readonly string[]>;

const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
const folded = (name: string): string => name.replaceAll(/[^a-z0-9]/gi, '').toLowerCase();

/** Requests to the target that do what the legacy endpoint did, as the ledger says. */
export function counterpartsOf(
  endpoint: Endpoint,
  request: ParityRequest,
  systems: { readonly legacy: Backend; readonly target: Backend; readonly plan: MigrationPlan },
): readonly Counterpart[] {
  const { target, plan } = systems;
  const sources = sourcesOf(plan.ledger.columns);
  return placeOf(plan.ledger.endpoints[endpoint.id]).flatMap((id) => {
    const found = target.api.endpoints.find((each) => each.id === id);
    return found === undefined ? [] : [counterpart(found, endpoint, request, systems, sources)];
  });
}

function sourcesOf(columns: Readonly<Record<string, Placement>>): Sources {
  const sources = new Map<string, string[]>();
  for (const [from, placement] of Object.entries(columns))
    for (const to of placeOf(placement)) sources.set(to, [...(sources.get(to) ?? []), from]);
  return sources;
}

function counterpart(
  target: Endpoint,
  endpoint: Endpoint,
  request: ParityRequest,
  {
    legacy,
    target: backend,
    plan,
  }: { readonly legacy: Backend; readonly target: Backend; readonly plan: MigrationPlan },
  sources: Sources,
): Counterpart {
  const given = Object.keys({ ...request.parameters, ...request.query, ...request.body });
  const byName = (name: string): string | undefined =>
    given.find((each) => folded(each) === folded(name)) ?? given.find((each) => isMeant(name, each));
  const table = backend.data.tables.find(({ entity }) => entity !== undefined && entity === target.entity);
  const tableName =
    table === undefined ? '' : table.schema === undefined ? table.name : `${table.schema}.${table.name}`;
  /** By the way of its column: `product_id` of the target is filled by whatever names a row of `products`. */
  const byColumn = (name: string): string | undefined => {
    const columns = new Set((sources.get(`${tableName}.${name}`) ?? []).map(lastOf));
    return given.find((each) => columns.has(each));
  };
  const byKey = (name: string): string | undefined => {
    const owner = ownerOf(name, target, backend);
    if (owner === undefined) return undefined;
    return given.find((each) => {
      const parameter = endpoint.parameters.find((one) => one.name === each) ?? { name: each };
      const column = columnOf(legacy, endpoint, parameter);
      const key = column === undefined ? undefined : keyOf(legacy, column);
      return (
        key !== undefined && placeOf(plan.ledger.tables[key.slice(0, key.lastIndexOf('.'))]).includes(owner)
      );
    });
  };
  const inPath = [...target.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const schema = backend.api.schemas.find(({ name }) => name === target.requestSchema);
  const body = (schema?.properties ?? []).filter(({ readOnly }) => readOnly !== true);
  const asked = target.parameters.filter((each) => each.in === 'query');
  const ofField = (name: string): string | undefined =>
    byName(name) ?? byColumn(name) ?? (name.endsWith('_id') ? byKey(name) : undefined);
  const from = known([
    ...inPath.map((name) => [name, byKey(name) ?? byName(name)] as const),
    ...body.map(({ name }) => [name, ofField(name)] as const),
    ...asked.map(({ name }) => [name, byName(name)] as const),
  ]);
  const required = [
    ...inPath,
    ...body.filter((each) => each.required).map(({ name }) => name),
    ...asked.filter((each) => each.required).map(({ name }) => name),
  ];
  return {
    method: target.method,
    path: target.path,
    from,
    body: body.map(({ name }) => name).filter((name) => name in from),
    types: typesOf(body.filter(({ name }) => name in from)),
    missing: required.filter((name) => !(name in from)),
  };
}

/** The first source of each name that has one; a later place does not take the name from an earlier one. */
const known = (
  sources: readonly (readonly [name: string, source: string | undefined])[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    sources.flatMap(([name, source]) => (source === undefined ? [] : [[name, source] as const])).toReversed(),
  );

const typesOf = (fields: readonly Property[]): Counterpart['types'] =>
  Object.fromEntries(
    fields.flatMap(({ name, type }): readonly (readonly [string, 'integer' | 'number' | 'boolean'])[] =>
      type.kind === 'integer' || type.kind === 'number' || type.kind === 'boolean' ? [[name, type.kind]] : [],
    ),
  );

/** Names that sign-in, registration and search have of their own. */
const isMeant = (target: string, given: string): boolean =>
  /^(secret|new_password|password)$/.test(target)
    ? namesPassword(given)
    : (target === 'identifier' && namesLogin(given)) || (target === 'q' && namesSearch(given));

/** The table whose rows a parameter of the path names: `id` the one of the endpoint, `order_id` that of orders. */
export function ownerOf(name: string, { entity }: Endpoint, { data }: Backend): string | undefined {
  const wanted = name === 'id' ? folded(entity ?? '') : folded(name.replace(/_?id$/i, ''));
  const table = data.tables.find((each) => each.entity !== undefined && folded(each.entity) === wanted);
  if (table === undefined) return undefined;
  return table.schema === undefined ? table.name : `${table.schema}.${table.name}`;
}
