import type { Backend } from '../../../model/backend.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Reach } from '../code/call-graph.ts';

/** Endpoints that one flow is told with. */
const most = 10;

/** Each flow with the endpoints whose handlers it starts in, or whose handlers call where it starts. */
export function withEndpoints(backend: Backend, reaches: readonly Reach[]): Backend {
  const { flows } = backend.trust;
  if (flows.length === 0) return backend;
  const behind = backend.api.endpoints.flatMap(({ id, handler }) =>
    handler === undefined
      ? []
      : [{ id, lines: reaches.flatMap((reach) => reach.behind(handler.file, handler.line, handler.name)) }],
  );
  const reaching = (origin: Origin): readonly string[] =>
    origin.kind !== 'read'
      ? []
      : behind
          .filter(({ lines }) =>
            lines.some(
              ({ file, start, end }) => file === origin.file && start <= origin.line && origin.line <= end,
            ),
          )
          .map(({ id }) => id);
  const linked = flows.map((flow) => ({
    ...flow,
    endpoints: [...new Set(reaching(flow.source.origin))].slice(0, most),
  }));
  return { ...backend, trust: { ...backend.trust, flows: linked } };
}
