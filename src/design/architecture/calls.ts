import type { Problem } from '../sizing/problem.ts';
import { workFor } from '../sizing/problem.ts';
import { unitOf } from '../sizing/layout.ts';
import type { SizedOption } from '../sizing/sized.ts';
import type { RemoteCall } from '../sizing/work.ts';
import { flowsOf } from '../sizing/work.ts';
import { peerLimits } from '../processes/limits.ts';
import type { CallLimits } from '../processes/limits.ts';
import { compareText } from '../../model/text.ts';
import { reaches } from './modules.ts';

/** A call from one of our containers to a foreign system. */
export interface ForeignCall extends CallLimits {
  readonly from: string;
  readonly integration: string;
  /** Somebody waits for the answer. */
  readonly waited: boolean;
  /** Flows that make it. */
  readonly purpose: string;
}

/** Who calls which foreign system: from flows, and for systems no flow names, from their context. */
export function foreignCalls(problem: Problem, option: SizedOption): readonly ForeignCall[] {
  const inFlows = flowCalls(problem, option);
  const others = problem.domain.integrations.filter(
    ({ id, direction }) => direction !== 'in' && !inFlows.some(({ integration }) => integration === id),
  );
  return [
    ...inFlows,
    ...others.map((peer) => ({
      from: option.worker?.id ?? unitOf(option.streams.layout, peer.context ?? '')?.id ?? 'api',
      integration: peer.id,
      waited: false,
      ...peerLimits(peer, problem.domain.flows),
      purpose: `${peer.kind}, ${peer.every === undefined ? 'from a queue' : 'on a schedule'}`,
    })),
  ];
}

function flowCalls(problem: Problem, option: SizedOption): readonly ForeignCall[] {
  const { integrations, flows } = problem.domain;
  const { layout } = option.streams;
  const maker = makerOf(problem, option);
  const calls = new Map<string, ForeignCall>();
  const add = (from: string, call: RemoteCall, waited: boolean, purpose: string): void => {
    const peer = integrations.find(({ id }) => id === call.integration);
    if (peer === undefined) return;
    const key = `${from} ${call.integration}`;
    const before = calls.get(key);
    calls.set(key, {
      from,
      integration: call.integration,
      waited: waited || before?.waited === true,
      ...peerLimits(peer, flows),
      purpose:
        before === undefined || before.purpose.includes(purpose) ? purpose : `${before.purpose}, ${purpose}`,
    });
  };
  for (const work of workFor(problem, option.shape)) {
    const operation = problem.domain.operations.find(({ id }) => id === work.operation);
    const names = operation === undefined ? [] : flowsOf(problem.domain, operation).map(({ name }) => name);
    const purpose = names.join(', ') || work.operation;
    const unit = unitOf(layout, work.context)?.id ?? 'api';
    for (const call of work.remote) {
      const own = maker(unit, call.context);
      add(work.interactive ? own : (option.worker?.id ?? own), call, work.interactive, purpose);
    }
    for (const part of work.deferred)
      for (const call of part.remote)
        add(option.worker?.id ?? unitOf(layout, part.context)?.id ?? unit, call, false, purpose);
  }
  return [...calls.values()];
}

/**
 * The unit that runs a flow of a context within a request that came to another: the one of that context where calls lead
 * to it, else the one that was asked.
 */
export function makerOf(problem: Problem, option: SizedOption): (asked: string, context: string) => string {
  const uses = usesOf(innerCalls(problem, option));
  return (asked, context) => {
    const unit = unitOf(option.streams.layout, context)?.id ?? asked;
    return unit === asked || !reaches(uses, asked, unit) ? asked : unit;
  };
}

function usesOf(calls: readonly InnerCall[]): ReadonlyMap<string, readonly string[]> {
  const uses = new Map<string, string[]>();
  for (const { from, to, waited } of calls) if (waited) uses.set(from, [...(uses.get(from) ?? []), to]);
  return uses;
}

/** A service that asks another one while a request waits. */
export interface InnerCall {
  readonly from: string;
  readonly to: string;
  /** False where waiting would close a circle: the request is then handed over by an event. */
  readonly waited: boolean;
}

/** Calls between services, by the flows. None within one process. */
export function innerCalls(problem: Problem, option: SizedOption): readonly InnerCall[] {
  const { layout } = option.streams;
  if (layout.units.length === 1) return [];
  const pairs = problem.domain.flows.flatMap(({ context, steps }) => {
    const end = steps.findIndex(({ kind }) => kind === 'publish');
    return (end === -1 ? steps : steps.slice(0, end)).flatMap(({ kind, at }) => {
      const from = unitOf(layout, context)?.id;
      const to = unitOf(layout, at)?.id;
      return kind !== 'local' || from === undefined || to === undefined || from === to
        ? []
        : [`${from}\n${to}`];
    });
  });
  const uses = new Map<string, string[]>();
  return [...new Set(pairs)].sort(compareText).map((pair) => {
    const [from = '', to = ''] = pair.split('\n');
    const waited = !reaches(uses, to, from);
    if (waited) uses.set(from, [...(uses.get(from) ?? []), to]);
    return { from, to, waited };
  });
}
