import { scalingPlans } from '../../artifacts/autoscaling.ts';
import { product, ranged, sum } from '../../model/amounts.ts';
import type { Part } from '../../model/amounts.ts';
import { cell, code, paragraph, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { Connection, Container } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';

/** A pool of one container on one database, over all its instances. */
export interface Pool {
  readonly connection: Connection;
  readonly from: Container;
  readonly to: Container;
  readonly perInstance: Quantity;
  readonly total: Quantity;
}

/** Connections that keep a pool on a database or replica. */
export function pools({ architecture }: Backend): readonly Pool[] {
  const byId = new Map(architecture.containers.map((container) => [container.id, container]));
  return architecture.connections.flatMap((connection) => {
    const from = byId.get(connection.from);
    const to = byId.get(connection.to);
    const perInstance = connection.pool;
    if (from === undefined || to === undefined || perInstance === undefined) return [];
    if (to.kind !== 'database' && to.kind !== 'replica') return [];
    const instances = from.instances ?? derived(1, 'instances', 'one instance', ['no number is known']);
    const total = product(
      [
        ['connections per instance', perInstance],
        ['instances', instances],
      ],
      'connections',
      'pool × instances',
    );
    return [{ connection, from, to, perInstance, total }];
  });
}

/** Connections the server must accept beside the pools where the design does not say: people and tools. */
const usualReserve: Quantity = derived(10, 'connections', 'reserve', [
  '3 superuser_reserved_connections, migrations, monitoring, one person',
]);

/** Statements a machine can work on at once: twice its cores, plus one that waits for the disk. */
export function workable({ vcpu }: Container): Quantity | undefined {
  if (vcpu === undefined) return undefined;
  const at = (cores: number): number => cores * 2 + 1;
  return ranged(
    [at(vcpu.value), at(vcpu.low ?? vcpu.value), at(vcpu.high ?? vcpu.value)],
    'connections',
    'cores × 2 + 1 (HikariCP, About Pool Sizing)',
    [`cores ${vcpu.value}`],
  );
}

export function poolSections({ backend }: Basis): readonly (Section | undefined)[] {
  const all = pools(backend);
  const servers = [...new Set(all.map(({ to }) => to.id))].flatMap((id) => {
    const of = all.filter(({ to }) => to.id === id);
    return of[0] === undefined ? [] : [{ server: of[0].to, of }];
  });
  const timed = all.some(({ connection }) => connection.timeout !== undefined);
  return [
    section(
      { id: 'pools', title: 'Connection pools', items: timed ? ['2.8'] : [] },
      table(
        ['from', 'to', 'per instance', 'instances', 'all instances', 'waits at most'],
        all.map(({ from, to, perInstance, total, connection }) => [
          from.name,
          to.name,
          perInstance,
          cell(from.instances),
          total,
          cell(connection.timeout),
        ]),
      ),
      table(
        [
          'server',
          'opened at peak',
          'opened at most',
          'reserve',
          'max_connections of each',
          'its cores bear',
          'statements its cores can work on',
          'verdict',
        ],
        servers.map(({ server }) => serverRow(backend, server, all)),
      ),
      servers.some(({ server }) => server.connections !== undefined)
        ? paragraph(
            'Opened at most: every tier at the most its autoscaler allows, and one instance more of each while it is released. A replica has no lower max_connections than its primary: PostgreSQL would not replay.',
          )
        : undefined,
    ),
    ...servers.map(({ server, of }) => timeouts(server, of)),
  ];
}

function opened(of: readonly Pool[]): Quantity {
  return sum(
    of.map(({ from, total }) => [from.name, total]),
    'connections',
    'sum over pools',
  );
}

/** Pools of a design with every tier at its most instances and one more of each. */
function openedAtMost(backend: Backend, of: readonly Pool[]): Quantity {
  const plans = scalingPlans(backend);
  return sum(
    of.map(({ from, perInstance }): Part => {
      const most = plans.find(({ container }) => container.id === from.id)?.most ?? from.instances;
      const instances = derived((most?.value ?? 1) + 1, 'instances', 'most instances + 1', [from.name]);
      const total = product(
        [
          ['connections per instance', perInstance],
          ['instances', instances],
        ],
        'connections',
        'pool × (most instances + 1)',
      );
      return [from.name, total];
    }),
    'connections',
    'sum over pools',
  );
}

/** The primary whose log a replica replays. */
const primaryOf = ({ architecture }: Backend, { id, kind }: Container): Container | undefined =>
  kind !== 'replica'
    ? undefined
    : architecture.containers.find(
        (each) =>
          each.kind === 'database' &&
          architecture.connections.some(({ from, to }) => from === each.id && to === id),
      );

/**
 * `max_connections` of each server: what the pools, or a pooler for them, keep open there beside the reserve; of a replica
 * no less than its primary has.
 */
function setting(backend: Backend, server: Container, all: readonly Pool[]): Quantity {
  const of = all.filter(({ to }) => to.id === server.id);
  const { connections } = server;
  const pooled = connections?.pooler?.opens;
  const most = pooled ?? (connections === undefined ? opened(of) : openedAtMost(backend, of));
  const primary = primaryOf(backend, server);
  const servers =
    server.kind === 'replica'
      ? Math.max(1, (server.instances?.value ?? 1) / (primary?.instances?.value ?? 1))
      : 1;
  const reserve = connections?.reserve ?? usualReserve;
  const own = Math.ceil((most.value + reserve.value) / servers);
  const least = primary === undefined ? 0 : setting(backend, primary, all).value;
  return derived(
    Math.max(own, least),
    'connections',
    own < least
      ? 'no less than its primary'
      : pooled === undefined
        ? 'pools + reserve, for each server'
        : 'kept by the pooler + reserve, for each server',
    [`${most.value} connections`, `reserve ${reserve.value}`, `${servers} servers`],
  );
}

function serverRow(backend: Backend, server: Container, pooled: readonly Pool[]): readonly Cell[] {
  const of = pooled.filter(({ to }) => to.id === server.id);
  const all = opened(of);
  const limit = workable(server);
  const { connections } = server;
  return [
    server.name,
    all,
    connections === undefined ? 'not known' : openedAtMost(backend, of),
    connections?.reserve ?? usualReserve,
    setting(backend, server, pooled),
    connections?.accepted ?? 'not known',
    cell(limit),
    connections === undefined ? crowding(all, limit) : roomWords(backend, server, of),
  ];
}

const crowding = (all: Quantity, limit: Quantity | undefined): string =>
  limit === undefined
    ? 'cores not known'
    : all.value > limit.value * 4
      ? 'more than four times what the cores work on: put a transaction pooler (PgBouncer) before it'
      : 'idle connections cost memory only';

/** Whether what the design opens fits, and the pooler where it does not. */
function roomWords(backend: Backend, { connections }: Container, of: readonly Pool[]): string {
  if (connections === undefined) return 'not known';
  const { accepted, reserve, pooler } = connections;
  if (pooler !== undefined)
    return `${quantityText(pooler.instances)} of a pooler in transaction mode (${quantityText(pooler.vcpu)} each) keep ${quantityText(pooler.opens)} open for all pools`;
  return openedAtMost(backend, of).value + reserve.value <= accepted.value
    ? 'fits, the reserve included'
    : 'does not fit: put a transaction pooler before it';
}

/** Timeouts of the server, each shorter than what waits for it. */
function timeouts(server: Container, of: readonly Pool[]): Section | undefined {
  const limits = of.flatMap(({ connection }) => connection.timeout ?? []);
  const longest = limits.toSorted((a, b) => b.value - a.value)[0];
  if (longest === undefined) return undefined;
  const caller = inMs(longest);
  const settings: readonly (readonly [string, Quantity, string])[] = [
    [
      'statement_timeout',
      derived(Math.floor(caller * 0.9), 'ms', '0.9 × timeout of the caller', [quantityText(longest)]),
      'the server gives up before the caller does, so no statement runs for nobody',
    ],
    [
      'lock_timeout',
      derived(Math.floor(caller * 0.5), 'ms', '0.5 × timeout of the caller', [quantityText(longest)]),
      'waiting for a lock leaves time to answer',
    ],
    [
      'idle_in_transaction_session_timeout',
      derived(Math.max(1000, Math.ceil(caller * 2)), 'ms', '2 × timeout of the caller, at least 1 s', [
        quantityText(longest),
      ]),
      'a transaction nobody continues frees its locks',
    ],
  ];
  return section(
    { id: `timeouts-${server.id}`, title: `Timeouts of ${server.name}` },
    table(
      ['setting', 'value', 'because'],
      settings.map(([name, value, because]) => [name, value, because]),
    ),
    code(
      'sql',
      [
        ...settings.map(([name, value]) => `alter system set ${name} = '${value.value}ms';`),
        'select pg_reload_conf();',
      ].join('\n'),
    ),
  );
}

export const inMs = ({ value, unit }: Quantity): number => (unit === 's' ? value * 1000 : value);
