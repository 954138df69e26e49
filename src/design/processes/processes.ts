import type { Integration } from '../../model/brief.ts';
import type { Processes } from '../../model/processes.ts';
import type { DesignBasis } from '../domain.ts';
import { callsOf, completeStep } from './calls.ts';
import { jobsOf } from './jobs.ts';

/** Events, flows, jobs, calls and peers of a design; caches follow from the option and are made with it. */
export function designProcesses(basis: DesignBasis): Omit<Processes, 'caches'> {
  const { events, flows, integrations } = basis.domain;
  return {
    events,
    flows: flows.map((flow) => ({
      ...flow,
      steps: flow.steps.map((step) => completeStep(step, basis.domain)),
    })),
    jobs: jobsOf(basis),
    calls: callsOf(basis),
    integrations: integrations.map((peer) => housed(peer, basis)),
  };
}

/** A peer belongs to the context whose flows call it, unless the brief says another. */
function housed(peer: Integration, { domain }: DesignBasis): Integration {
  if (peer.context !== undefined) return peer;
  const flow = domain.flows.find(({ steps }) => steps.some(({ at }) => at === `integration:${peer.id}`));
  return flow === undefined ? peer : { ...peer, context: flow.context };
}
