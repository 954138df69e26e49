import type { Container, FailureMode } from '../../model/architecture.ts';
import type { Origin } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';
import { figure } from '../capacity/figures.ts';
import { utilisation } from '../sizing/latency.ts';
import type { Problem } from '../sizing/problem.ts';
import { recoveryPoint, recoveryTime } from '../sizing/zones.ts';
import type { SizedOption } from '../sizing/sized.ts';
import { foreignCalls } from './calls.ts';

type Draft = Omit<FailureMode, 'component' | 'origin'>;

const percent = (ratio: number): string => quantityText({ value: ratio, unit: 'ratio' });
const seconds = (value: number): string => quantityText({ value, unit: 's' });

/** What happens when each part fails, how it is seen, what answers it and what still works meanwhile. */
export function failureModesOf(
  problem: Problem,
  option: SizedOption,
  containers: readonly Container[],
): readonly FailureMode[] {
  return containers.flatMap((container) => {
    const origin: Origin = {
      kind: 'derived',
      rule: 'failure modes by kind of container',
      from: [container.id],
    };
    return drafts(problem, option, container).map((draft) => ({ component: container.id, ...draft, origin }));
  });
}

const gatewayDown: Draft = {
  failure: 'the gateway does not answer',
  effect: 'nothing can be reached',
  detection: 'probe from outside, error-budget burn of every objective',
  mitigation: 'the provider moves it; a second address is kept ready in the DNS',
  degraded: 'none: queued work goes on',
};

const brokerDown: Draft = {
  failure: 'the broker loses its majority',
  effect: 'events stay in the outbox',
  detection: 'age of the oldest unpublished outbox row',
  mitigation: 'three nodes; the relay goes on where it stopped, consumers drop duplicates by event id',
  degraded: 'everything in one service works; what follows in others is late',
};

const searchDown: Draft = {
  failure: 'the search engine does not answer',
  effect: 'no search results',
  detection: 'timeouts of search calls, breaker open',
  mitigation: 'breaker; the index is rebuilt from the database',
  degraded: 'lists and filters by the database still work',
};

const objectsMissing: Draft = {
  failure: 'objects cannot be fetched',
  effect: 'files are missing from answers',
  detection: 'error rate of object requests',
  mitigation: 'retries by the client; versions are kept',
  degraded: 'everything without files works',
};

function drafts(problem: Problem, option: SizedOption, container: Container): readonly Draft[] {
  switch (container.kind) {
    case 'gateway':
      return [gatewayDown];
    case 'application':
      return [applicationLost(option, container.id)];
    case 'worker':
    case 'scheduler':
      return [
        {
          failure: 'a worker crashes in the middle of a job',
          effect: 'the job is done later; requests are not touched',
          detection: 'age of the oldest waiting job',
          mitigation: 'the lease of the job ends and another instance repeats it; jobs are idempotent',
          degraded: 'mails, relays and exports are late',
        },
      ];
    case 'database':
      return databaseFailures(option);
    case 'replica':
      return [container.id.endsWith('-standby') ? standbyLost(option) : replicaBehind()];
    case 'cache':
      return [cacheLost(option)];
    case 'broker':
      return [brokerDown];
    case 'search':
      return [searchDown];
    case 'object-store':
    case 'cdn':
      return [objectsMissing];
    case 'external':
      return [foreignDown(problem, option, container)];
  }
}

function applicationLost(option: SizedOption, id: string): Draft {
  const unit = option.units.find((entry) => entry.id === id);
  const several = unit !== undefined && unit.instances > 1;
  return {
    failure: 'an instance dies or hangs',
    effect: several
      ? `requests on it fail; the others rise to ${percent(utilisation(unit, 1))} busy`
      : 'no request is answered until it is restarted',
    detection: 'readiness probe, error rate, saturation of the tier',
    mitigation: several
      ? 'it leaves the balancer and is replaced; clients repeat with their idempotency key'
      : 'automatic restart; its downtime is part of the availability computed',
    degraded: several ? 'none visible beyond the failed requests' : 'nothing is served, nothing is lost',
  };
}

function databaseFailures({ standby }: SizedOption): readonly Draft[] {
  const lost =
    standby === 'none'
      ? 'restore on a new host from the archived log'
      : `fail over to the ${standby} standby in the second zone`;
  return [
    {
      failure: 'the primary is lost',
      effect: `no writes for about ${seconds(recoveryTime(standby))}, at most ${seconds(recoveryPoint(standby))} of data lost`,
      detection: 'connection errors, failed health query',
      mitigation: lost,
      degraded: 'answers still in caches and read replicas, if there are any; writes are refused with 503',
    },
    {
      failure: 'a statement becomes slow (plan, lock, bloat)',
      effect: 'its operation takes longer, pools fill up',
      detection: 'p95 per query, lock waits, pool in use',
      mitigation:
        'statement and lock timeouts shorter than the caller’s; pools bound what one operation can take',
      degraded: 'other operations go on',
    },
  ];
}

const standbyLost = ({ standby }: SizedOption): Draft => ({
  failure: 'the standby is lost or falls behind',
  effect:
    standby === 'synchronous'
      ? 'commits wait for it until it is taken out of the quorum by hand'
      : 'nothing at once; a fail-over would lose more',
  detection: 'replication lag and state',
  mitigation: 'a new standby is made from a base backup',
  degraded: standby === 'synchronous' ? 'writes stand still until then' : 'none',
});

const replicaBehind = (): Draft => ({
  failure: 'a replica is lost or lags',
  effect: 'reads from it fail or are older than promised',
  detection: `lag above half of the strictest staleness (usual lag ${quantityText(figure('replicationLag'))})`,
  mitigation: 'it leaves the pool; the other replicas carry its reads',
  degraded: 'none; with all replicas gone the primary answers as far as it can',
});

function cacheLost(option: SizedOption): Draft {
  const most = [...option.streams.hits.values()].reduce((best, hit) => Math.max(best, hit), 0);
  return {
    failure: 'the cache is lost or cold',
    effect: `reads it answered (up to ${percent(most)} of an operation) fall on the database`,
    detection: 'hit ratio, breaker open, utilisation of the database',
    mitigation:
      'a replica of the cache takes over; one loader for each key at a time, and a limit on loads, keep the database below its knee',
    degraded: 'cacheable reads are refused first (503 with Retry-After), orders and payments last',
  };
}

function foreignDown(problem: Problem, option: SizedOption, { id, name }: Container): Draft {
  const calls = foreignCalls(problem, option).filter(({ integration }) => integration === name);
  const waited = calls.some((call) => call.waited);
  const purposes = calls.map(({ purpose }) => purpose).join(', ') || 'its exchange';
  return {
    failure: `${id} is slow or down`,
    effect: waited ? `${purposes} fails for the person who waits` : `${purposes} is done later`,
    detection: 'timeouts and error rate of its calls, breaker open',
    mitigation: `timeout of each attempt, bounded retries with an idempotency key, breaker${waited ? '' : ', queue with back-off and dead letters'}`,
    degraded: waited
      ? 'everything else works; the step can be repeated'
      : 'everything works; work for it waits in the queue',
  };
}
