import { product, quotient } from '../../model/amounts.ts';
import { cell, figure, judgement, paragraph, section, table, warning } from '../blocks.ts';
import type { Basis, Block, Cell, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Backend } from '../../model/backend.ts';
import type { Flow } from '../../model/domain.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { originWords } from '../../model/quantity.ts';
import type { Chain } from './chains.ts';
import { chains, expectedCalls, waitedFor } from './chains.ts';

/** One thing that is waited for: a connection, a step of a flow, or a call found in code. */
interface Dependency {
  readonly from: string;
  readonly to: string;
  readonly timeout: Quantity | undefined;
  readonly attempts: Quantity | undefined;
  readonly breaker: boolean | undefined;
  readonly holds: string;
  readonly seen: string;
}

/** Timeouts, attempts and breakers of everything that is waited for, and what retries become along a chain. */
export function resilience({ backend }: Basis): readonly (Section | undefined)[] {
  const all = dependencies(backend);
  const endless = all.filter(({ timeout }) => timeout === undefined);
  return [
    section(
      {
        id: 'dependencies',
        title: 'Timeout, retry and breaker of each dependency',
        items: ['6.5'],
        answers: requirementsAbout(backend, 'objective', ['availability']),
      },
      table(
        ['from', 'to', 'gives up after', 'attempts', 'all attempts', 'breaker', 'meanwhile', 'source'],
        all.map((each): readonly Cell[] => [
          each.from,
          each.to,
          each.timeout ?? 'never: no timeout is stated',
          each.attempts ?? 'one',
          cell(longest(each)),
          each.breaker === undefined ? 'not stated' : each.breaker ? 'yes' : 'no',
          each.holds,
          each.seen,
        ]),
      ),
      endless.length === 0
        ? undefined
        : warning(
            `${endless.length} of ${all.length} dependencies have no stated timeout: one slow peer then holds a worker for each caller until none is left.`,
          ),
      all.length === 0 ? undefined : rules(backend),
      all.length === 0
        ? undefined
        : judgement(
            'The numbers of retry budget and breaker are conventions; measure before they are tuned.',
          ),
    ),
    amplificationSection(backend),
  ];
}

function longest({ timeout, attempts }: Dependency): Quantity | undefined {
  if (timeout === undefined) return undefined;
  const times = attempts ?? derived(1, 'count', 'one attempt', ['no retry is stated']);
  return product(
    [
      ['timeout', timeout],
      ['attempts', times],
    ],
    timeout.unit,
    'timeout × attempts, without back-off',
  );
}

function dependencies(backend: Backend): readonly Dependency[] {
  const { processes, source } = backend;
  const calls = new Map(processes.calls.map((call) => [call.id, call]));
  const ofFlows = new Set(
    processes.flows.flatMap((flow) =>
      flow.steps.filter(({ kind }) => kind === 'remote').map(({ id }) => callOf(flow, id)),
    ),
  );
  return [
    ...waitedFor(backend).map(({ from, to, timeout, attempts, circuitBreaker, pool, origin }) => ({
      from,
      to,
      timeout,
      attempts,
      breaker: circuitBreaker,
      holds: pool === undefined ? 'a worker' : 'a worker and a pooled connection',
      seen: originWords(origin),
    })),
    ...processes.flows.flatMap((flow) =>
      flow.steps
        .filter(({ kind }) => kind === 'remote')
        .map(({ id, action, at, timeout, attempts }) => ({
          from: `flow ${flow.id}: ${action}`,
          to: at.replace(/^integration:/, ''),
          timeout,
          attempts,
          breaker: calls.get(callOf(flow, id))?.circuitBreaker,
          holds: 'the flow',
          seen: originWords(flow.origin),
        })),
    ),
    // The call that a step of a flow makes is told with its flow.
    ...processes.calls
      .filter(({ id }) => !ofFlows.has(id))
      .map(({ target, timeout, attempts, circuitBreaker, inTransaction, origin }) => ({
        from: source === 'recovered' ? 'code' : 'application',
        to: target,
        timeout,
        attempts,
        breaker: circuitBreaker,
        holds: inTransaction === true ? 'a worker and an open transaction' : 'a worker',
        seen: originWords(origin),
      })),
  ];
}

/** The id under which the model holds the call of a step. */
const callOf = (flow: Flow, step: string): string => `${flow.id}.${step}`;

function rules({ requirements }: Backend): Block {
  const strict = requirements.objectives.flatMap(({ latency }) => latency?.limit ?? []);
  return paragraph(
    `Retries: full jitter, only where the peer knows an idempotency key or the call reads, at most one retry in ten calls of a client (retry budget), never at two layers of one chain. Breaker: opens when half of at least 20 calls in 10 s failed, tries one call after 5 s. ${strict.length === 0 ? 'No latency objective bounds the sum of attempts.' : 'The sum of attempts stays below the strictest latency objective, or the work is answered with 202.'}`,
  );
}

function amplificationSection(backend: Backend): Section | undefined {
  const all = chains(backend);
  const retried = all.filter(({ amplification }) => amplification.value > 1);
  return section(
    { id: 'amplification', title: 'What retries become along a chain' },
    table(
      ['chain', 'calls at its end for one that enters'],
      (retried.length > 0 ? retried : all)
        .slice(0, 20)
        .map(({ calls, amplification }) => [chainWords(calls), amplification]),
    ),
    all.length > 0 && retried.length === 0
      ? paragraph(
          `No connection between our parts states a retry: one request stays one call in every chain.${peerRetries(backend)}`,
        )
      : undefined,
    layered(retried),
    peerAttempts(backend),
    table(
      ['tier', 'arrivals at peak', 'arrivals when every attempt fails', 'it can serve', 'survives'],
      stormRows(backend, retried),
    ),
    amplificationFigure(retried),
    all.length === 0
      ? undefined
      : judgement(
          'A collapse outlives its trigger when arrivals × attempts exceed what the tier serves: then retries alone keep it busy (metastable failure). Callers outside this system may retry too; their attempts multiply on top.',
        ),
  );
}

/** What the chains leave out: calls to peers are made by the application itself, with attempts of their own. */
function peerRetries({ processes }: Backend): string {
  const retried = processes.calls.filter(({ attempts }) => (attempts?.value ?? 1) > 1);
  const most = new Map<string, number>();
  for (const { target, attempts } of retried)
    most.set(target, Math.max(most.get(target) ?? 0, attempts?.value ?? 1));
  const words = [...most].map(([target, times]) => `${target} up to ${times} times`);
  return words.length === 0 ? '' : ` Peers stand outside them: a call reaches ${words.join(', ')}.`;
}

/** Expected calls of a peer for one request, when each attempt fails with a probability: Σ pⁱ over the attempts. */
function peerAttempts({ processes }: Backend): Block | undefined {
  const most = new Map<string, number>();
  for (const { target, attempts } of processes.calls)
    if ((attempts?.value ?? 1) > 1) most.set(target, Math.max(most.get(target) ?? 0, attempts?.value ?? 1));
  const at = (attempts: number, failing: number): string => {
    let calls = 0;
    for (let attempt = 0; attempt < attempts; attempt++) calls += failing ** attempt;
    return `${Number(calls.toPrecision(4))}×`;
  };
  return table(
    ['peer', 'attempts', 'calls when 1 % fail', '10 %', '50 %', 'all fail', 'given up for good at 10 %'],
    [...most].map(([target, attempts]) => [
      target,
      String(attempts),
      ...[0.01, 0.1, 0.5, 1].map((failing) => at(attempts, failing)),
      `${Number((100 * 0.1 ** attempts).toPrecision(3))} %`,
    ]),
  );
}

/** Two layers that retry multiply; one is enough. */
function layered(retried: readonly Chain[]): Block | undefined {
  const twice = retried.filter(
    ({ calls }) => calls.filter(({ attempts }) => (attempts?.value ?? 1) > 1).length > 1,
  );
  return twice.length === 0
    ? undefined
    : warning(
        `Retried at more than one layer: ${twice.map(({ calls }) => chainWords(calls)).join('; ')}. Keep the retry nearest to the failing peer and take the others out.`,
      );
}

/** A tier keeps its footing when it can serve even the retried load. */
function stormRows({ load }: Backend, retried: readonly Chain[]): readonly (readonly Cell[])[] {
  return load.stations.flatMap(
    ({ container, arrival, servers, service, model }): readonly (readonly Cell[])[] => {
      if (model === 'delay') return [];
      const worst = retried
        .filter(({ calls }) => calls.at(-1)?.to === container)
        .toSorted((a, b) => b.amplification.value - a.amplification.value)[0];
      if (worst === undefined) return [];
      const storm = product(
        [
          ['arrivals', arrival],
          ['amplification', worst.amplification],
        ],
        'requests/s',
        'arrivals × amplification',
      );
      const capacity = quotient(
        ['servers', servers],
        [
          'service',
          { ...service, value: service.unit === 'ms' ? service.value / 1000 : service.value, unit: 's' },
        ],
        'requests/s',
        'servers / service time',
      );
      return [[container, arrival, storm, capacity, storm.value <= capacity.value ? 'yes' : 'no']];
    },
  );
}

function amplificationFigure(retried: readonly Chain[]): Block | undefined {
  const shown = retried.slice(0, 5);
  if (shown.length === 0) return undefined;
  const steps = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
  return figure({
    kind: 'curve',
    id: 'retry-amplification',
    title: 'Calls at the end of a chain against the part that fails',
    x: 'part of the calls that fails',
    y: 'calls for one request',
    series: shown.map(({ calls }) => ({
      name: chainWords(calls),
      points: steps.map((p) => [p, expectedCalls(calls, p)] as const),
    })),
    marks: [{ x: 0.1, label: 'retry budget' }],
  });
}

const chainWords = (calls: Chain['calls']): string =>
  [...calls.map(({ from }) => from), calls.at(-1)?.to ?? ''].join(' → ');
