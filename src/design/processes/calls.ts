import type { Integration } from '../../model/brief.ts';
import type { Flow, FlowStep } from '../../model/domain.ts';
import type { OutgoingCall } from '../../model/processes.ts';
import type { Quantity } from '../../model/origin.ts';
import { assumed, derived } from '../../model/origin.ts';
import { valueOf } from '../capacity/figures.ts';
import type { DesignBasis } from '../domain.ts';
import { plain } from '../quantities.ts';

/**
 * How long one attempt may take where nobody says: ten times what the peer usually needs, a second at least. Longer
 * waits hold the caller without making success likelier.
 */
export function usualTimeout({ id, latency }: Integration): Quantity {
  const usual = latency === undefined ? valueOf('integrationLatency') : milliseconds(latency) / 1000;
  const seconds = Math.max(1, Math.round(usual * 10));
  return derived(seconds, 's', 'timeout = ten times the usual latency, a second at least', [
    `latency of ${id} ${plain(usual * 1000)} ms`,
  ]);
}

export const usualAttempts: Quantity = assumed(
  3,
  'count',
  'two repetitions ride out a short fault; more multiply the load of a peer that is down',
  1,
  5,
);

const milliseconds = ({ value, unit }: Quantity): number => (unit === 's' ? value * 1000 : value);

/** A remote step with what its call needs; what the flow says stays. */
export function completeStep(step: FlowStep, integrations: readonly Integration[]): FlowStep {
  const peer = peerOf(step, integrations);
  if (peer === undefined) return step;
  return {
    ...step,
    timeout: step.timeout ?? usualTimeout(peer),
    attempts: step.attempts ?? usualAttempts,
    idempotencyKey: step.idempotencyKey ?? 'id of the flow and name of the step',
  };
}

const peerOf = ({ kind, at }: FlowStep, integrations: readonly Integration[]): Integration | undefined =>
  kind === 'remote' ? integrations.find(({ id }) => at === `integration:${id}`) : undefined;

/** Every call that leaves the system: those of flows, and the exchanges of peers that no flow calls. */
export function callsOf({ domain }: DesignBasis): readonly OutgoingCall[] {
  const { integrations, flows } = domain;
  const steps = flows.flatMap((flow) => flow.steps.flatMap((step) => stepCall(flow, step, integrations)));
  const called = new Set(steps.map(({ target }) => target));
  const exchanges = integrations
    .filter(({ id, direction }) => direction !== 'in' && !called.has(id))
    .map((peer): OutgoingCall => ({
      id: `exchange.${peer.id}`,
      target: peer.id,
      timeout: usualTimeout(peer),
      attempts: usualAttempts,
      circuitBreaker: true,
      inTransaction: false,
      origin: peer.origin,
    }));
  return [...steps, ...exchanges];
}

function stepCall(flow: Flow, step: FlowStep, integrations: readonly Integration[]): readonly OutgoingCall[] {
  const peer = peerOf(step, integrations);
  if (peer === undefined) return [];
  const { timeout, attempts } = completeStep(step, integrations);
  return [
    {
      id: `${flow.id}.${step.id}`,
      target: peer.id,
      ...(timeout !== undefined && { timeout }),
      ...(attempts !== undefined && { attempts }),
      circuitBreaker: true,
      inTransaction: false,
      origin: flow.origin,
    },
  ];
}
