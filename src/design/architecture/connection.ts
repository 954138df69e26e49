import type { Connection } from '../../model/architecture.ts';
import { derived } from '../../model/origin.ts';
import type { Origin, Quantity } from '../../model/origin.ts';

export type ConnectionDraft = Pick<Connection, 'from' | 'to' | 'protocol' | 'purpose' | 'synchronous'> &
  Partial<Omit<Connection, 'id'>> & { readonly because?: string };

/** All traffic is encrypted; whatever leaves or enters from outside crosses a trust boundary. */
export function connection({ because, ...draft }: ConnectionDraft): Connection {
  const origin: Origin = {
    kind: 'derived',
    rule: because ?? 'connections of the chosen option',
    from: [draft.from, draft.to],
  };
  return {
    id: `${draft.from}-${draft.to}`,
    encrypted: true,
    crossesTrustBoundary: false,
    origin,
    ...draft,
  };
}

/** Why a connection that is waited for has no breaker. */
export const breakerless = {
  client: 'the client is not ours: 429 and 503 tell it with Retry-After when to come back',
  gateway:
    'an instance that fails its readiness probe leaves the gateway; a breaker over all of them would refuse what the others answer',
  database:
    'every request needs it: the pool bounds who waits and the timeout frees them, and an open breaker would refuse the same requests',
  replica: 'a replica that fails or lags leaves the pool, and the others answer',
  standby: 'a commit has nobody else to ask',
} as const;

export const attempts = (value: number, because: string): Quantity =>
  derived(value, 'count', because, ['attempts in all']);
