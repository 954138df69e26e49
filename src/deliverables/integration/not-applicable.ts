import type { Deliverable } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import { peersOf } from './peers.ts';
import { incoming, outgoing, webhookEndpoints } from './webhooks.ts';

/**
 * Items a design has no use for. Only a design can say so: of a recovered backend it is known what was found, not
 * what is absent.
 */
export function integrationNotApplicable(backend: Backend): Deliverable['notApplicable'] {
  const { processes, operations } = backend;
  if (backend.source !== 'designed' || operations.length === 0) return [];
  const noEvents = 'no context of this design learns of a change from another one: there are no events';
  const alone = peersOf(backend).length === 0;
  const hooks = processes.integrations.some((each) => incoming(each) || outgoing(each));
  return [
    ...(alone ? [{ item: '6.1', reason: 'the brief names no external system' }] : []),
    ...(processes.events.length > 0
      ? []
      : ['6.2', '6.3', '6.7', '6.8', '6.12'].map((item) => ({ item, reason: noEvents }))),
    ...(processes.flows.length > 0
      ? []
      : [{ item: '6.4', reason: 'every operation is one transaction in one context' }]),
    ...(processes.events.length > 0 || processes.jobs.length > 0
      ? []
      : [{ item: '6.6', reason: 'no work is done outside a request' }]),
    ...(hooks || webhookEndpoints(backend).length > 0
      ? []
      : [{ item: '6.9', reason: 'no peer calls back and nobody subscribes' }]),
    ...(processes.jobs.length > 0 ? [] : [{ item: '6.10', reason: 'no work is done outside a request' }]),
    ...(alone ? [{ item: '6.11', reason: 'no external system and no legacy system' }] : []),
  ];
}
