import type { Backend } from '../../model/backend.ts';
import { emptyBackend } from '../../model/backend.ts';
import type { Endpoint } from '../../model/api.ts';
import type { Query, Table } from '../../model/data.ts';
import type { Ledger, MigrationContext, Placement } from '../../model/migration.ts';
import type { Origin } from '../../model/origin.ts';
import { tableId } from '../steps/inventory.ts';

/** A legacy system that nobody has shown, taken for the plan's sake to have what its successor has. */
export interface AssumedLegacy {
  readonly legacy: Backend;
  readonly contexts: readonly MigrationContext[];
  readonly ledger: Partial<Ledger>;
}

const origin: Origin = {
  kind: 'assumed',
  because: 'nobody has shown the legacy system: it is taken to have what the target has',
};

/**
 * One legacy table for each entity of the target and one endpoint for each of its operations: enough to show the order
 * of the steps and what each asks for, and nothing that was read. Pointing at the repository replaces all of it.
 */
export function assumedLegacy(target: Backend): AssumedLegacy {
  const tables = target.data.tables.filter(({ entity }) => entity !== undefined);
  const endpoints = target.api.endpoints.filter(
    ({ protocol, operation }) => protocol === 'http' && operation !== undefined,
  );
  const empty = emptyBackend(`legacy-${target.id}`, 'recovered');
  return {
    legacy: {
      ...empty,
      name: `the legacy system of ${target.name}`,
      data: {
        ...empty.data,
        tables: tables.map(assumedTable),
        queries: queriesOf(target, endpoints, tables),
      },
      api: { ...empty.api, endpoints: endpoints.map(assumedEndpoint) },
      gaps: [
        {
          kind: 'read-legacy',
          subject: 'the legacy system',
          why: 'nobody has shown it: its tables, endpoints and statements are assumed (plumbline migrate <path>)',
          origin,
        },
      ],
    },
    contexts: contextsOf(target, tables, endpoints),
    ledger: ledgerOf(tables, endpoints),
  };
}

const assumedTable = ({ name, columns, primaryKey }: Table): Table => ({
  name,
  columns: columns.map((column) => ({
    name: column.name,
    type: column.type,
    nullable: column.nullable,
    origin,
  })),
  ...(primaryKey !== undefined && { primaryKey: { columns: primaryKey.columns, origin } }),
  uniques: [],
  indexes: [],
  foreignKeys: [],
  checks: [],
  origin,
});

const assumedEndpoint = (endpoint: Endpoint): Endpoint => ({
  id: endpoint.id,
  method: endpoint.method,
  path: endpoint.path,
  pathResolved: true,
  protocol: 'http',
  parameters: [],
  guards: [],
  access: 'unknown',
  responses: [],
  scopes: [],
  idempotencyKey: false,
  conditional: false,
  longRunning: false,
  objectives: [],
  origin,
});

function queriesOf(
  { data }: Backend,
  endpoints: readonly Endpoint[],
  tables: readonly Table[],
): readonly Query[] {
  const known = new Set(tables.map(({ name }) => name));
  return data.queries.flatMap((query) => {
    const reachedBy = endpoints.filter(({ operation }) => operation === query.operation).map(({ id }) => id);
    const used = query.tables.map(unqualified).filter((table) => known.has(table));
    if (reachedBy.length === 0 || used.length === 0) return [];
    return [{ id: query.id, sql: '', kind: query.kind, tables: used, parameters: [], reachedBy, origin }];
  });
}

const unqualified = (table: string): string => table.slice(table.lastIndexOf('.') + 1);

const contextsOf = (
  { architecture }: Backend,
  tables: readonly Table[],
  endpoints: readonly Endpoint[],
): readonly MigrationContext[] =>
  architecture.contexts
    .map(({ id, name }) => ({
      id,
      name,
      tables: tables.filter(({ context }) => context === id).map(({ name: table }) => table),
      entries: endpoints.filter(({ context }) => context === id).map((endpoint) => endpoint.id),
    }))
    .filter((context) => context.tables.length + context.entries.length > 0);

function ledgerOf(tables: readonly Table[], endpoints: readonly Endpoint[]): Partial<Ledger> {
  const to = (place: string): Placement => ({ kind: 'moves', to: [place] });
  return {
    endpoints: Object.fromEntries(endpoints.map(({ id }) => [id, to(id)])),
    tables: Object.fromEntries(tables.map((table) => [table.name, to(tableId(table))])),
    columns: Object.fromEntries(
      tables.flatMap((table) =>
        table.columns.map(({ name }) => [`${table.name}.${name}`, to(`${tableId(table)}.${name}`)]),
      ),
    ),
  };
}
