import type { Connection } from '../../model/architecture.ts';
import { derived } from '../../model/origin.ts';
import type { Integration } from '../../model/brief.ts';
import { quantityText } from '../../model/quantity.ts';
import { figure } from '../capacity/figures.ts';
import { inSeconds } from '../processes/limits.ts';
import { inWords } from '../quantities.ts';
import { poolsOf } from '../sizing/pools.ts';
import type { Problem } from '../sizing/problem.ts';
import type { SizedOption } from '../sizing/sized.ts';
import { chooseProduct } from '../stack/choose.ts';
import { foreignCalls, innerCalls } from './calls.ts';
import { attempts, breakerless, connection } from './connection.ts';
import { externalId } from './containers.ts';
import { timeoutsOf } from './timeouts.ts';
import type { Timeouts } from './timeouts.ts';

/** Who talks to whom, how, how long it waits, and how many connections it keeps. */
export function connectionsOf(problem: Problem, option: SizedOption): readonly Connection[] {
  const timeouts = timeoutsOf(problem, option);
  return [
    ...entrances(problem, option, timeouts),
    ...toDatabases(problem, option, timeouts),
    ...replication(problem, option),
    ...toStores(problem, option, timeouts),
    ...betweenServices(problem, option, timeouts),
    ...toForeign(problem, option),
  ];
}

function entrances({ domain }: Problem, option: SizedOption, timeouts: Timeouts): readonly Connection[] {
  const people = domain.actors.filter(({ kind }) => kind === 'person');
  const callers = domain.integrations.filter(
    ({ callbacks, direction }) => callbacks === 'webhook' || direction === 'in',
  );
  return [
    ...people.map(({ name }) =>
      connection({
        from: name,
        to: 'gateway',
        protocol: 'HTTPS',
        purpose: 'uses the API',
        synchronous: true,
        timeout: timeouts.client,
        circuitBreaker: false,
        without: { breaker: breakerless.client },
        crossesTrustBoundary: true,
      }),
    ),
    ...callers.map(({ id }) =>
      connection({
        from: externalId(option, id),
        to: 'gateway',
        protocol: 'HTTPS',
        purpose: 'webhooks, signed',
        synchronous: false,
        crossesTrustBoundary: true,
      }),
    ),
    ...option.units.map(({ id, unit }) => {
      const timeout = timeouts.ofUnit.get(id);
      return connection({
        from: 'gateway',
        to: id,
        protocol: 'HTTPS',
        purpose:
          option.units.length === 1
            ? 'forwards requests'
            : `forwards requests for ${unit.contexts.join(', ')}`,
        synchronous: true,
        ...(timeout !== undefined && { timeout }),
        attempts: attempts(1, 'a request is not repeated by the gateway: it may have had its effect'),
        circuitBreaker: false,
        without: { breaker: breakerless.gateway },
      });
    }),
  ];
}

function toDatabases(
  problem: Problem,
  option: SizedOption,
  { database: timeout }: Timeouts,
): readonly Connection[] {
  const protocol = chooseProduct(problem.brief, 'database')?.product.protocol ?? 'SQL';
  return option.databases.flatMap((database) =>
    poolsOf(problem, option, database).map(({ from, to, perInstance, instances }) =>
      connection({
        from,
        to,
        protocol,
        purpose: to === database.id ? 'reads and writes' : 'reads that may be old',
        synchronous: true,
        timeout,
        attempts: attempts(1, 'a statement is not repeated: the transaction decides'),
        circuitBreaker: false,
        without: { breaker: to === database.id ? breakerless.database : breakerless.replica },
        pool: derived(
          perInstance,
          'connections',
          'the fewest of which one transaction in a hundred finds none free (Erlang C), at least two',
          [`${instances} instances`],
        ),
      }),
    ),
  );
}

function replication({ brief }: Problem, { databases, standby }: SizedOption): readonly Connection[] {
  const protocol = `${chooseProduct(brief, 'database')?.product.protocol ?? 'SQL'} replication`;
  const commit = quantityText({ ...figure('synchronousCommit'), value: figure('synchronousCommit').value });
  return databases.flatMap(({ id, replicas }) => [
    ...(standby === 'none'
      ? []
      : [
          connection({
            from: id,
            to: `${id}-standby`,
            protocol,
            purpose:
              standby === 'synchronous'
                ? `a commit waits until the standby has it (${commit})`
                : 'the log is streamed to the standby',
            synchronous: standby === 'synchronous',
            ...(standby === 'synchronous' && {
              circuitBreaker: false,
              without: {
                timeout: `whoever commits gives up first; the server waits until ${id}-standby answers or is taken out of the quorum`,
                breaker: breakerless.standby,
              },
            }),
          }),
        ]),
    ...(replicas === undefined
      ? []
      : [
          connection({
            from: id,
            to: replicas.id,
            protocol,
            purpose: 'the log is streamed to the read replicas',
            synchronous: false,
          }),
        ]),
  ]);
}

function toStores(problem: Problem, option: SizedOption, timeouts: Timeouts): readonly Connection[] {
  const apps = option.units.map(({ id }) => id);
  const handlers = option.worker === undefined ? apps : [option.worker.id];
  const cacheProtocol = chooseProduct(problem.brief, 'cache')?.product.protocol ?? 'TCP';
  const brokerProtocol = chooseProduct(problem.brief, 'broker')?.product.protocol ?? 'TCP';
  const cached = new Set(
    option.units.flatMap(({ id, unit }) =>
      problem.domain.operations.some(
        (operation) => unit.contexts.includes(operation.context) && option.streams.hits.has(operation.id),
      )
        ? [id]
        : [],
    ),
  );
  return [
    ...[...(option.cache === undefined ? [] : cached)].map((from) =>
      connection({
        from,
        to: 'cache',
        protocol: cacheProtocol,
        purpose: 'reads that may be old; dropped by events',
        synchronous: true,
        timeout: timeouts.cache,
        attempts: attempts(1, 'a miss costs less than a second try'),
        circuitBreaker: true,
      }),
    ),
    ...(option.broker ? handlers : []).flatMap((id) => [
      connection({
        from: id,
        to: 'broker',
        protocol: brokerProtocol,
        purpose: 'publishes events from the outbox',
        synchronous: false,
      }),
      connection({
        from: 'broker',
        to: id,
        protocol: brokerProtocol,
        purpose: 'delivers events',
        synchronous: false,
      }),
    ]),
    ...(option.search === undefined ? [] : apps).map((from) =>
      connection({
        from,
        to: 'search',
        protocol: 'HTTPS',
        purpose: 'full-text queries; filled from events',
        synchronous: true,
        timeout: timeouts.search,
        attempts: attempts(1, 'lists and filters by the database still work'),
        circuitBreaker: true,
      }),
    ),
  ];
}

const betweenServices = (problem: Problem, option: SizedOption, timeouts: Timeouts): readonly Connection[] =>
  innerCalls(problem, option).map(({ from, to, waited }) => {
    const timeout = timeouts.ofUnit.get(to);
    return connection({
      from,
      to,
      protocol: 'HTTPS',
      purpose: waited ? 'asks while a request waits' : 'asks by event: waiting would close a circle',
      synchronous: waited,
      ...(timeout !== undefined && { timeout }),
      attempts: attempts(1, 'retries stay at the edge of the flow'),
      circuitBreaker: true,
    });
  });

const protocols: Readonly<Record<Integration['style'], string>> = {
  rest: 'HTTPS',
  graphql: 'HTTPS',
  grpc: 'gRPC over TLS',
  sftp: 'SFTP',
  webhook: 'HTTPS',
  smtp: 'SMTP over TLS',
  queue: 'AMQP over TLS',
  other: 'TLS',
};

const toForeign = (problem: Problem, option: SizedOption): readonly Connection[] =>
  foreignCalls(problem, option).map(({ from, integration, waited, timeout, attempts: tries, purpose }) => {
    const style = problem.domain.integrations.find(({ id }) => id === integration)?.style ?? 'rest';
    return connection({
      from,
      to: externalId(option, integration),
      protocol: protocols[style],
      purpose: waited ? purpose : `${purpose}; nobody waits`,
      synchronous: waited,
      timeout: derived(
        Math.round(inSeconds(timeout) * 1000),
        'ms',
        'limit of every call to it, whichever flow makes it',
        [`${integration} ${inWords(timeout)}`],
      ),
      attempts: attempts(tries.value, 'attempts of every call to it, each with an idempotency key'),
      circuitBreaker: true,
      crossesTrustBoundary: true,
    });
  });
