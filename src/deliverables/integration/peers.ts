import type { Connection, Container } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';
import type { Integration } from '../../model/brief.ts';
import type { OutgoingCall } from '../../model/processes.ts';
import { compareText } from '../../model/text.ts';

/** A system outside ours, gathered from the brief, the containers and the calls that were found in code. */
export interface Peer {
  readonly id: string;
  readonly name: string;
  readonly style: string;
  readonly direction: 'in' | 'out' | 'both';
  readonly integration?: Integration;
  readonly container?: Container;
  readonly connections: readonly Connection[];
  readonly calls: readonly OutgoingCall[];
  /** Names of the critical flows with a step there. */
  readonly flows: readonly string[];
  readonly owner?: string;
  readonly contract: string;
  readonly classes: readonly string[];
  /** Flows of this backend are known, so that "no critical flow" means something. */
  readonly known: boolean;
}

/** Every peer once, by name. A call that goes to a known peer belongs to it; the others are peers of their own. */
export function peersOf(backend: Backend): readonly Peer[] {
  const { processes, architecture } = backend;
  const externals = architecture.containers.filter(({ kind }) => kind === 'external');
  const ids = new Set([
    ...processes.integrations.map(({ id }) => id),
    ...externals.map(({ id }) => id),
    ...processes.calls.map(({ target }) => target),
  ]);
  return [...ids].toSorted(compareText).map((id) => peerOf(backend, id));
}

function peerOf(backend: Backend, id: string): Peer {
  const { processes, architecture } = backend;
  const integration = processes.integrations.find((each) => each.id === id);
  const container = architecture.containers.find((each) => each.id === id && each.kind === 'external');
  const connections = architecture.connections.filter(({ from, to }) => from === id || to === id);
  const touching = processes.flows.filter(({ steps }) => steps.some(({ at }) => at === `integration:${id}`));
  const owner = integration?.context ?? touching[0]?.context;
  return {
    id,
    name: container?.name ?? id,
    style: integration?.style ?? container?.technology ?? 'http, found in code',
    direction: integration?.direction ?? 'out',
    ...(integration === undefined ? {} : { integration }),
    ...(container === undefined ? {} : { container }),
    connections,
    calls: processes.calls.filter(({ target }) => target === id),
    flows: touching.filter(({ critical }) => critical).map(({ name }) => name),
    ...(owner === undefined ? {} : { owner }),
    contract: contractOf(backend, integration),
    classes: owner === undefined ? [] : classesOf(backend, owner),
    known: processes.flows.length > 0,
  };
}

function contractOf(backend: Backend, integration: Integration | undefined): string {
  if (integration === undefined) return 'none found';
  const ours = integration.callbacks === 'webhook' || integration.style === 'webhook';
  const document = backend.api.documents.find(({ path }) => path.includes(integration.id));
  return [
    document === undefined ? `${integration.kind} interface of the peer` : document.path,
    ...(ours ? ['webhook in asyncapi.json'] : []),
  ].join('; ');
}

/** Classes of the data a context holds, most sensitive ones only. */
function classesOf({ data, entities }: Backend, context: string): readonly string[] {
  const fields = entities.filter((entity) => entity.context === context).flatMap((entity) => entity.fields);
  const columns = data.tables.filter((entry) => entry.context === context).flatMap((entry) => entry.columns);
  const classes = [...fields, ...columns].flatMap(({ dataClass }) =>
    dataClass === undefined || dataClass === 'public' || dataClass === 'internal' ? [] : [dataClass],
  );
  return [...new Set(classes)].toSorted(compareText);
}
