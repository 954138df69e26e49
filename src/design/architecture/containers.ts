import type { Container } from '../../model/architecture.ts';
import { applicationMemory, databaseMemory } from '../capacity/figures.ts';
import {
  databaseAvailability,
  gatewayAvailability,
  integrationAvailability,
  tierAvailability,
} from '../sizing/availability.ts';
import { serverConnections } from '../sizing/poolers.ts';
import type { Problem } from '../sizing/problem.ts';
import type { SizedOption, SizedTier } from '../sizing/sized.ts';
import { by, count, gb, levels, pricer, technologyOf } from './parts.ts';
import type { Pricer } from './parts.ts';
import { stores } from './stores.ts';

/** Id of the container that stands for a foreign system; its own id unless one of ours has it. */
export function externalId(option: SizedOption, integration: string): string {
  const own = [
    'gateway',
    'worker',
    'cache',
    'broker',
    'search',
    ...option.units.map(({ id }) => id),
    ...option.databases.map(({ id }) => id),
  ];
  return own.includes(integration) ? `external-${integration}` : integration;
}

/** Everything that runs, with its machines, cost and availability, and the foreign systems around it. */
export function containersOf(problem: Problem, option: SizedOption): readonly Container[] {
  const price = pricer(problem, option);
  return [
    gateway(price),
    ...applications(problem, option, price),
    ...databases(problem, option, price),
    ...stores(problem, option, price),
    ...problem.domain.integrations.map((integration): Container => ({
      id: externalId(option, integration.id),
      name: integration.id,
      kind: 'external',
      technology: integration.style.toUpperCase(),
      purpose: `${integration.kind}, run by others`,
      contexts: [],
      availability: levels(
        (level) => integrationAvailability(problem, integration.id, level),
        'promised or default',
        [integration.id],
      ),
      origin: integration.origin,
    })),
  ];
}

const gateway = (price: Pricer): Container => ({
  id: 'gateway',
  name: 'Gateway',
  kind: 'gateway',
  technology: 'managed HTTPS gateway',
  purpose: 'ends TLS, balances over instances, limits rates, compresses answers',
  contexts: [],
  availability: levels(gatewayAvailability, 'figure of a managed gateway', ['gatewayAvailability']),
  ...price('gateway'),
  origin: by('one entrance for all requests'),
});

function machines(tier: SizedTier, memoryPerCore: number, what: string) {
  const from = [`${tier.stream.demand.toPrecision(3)} busy cores at peak`, what];
  return {
    instances: count(
      tier.instances,
      'instances',
      'busy cores / utilisation allowed, one may be lost',
      ...from,
    ),
    vcpu: count(tier.cores, 'vCPU', 'smallest size that needs a handful of instances', ...from),
    memoryBytes: count(
      tier.cores * memoryPerCore * gb,
      'bytes',
      'memory for each vCPU',
      `${memoryPerCore} GB`,
    ),
  };
}

function applications(problem: Problem, option: SizedOption, price: Pricer): readonly Container[] {
  const runtime = [technologyOf(problem, 'runtime', 'Node.js'), technologyOf(problem, 'framework', '')]
    .filter(Boolean)
    .join(', ');
  const single = option.units.length === 1;
  const application = (
    tier: SizedTier,
    kind: 'application' | 'worker',
    contexts: readonly string[],
  ): Container => ({
    id: tier.id,
    name: kind === 'worker' ? 'Worker' : single ? 'API' : titleOf(problem, contexts[0] ?? tier.id),
    kind,
    technology: runtime,
    purpose:
      kind === 'worker'
        ? 'does what nobody waits for: queues, schedules, the event relay'
        : single
          ? `answers requests for ${contexts.length === 1 ? (contexts[0] ?? 'everything') : `all ${contexts.length} contexts`} in one process${option.worker === undefined ? ', and does the background work' : ''}`
          : `owns the context ${contexts.join(', ')}`,
    contexts,
    ...machines(tier, applicationMemory, kind === 'worker' ? 'background work' : 'requests'),
    availability: levels((level) => tierAvailability(tier, level), 'k of n instances', [
      `${tier.instances} instances`,
    ]),
    ...price(tier.id),
    origin: by('sized for the peak with one instance lost', shapeWords(option)),
  });
  return [
    ...option.units.map((unit) => application(unit, 'application', unit.unit.contexts)),
    ...(option.worker === undefined ? [] : [application(option.worker, 'worker', problem.contexts)]),
  ];
}

const titleOf = ({ domain }: Problem, context: string): string =>
  `${domain.contexts.find(({ id }) => id === context)?.name ?? context} service`;

const shapeWords = ({ shape }: SizedOption): string => `style ${shape.style}`;

function databases(problem: Problem, option: SizedOption, price: Pricer): readonly Container[] {
  const technology = technologyOf(problem, 'database', 'relational database');
  const availability = levels((level) => databaseAvailability(option, level), 'figure of the database', [
    `standby: ${option.standby}`,
  ]);
  return option.databases.flatMap((database): readonly Container[] => {
    const { id, replicas, shards = 1 } = database;
    const room = connectionRoom(problem, option, database);
    const own = option.databases.length === 1 ? '' : ` of ${database.contexts.join(', ')}`;
    const base = { technology, contexts: database.contexts, availability };
    const primary: Container = {
      ...base,
      id,
      name: `Database${own}`,
      kind: 'database',
      purpose: `the source of truth: all writes, and reads that must be current${shards === 1 ? '' : `; rows are spread over ${shards} shards, each of them one primary`}`,
      ...machines(
        { ...database, instances: shards },
        databaseMemory,
        shards === 1 ? 'the primary' : 'one primary a shard',
      ),
      ...room(id),
      ...price(id),
      origin: by('smallest size below the utilisation allowed', 'busy cores with contention'),
    };
    const standby: Container = {
      ...base,
      id: `${id}-standby`,
      name: `Standby${own}`,
      kind: 'replica',
      purpose: `${option.standby} copy in a second zone that takes over; serves no reads`,
      ...machines({ ...database, instances: shards }, databaseMemory, 'as large as the primary'),
      ...price(`${id}-standby`),
      origin: by('recovery and availability objectives', `standby: ${option.standby}`),
    };
    const readers: readonly Container[] =
      replicas === undefined
        ? []
        : [
            {
              ...base,
              id: replicas.id,
              name: `Read replicas${own}`,
              kind: 'replica',
              purpose: 'reads whose answer may be old; writes are replayed with a lag',
              ...machines(
                { ...replicas, instances: shards * replicas.instances },
                databaseMemory,
                'stale-tolerant reads and replay',
              ),
              ...room(replicas.id),
              ...price(replicas.id),
              origin: by('stale-tolerant reads taken off the primary'),
            },
          ];
    return [primary, ...(option.standby === 'none' ? [] : [standby]), ...readers];
  });
}

/** What the servers of a database take of connections, and the pooler in front of them where there is one. */
function connectionRoom(problem: Problem, option: SizedOption, database: SizedOption['databases'][number]) {
  const servers = serverConnections(problem, option, database);
  const { pooler, shards = 1 } = database;
  return (id: string): Pick<Container, 'connections'> => {
    const server = servers.find((each) => each.id === id);
    if (server === undefined) return {};
    const reserve = 'superusers, migrations, monitoring, one person';
    const accepted = count(
      server.accepted,
      'connections',
      'cores × connections for each, at most those of one server',
      'connectionsPerCore',
      'mostConnections',
    );
    return {
      connections: {
        accepted,
        reserve: count(server.reserved, 'connections', 'kept free of pools', reserve),
        ...(pooler !== undefined && {
          pooler: {
            instances: count(shards * pooler.instances, 'instances', 'two a shard or more, one may be lost'),
            vcpu: count(pooler.cores, 'vCPU', 'statements a core of a pooler forwards', 'poolerStatements'),
            opens: count(server.shared, 'connections', 'Erlang C of the work of all instances', id),
          },
        }),
      },
    };
  };
}
