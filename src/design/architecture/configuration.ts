import type { ConfigurationKey, Connection } from '../../model/architecture.ts';
import type { CacheEntry } from '../../model/processes.ts';
import type { Origin } from '../../model/origin.ts';
import type { Secret } from '../../model/trust.ts';
import { relayPause } from '../processes/jobs.ts';
import type { Problem } from '../sizing/problem.ts';
import type { SizedOption } from '../sizing/sized.ts';

type Draft = Omit<ConfigurationKey, 'origin' | 'reload'> & { readonly reload?: boolean };

const origin = (from: string): Origin => ({
  kind: 'derived',
  rule: 'configuration of the chosen containers',
  from: [from],
});

const upper = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]+/g, '_');

/** Every key a process of this design reads at start, with its default where one is safe. */
export function configurationOf(
  problem: Problem,
  option: SizedOption,
  connections: readonly Connection[],
  caches: readonly CacheEntry[],
  secrets: readonly Secret[],
): readonly ConfigurationKey[] {
  const owner = option.units.length === 1 ? 'api' : 'each service';
  const drafts: readonly Draft[] = [
    ...processKeys(owner),
    ...databaseKeys(option, connections, owner),
    ...storeKeys(option, connections, caches, owner),
    ...queueKeys(problem, option, connections, owner),
    ...foreignKeys(problem, connections),
    ...ownSecrets(problem, secrets, owner),
  ];
  return drafts.map((draft) => ({ reload: false, ...draft, origin: origin(draft.owner ?? owner) }));
}

const processKeys = (owner: string): readonly Draft[] => [
  {
    key: 'HTTP_PORT',
    type: 'number',
    default: '8080',
    secret: false,
    owner,
    about: 'Port the process listens on',
  },
  {
    key: 'LOG_LEVEL',
    type: 'string',
    default: 'info',
    secret: false,
    owner,
    reload: true,
    about: 'debug, info, warn or error',
  },
  {
    key: 'SHUTDOWN_GRACE',
    type: 'duration',
    default: '20s',
    secret: false,
    owner,
    about: 'Time to finish requests after SIGTERM',
  },
  {
    key: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    type: 'url',
    default: 'http://localhost:4318',
    secret: false,
    owner,
    about: 'Where traces, metrics and logs are sent',
  },
];

const duration = (key: string, value: number, owner: string, about: string, reload = true): Draft => ({
  key,
  type: 'duration',
  default: `${Math.floor(value)}ms`,
  secret: false,
  owner,
  reload,
  about,
});

const secret = (key: string, type: 'url' | 'string', owner: string, about: string): Draft => ({
  key,
  type,
  secret: true,
  owner,
  about,
});

const number = (key: string, value: number, owner: string, about: string): Draft => ({
  key,
  type: 'number',
  default: String(value),
  secret: false,
  owner,
  about,
});

/** A size that all processes share as the default; where they differ it has none, and the sizes are told. */
function sizes(key: string, of: readonly Connection[], owner: string, about: string): readonly Draft[] {
  const values = of.flatMap(({ from, pool }) => (pool === undefined ? [] : [{ from, size: pool.value }]));
  const different = [...new Set(values.map(({ size }) => size))].sort((a, b) => b - a);
  const [only, second] = different;
  if (only === undefined) return [];
  if (second === undefined) return [number(key, only, owner, about)];
  const words = different.map(
    (size) => `${size} in ${values.flatMap((value) => (value.size === size ? [value.from] : [])).join(', ')}`,
  );
  return [{ key, type: 'number', secret: false, owner, about: `${about}: ${words.join('; ')}` }];
}

function databaseKeys(
  { databases, standby }: SizedOption,
  connections: readonly Connection[],
  owner: string,
): readonly Draft[] {
  const ids = new Set(databases.map(({ id }) => id));
  const pooled = connections.filter(({ pool }) => pool !== undefined);
  const primaries = pooled.filter(({ to }) => ids.has(to));
  const replicas = pooled.filter(({ to }) => !ids.has(to));
  const name = `Primary database, TLS verified${standby === 'none' ? '' : '; a name that follows the fail-over'}`;
  const timeout = primaries[0]?.timeout;
  return [
    secret('DATABASE_URL', 'url', owner, name),
    ...sizes('DATABASE_POOL_SIZE', primaries, owner, 'Connections each instance keeps on the primary'),
    ...(timeout === undefined
      ? []
      : [
          duration(
            'DATABASE_STATEMENT_TIMEOUT',
            timeout.value * 0.9,
            owner,
            'Statements longer than this are cancelled, before the caller gives up',
            false,
          ),
        ]),
    ...(replicas.length === 0
      ? []
      : [secret('DATABASE_REPLICA_URL', 'url', owner, 'Read replicas, TLS verified')]),
    ...sizes(
      'DATABASE_REPLICA_POOL_SIZE',
      replicas,
      owner,
      'Connections each instance keeps on the replicas',
    ),
  ];
}

function storeKeys(
  option: SizedOption,
  connections: readonly Connection[],
  caches: readonly CacheEntry[],
  owner: string,
): readonly Draft[] {
  const timeout = connections.find(({ to }) => to === 'cache')?.timeout?.value ?? 50;
  return [
    ...(option.cache === undefined
      ? []
      : [
          secret('CACHE_URL', 'url', owner, 'Cache, TLS and password'),
          duration('CACHE_TIMEOUT', timeout, owner, 'A lookup that takes longer counts as a miss'),
        ]),
    ...caches.flatMap(({ operation, ttl }) =>
      ttl === undefined
        ? []
        : [
            duration(
              `CACHE_TTL_${upper(operation)}`,
              ttl.value * 1000,
              owner,
              `How long an answer of ${operation} is kept`,
            ),
          ],
    ),
    ...(option.search === undefined ? [] : [secret('SEARCH_URL', 'url', owner, 'Search engine')]),
  ];
}

function queueKeys(
  { domain }: Problem,
  option: SizedOption,
  connections: readonly Connection[],
  owner: string,
): readonly Draft[] {
  if (domain.events.length === 0) return [];
  const runner = option.worker?.id ?? owner;
  return [
    ...(option.broker ? [secret('BROKER_URL', 'url', runner, 'Broker, TLS')] : []),
    duration('OUTBOX_POLL_INTERVAL', relayPause * 1000, runner, 'Pause between two looks into the outbox'),
    number(
      'QUEUE_CONCURRENCY',
      jobsAtOnce(option, connections),
      runner,
      'Jobs one instance works on at once; each holds a connection of the pool',
    ),
  ];
}

/** As many jobs as the worker has connections; half as many where requests of people use the same pool. */
function jobsAtOnce({ worker, units }: SizedOption, connections: readonly Connection[]): number {
  const runners = worker === undefined ? units.map(({ id }) => id) : [worker.id];
  const pools = connections.flatMap(({ from, pool }) =>
    pool !== undefined && runners.includes(from) ? [pool.value] : [],
  );
  const least = pools.length === 0 ? 1 : Math.min(...pools);
  return Math.max(1, worker === undefined ? Math.floor(least / 2) : least);
}

/** Address, key and timeout of each foreign system; a secret for those that call back. */
function foreignKeys({ domain }: Problem, connections: readonly Connection[]): readonly Draft[] {
  return domain.integrations.flatMap(({ id, callbacks, direction }): readonly Draft[] => {
    const call = connections.find(
      ({ to, crossesTrustBoundary }) => crossesTrustBoundary && (to === id || to === `external-${id}`),
    );
    const owner = call?.from ?? id;
    const prefix = upper(id);
    const out: readonly Draft[] = [
      { key: `${prefix}_URL`, type: 'url', secret: false, owner, about: `Address of ${id}` },
      secret(`${prefix}_API_KEY`, 'string', owner, `Key we show to ${id}`),
      duration(
        `${prefix}_TIMEOUT`,
        call?.timeout?.value ?? 5000,
        owner,
        `How long one attempt at ${id} may take`,
      ),
    ];
    return [
      ...(direction === 'in' ? [] : out),
      ...(callbacks === 'webhook'
        ? [secret(`${prefix}_WEBHOOK_SECRET`, 'string', owner, `Key with which ${id} signs its calls`)]
        : []),
    ];
  });
}

/** Keys of our own, such as those that sign tokens; passwords of databases and peers stand beside their addresses. */
const ownSecrets = ({ domain }: Problem, secrets: readonly Secret[], owner: string): readonly Draft[] =>
  secrets
    .filter(
      ({ name, kind }) =>
        kind !== 'database password' && !domain.integrations.some(({ id }) => name.startsWith(`${id}-`)),
    )
    .map(({ name, kind }) =>
      secret(upper(name), 'string', owner, `${kind}; rotated, read again at each rotation`),
    );
