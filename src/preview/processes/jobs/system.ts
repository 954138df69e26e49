import type { Operation } from '../../../model/domain.ts';
import type { Json } from '../../../model/origin.ts';
import type { Variables } from '../../effects/effects.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { Running } from '../../running.ts';
import { requestVariables } from '../variables.ts';

/** A request that nobody sent: work of the system itself. */
export function systemExchange(
  { backend, ids }: Running,
  operation: Operation,
  said: Readonly<Record<string, Json>> = {},
): Exchange {
  const endpoint = backend.api.endpoints.find((each) => each.operation === operation.id);
  if (endpoint === undefined) throw new Error(`${operation.id} is offered nowhere`);
  return {
    endpoint,
    operation,
    caller: { kind: 'anonymous', address: '127.0.0.1' },
    decision: { kind: 'allowed', role: 'system' },
    path: {},
    query: {},
    headers: {},
    body: said,
    rawBody: Buffer.alloc(0),
    requestId: ids.next(),
  };
}

export const systemVariables = (
  running: Running,
  operation: Operation,
  id: string,
  said: Readonly<Record<string, Json>> = {},
): Variables => requestVariables(running, systemExchange(running, operation, said), id);
