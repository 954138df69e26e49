import type { Integration } from '../../model/brief.ts';
import type { Flow, FlowStep } from '../../model/domain.ts';
import type { OutgoingCall } from '../../model/processes.ts';
import type { DesignBasis, Domain } from '../domain.ts';
import { peerLimits } from './limits.ts';

/** A remote step with what its call needs: the limits of its peer, and a key. */
export function completeStep(step: FlowStep, domain: PeersAndFlows): FlowStep {
  const peer = peerOf(step, domain.integrations);
  if (peer === undefined) return step;
  return {
    ...step,
    ...peerLimits(peer, domain.flows),
    idempotencyKey: step.idempotencyKey ?? 'id of the flow and name of the step',
  };
}

type PeersAndFlows = Pick<Domain, 'integrations' | 'flows'>;

const peerOf = ({ kind, at }: FlowStep, integrations: readonly Integration[]): Integration | undefined =>
  kind === 'remote' ? integrations.find(({ id }) => at === `integration:${id}`) : undefined;

/** Every call that leaves the system: those of flows, and the exchanges of peers that no flow calls. */
export function callsOf({ domain }: DesignBasis): readonly OutgoingCall[] {
  const { integrations, flows } = domain;
  const steps = flows.flatMap((flow) => flow.steps.flatMap((step) => stepCall(flow, step, domain)));
  const called = new Set(steps.map(({ target }) => target));
  const exchanges = integrations
    .filter(({ id, direction }) => direction !== 'in' && !called.has(id))
    .map((peer): OutgoingCall => ({
      id: `exchange.${peer.id}`,
      target: peer.id,
      ...peerLimits(peer, flows),
      circuitBreaker: true,
      inTransaction: false,
      origin: peer.origin,
    }));
  return [...steps, ...exchanges];
}

function stepCall(flow: Flow, step: FlowStep, domain: PeersAndFlows): readonly OutgoingCall[] {
  const peer = peerOf(step, domain.integrations);
  return peer === undefined
    ? []
    : [
        {
          id: `${flow.id}.${step.id}`,
          target: peer.id,
          ...peerLimits(peer, domain.flows),
          circuitBreaker: true,
          inTransaction: false,
          origin: flow.origin,
        },
      ];
}
