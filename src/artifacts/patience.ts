import type { Backend } from '../model/backend.ts';

/** ms that the gateway of a design waits for the application: no request is kept waiting longer. Undefined: it says nothing. */
export function gatewayPatience({ architecture }: Pick<Backend, 'architecture'>): number | undefined {
  const gateways = new Set(
    architecture.containers.filter(({ kind }) => kind === 'gateway').map(({ id }) => id),
  );
  const waits = architecture.connections.flatMap(({ from, timeout }) =>
    gateways.has(from) && timeout !== undefined ? [timeout.value * (timeout.unit === 'ms' ? 1 : 1000)] : [],
  );
  return waits.length === 0 ? undefined : Math.max(...waits);
}
