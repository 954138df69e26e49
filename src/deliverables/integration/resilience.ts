import { product } from '../../model/amounts.ts';
import { cell, judgement, names, paragraph, section, table, warning } from '../blocks.ts';
import type { Basis, Block, Cell, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Connection } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';
import type { Flow } from '../../model/domain.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { originWords, quantityText } from '../../model/quantity.ts';
import { inMs } from '../database/pools.ts';
import { amplificationSection } from './amplification.ts';
import { waitedFor } from './chains.ts';

/** One thing that is waited for: a connection, a step of a flow, or a call found in code. */
interface Dependency {
  readonly from: string;
  readonly to: string;
  readonly timeout: Quantity | undefined;
  readonly attempts: Quantity | undefined;
  readonly breaker: boolean | undefined;
  readonly without?: Connection['without'];
  readonly holds: string;
  readonly seen: string;
}

/** Timeouts, attempts and breakers of everything that is waited for, and what retries become along a chain. */
export function resilience({ backend }: Basis): readonly (Section | undefined)[] {
  const all = dependencies(backend);
  const endless = all.filter(
    ({ timeout, without }) => timeout === undefined && without?.timeout === undefined,
  );
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
          each.timeout ??
            (each.without?.timeout === undefined ? 'never: no timeout is stated' : 'has no limit of its own'),
          each.attempts ?? 'one',
          cell(longest(each)),
          each.breaker === undefined ? 'not stated' : each.breaker ? 'yes' : 'no',
          each.holds,
          each.seen,
        ]),
      ),
      reasons(all),
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

/** Why something that is waited for has no limit of its own or no breaker: each reason once. */
function reasons(all: readonly Dependency[]): Block | undefined {
  const rows = (['timeout', 'breaker'] as const).flatMap((kind) => {
    const stated = all.filter(({ without }) => without?.[kind] !== undefined);
    return [...new Set(stated.map(({ without }) => without?.[kind] ?? ''))].map((reason) => [
      kind,
      names(
        stated.filter(({ without }) => without?.[kind] === reason).map(({ from, to }) => `${from} → ${to}`),
      ),
      reason,
    ]);
  });
  return table(['without', 'connections', 'because'], rows);
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
    ...waitedFor(backend).map(({ from, to, timeout, attempts, circuitBreaker, without, pool, origin }) => ({
      from,
      to,
      ...(without !== undefined && { without }),
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

function rules(backend: Backend): Block {
  return paragraph(
    `Retries: full jitter, only where the peer knows an idempotency key or the call reads, at most one retry in ten calls of a client (retry budget), never at two layers of one chain. Breaker: opens when half of at least 20 calls in 10 s failed, tries one call after 5 s. ${longestWords(backend)}`,
  );
}

/** The longest call that is waited for, against the strictest objective: a limit ends a fault, an objective bounds the rest. */
function longestWords(backend: Backend): string {
  const limits = backend.requirements.objectives.flatMap(({ latency }) => latency?.limit ?? []);
  const strictest = limits.toSorted((a, b) => inMs(a) - inMs(b))[0];
  const over =
    strictest === undefined
      ? []
      : waitedFor(backend).filter(
          ({ timeout, attempts }) =>
            timeout !== undefined && inMs(timeout) * (attempts?.value ?? 1) > inMs(strictest),
        );
  if (strictest === undefined) return 'No latency objective bounds the sum of attempts.';
  return over.length === 0
    ? `All attempts of each call end within the strictest latency objective (${quantityText(strictest)}).`
    : `A timeout ends a fault and counts as a failure: all attempts of ${over.length} of the calls above take longer than the strictest latency objective (${quantityText(strictest)}), which is met without faults.`;
}
