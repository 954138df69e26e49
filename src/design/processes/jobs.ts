import { kebabCase } from '../../artifacts/words.ts';
import type { Workload } from '../../model/brief.ts';
import type { Entity, Flow } from '../../model/domain.ts';
import type { Job } from '../../model/processes.ts';
import type { Origin, Quantity } from '../../model/origin.ts';
import { assumed, derived } from '../../model/origin.ts';
import { isRangePartitioned } from '../data/data.ts';
import { layoutOf } from '../data/layout.ts';
import type { Layout } from '../data/layout.ts';
import { partitionOf } from '../data/partitions.ts';
import { mechanismsOf } from '../data/queries/queries.ts';
import type { DesignBasis, Domain } from '../domain.ts';
import { longestCall, peerLimits } from './limits.ts';

const counted = (value: number, because: string): Quantity =>
  assumed(value, 'count', because, Math.max(1, value / 2), value * 2);
const seconds = (value: number, because: string): Quantity =>
  assumed(value, 's', because, value / 2, value * 4);

/** Seconds between two looks of the relay into its outbox when nobody wakes it. */
export const relayPause = 1;

const backoff = 'exponential from 1 s to 5 min, full jitter';
const origin = (rule: string, from: string): Origin => ({ kind: 'derived', rule, from: [from] });

/** Work that a crash repeats: every job here records what it has done in the transaction of its effect. */
const repeatable = {
  attempts: counted(8, 'with this back-off about ten minutes; then somebody has to look'),
  timeout: seconds(60, 'a batch that takes longer is split'),
  backoff,
  deadLetter: true,
  idempotent: true,
} as const;

/**
 * Seconds that one item of an operation's work may take at foreign systems, all attempts and the pauses between them
 * included, and a tenth more: a job that ends before would be repeated while its call still runs.
 */
function foreignTime({ flows, integrations }: Domain, of: (flow: Flow) => boolean): number {
  const longest = flows.filter(of).map(({ steps }) =>
    steps.reduce((sum, { kind, at }) => {
      const peer = integrations.find(({ id }) => kind === 'remote' && at === `integration:${id}`);
      return peer === undefined ? sum : sum + longestCall(peerLimits(peer, flows));
    }, 0),
  );
  return Math.ceil((Math.max(0, ...longest) * 1.1) / 1000);
}

/** The time limit of a job, raised to what one item of its work may take. */
const atLeast = (job: Job, need: number): Job =>
  job.timeout === undefined || job.timeout.value >= need
    ? job
    : {
        ...job,
        timeout: derived(need, 's', 'one item with all attempts of its foreign calls, and a tenth more', [
          job.id,
        ]),
      };

/** Everything that runs without anybody asking: relays, consumers, batches, exchanges, upkeep. */
export function jobsOf(basis: DesignBasis): readonly Job[] {
  return [...deliveries(basis), ...longWork(basis), ...batches(basis), ...exchanges(basis), ...upkeep(basis)];
}

/** The relay hands events on; each consumer has a queue of its own, so that one that fails holds up no other. */
function deliveries(basis: DesignBasis): readonly Job[] {
  const { domain } = basis;
  const layout = layoutOf(basis);
  const outboxes = mechanismsOf(layout).flatMap(([mechanism, contexts]) =>
    mechanism === 'outbox' ? contexts : [],
  );
  const relays = outboxes.map((context): Job => ({
    id: layout.apart ? `outbox-relay-${context}` : 'outbox-relay',
    name: layout.apart ? `Relay events of ${context}` : 'Relay events',
    kind: 'relay',
    schedule: `every ${relayPause} s, at once when woken by NOTIFY`,
    concurrency: counted(1, 'one relay keeps the order; a second waits for its lock'),
    ...repeatable,
    unique: 'advisory lock of the outbox, taken before each batch',
    origin: origin('transactional outbox', 'events of the domain'),
  }));
  const consumers = domain.events.flatMap((event) =>
    event.consumers.map(({ context, action }): Job =>
      atLeast(
        {
          id: `${context}-on-${kebabCase(event.name)}`,
          name: `${context}: ${action}`,
          kind: 'queue',
          queue: `${context}.${event.name}`,
          concurrency: counted(2, 'two workers keep up while one is replaced'),
          ...repeatable,
          unique: 'consumer and event id, stored in the inbox',
          origin: event.origin,
        },
        foreignTime(domain, (flow) => flow.context === context),
      ),
    ),
  );
  return [...relays, ...distinct(consumers)];
}

/** Operations that answer 202: a worker does them and stores the outcome. */
function longWork({ domain }: DesignBasis): readonly Job[] {
  const work = domain.operations.filter(({ longRunning }) => longRunning);
  return work.map((operation): Job =>
    atLeast(
      {
        id: `work-${kebabCase(operation.id)}`,
        name: operation.about ?? operation.id,
        kind: 'queue',
        queue: 'long-work',
        concurrency: counted(1, 'long work leaves room for requests'),
        ...repeatable,
        attempts: counted(3, 'long work is dear; its steps continue where they stopped'),
        timeout: seconds(900, 'a slice is stored every few seconds'),
        unique: 'id of the status resource',
        origin: operation.origin,
      },
      foreignTime(domain, ({ trigger }) => trigger === operation.id),
    ),
  );
}

/** What workloads do every so often. */
function batches({ domain }: DesignBasis): readonly Job[] {
  return domain.workloads.flatMap((workload) => {
    const { every } = workload;
    const need = foreignTime(domain, ({ trigger }) => trigger === workload.operation);
    return every === undefined ? [] : [atLeast(batchJob(workload, every), need)];
  });
}

const batchJob = ({ id, operation, origin: from }: Workload, every: Quantity): Job => ({
  id: `batch-${kebabCase(id)}`,
  name: `${operation} (${id})`,
  kind: 'schedule',
  schedule: `every ${durationWords(every.value)}`,
  concurrency: counted(1, 'a second run waits until the first has ended'),
  ...repeatable,
  timeout: seconds(Math.max(10, Math.min(every.value, 3600)), 'a run ends before the next is due'),
  unique: 'name of the batch and its period',
  origin: from,
});

/** Calls that the exchange of a file takes: signing in, listing, sending or fetching it. */
const filesCalls = 4;

/** Peers with a rhythm of their own, and those whose callbacks can get lost. */
function exchanges({ domain }: DesignBasis): readonly Job[] {
  return domain.integrations.flatMap((peer): readonly Job[] => [
    ...(peer.every === undefined
      ? []
      : [
          {
            id: `exchange-${kebabCase(peer.id)}`,
            name: `Exchange with ${peer.id}`,
            kind: 'schedule' as const,
            schedule: `every ${durationWords(peer.every.value)}`,
            concurrency: counted(1, 'files are exchanged in order'),
            ...repeatable,
            timeout: seconds(
              Math.max(60, Math.ceil((longestCall(peerLimits(peer, domain.flows)) * filesCalls) / 1000)),
              'a file takes several calls, each with all its attempts',
            ),
            unique: 'peer and period',
            origin: peer.origin,
          },
        ]),
    ...(peer.callbacks === 'webhook'
      ? [
          {
            id: `reconcile-${kebabCase(peer.id)}`,
            name: `Compare with ${peer.id} what its callbacks told`,
            kind: 'schedule' as const,
            schedule: 'every 1 h',
            concurrency: counted(1, 'one comparison at a time'),
            ...repeatable,
            unique: 'peer and hour',
            origin: origin('a callback can be lost', peer.id),
          },
        ]
      : []),
  ]);
}

/** Old rows go, partitions come: in small steps, at times when few are there. */
function upkeep(basis: DesignBasis): readonly Job[] {
  const layout = layoutOf(basis);
  const job = (id: string, name: string, schedule: string, from: string): Job => ({
    id,
    name,
    kind: 'schedule',
    schedule,
    concurrency: counted(1, 'upkeep takes no more than one connection'),
    ...repeatable,
    unique: 'name of the job',
    origin: origin('what is written has to be removed', from),
  });
  // One job removes the rows of a table and those of its park.
  const parks = new Set<string>(mechanismsOf(layout).map(([mechanism]) => mechanism));
  const cleanups = mechanismsOf(layout)
    .filter(([mechanism]) => mechanism !== 'audit' && !mechanism.endsWith('-parked'))
    .flatMap(([mechanism, contexts]) =>
      contexts.map((context) => {
        const suffix = layout.apart ? `-${context}` : '';
        return job(
          `${mechanism}-cleanup${suffix}`,
          `Remove old rows of ${mechanism}${parks.has(`${mechanism}-parked`) ? ', and records of what was given up' : ''}`,
          'every 1 h',
          mechanism,
        );
      }),
    );
  const retention = basis.domain.entities
    .filter((entity) => entity.retention !== undefined && !isMonthly(layout, entity))
    .map(({ name }) =>
      job(`retention-${kebabCase(name)}`, `Remove ${name} past its retention`, 'daily at 02:30 UTC', name),
    );
  const parts = isRangePartitioned(basis)
    ? [
        job(
          'partition-upkeep',
          'Create the coming partitions, detach the oldest',
          'daily at 01:30 UTC',
          'partitioned tables',
        ),
      ]
    : [];
  return [...cleanups, ...retention, ...parts];
}

const isMonthly = (layout: Layout, entity: Entity): boolean =>
  partitionOf(layout, entity).partition?.by === 'created_at';

function distinct(jobs: readonly Job[]): readonly Job[] {
  const counts = new Map<string, number>();
  return jobs.map((job) => {
    const count = (counts.get(job.id) ?? 0) + 1;
    counts.set(job.id, count);
    return count === 1 ? job : { ...job, id: `${job.id}-${count}` };
  });
}

function durationWords(value: number): string {
  for (const [unit, size] of [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
  ] as const)
    if (value >= size && value % size === 0) return `${value / size} ${unit}`;
  return `${value} s`;
}
