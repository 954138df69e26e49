import { cell, figure, judgement, names, section, table } from '../blocks.ts';
import type { Basis, Block, Cell, Section } from '../deliverable.ts';
import type { GraphEdge, GraphNode } from '../diagram.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Backend } from '../../model/backend.ts';
import { peersOf } from './peers.ts';
import type { Peer } from './peers.ts';

/** Everything outside that this backend talks to, with what may be relied on and who looks after it. */
export function catalogue({ backend }: Basis): Section | undefined {
  const peers = peersOf(backend);
  return section(
    {
      id: 'catalogue',
      title: 'Integrations',
      items: ['6.1'],
      answers: requirementsAbout(backend, 'integration'),
    },
    table(
      [
        'peer',
        'style',
        'direction',
        'critical',
        'availability',
        'typical time',
        'owner here',
        'contract',
        'data',
      ],
      peers.map((peer): readonly Cell[] => [
        peer.name,
        peer.style,
        peer.direction,
        peer.flows.length > 0 ? `yes: ${names(peer.flows)}` : peer.known ? 'no critical flow' : 'not known',
        cell(peer.integration?.sla),
        cell(peer.integration?.latency),
        peer.owner ?? 'not known',
        peer.contract,
        names(peer.classes),
      ]),
    ),
    peers.length === 0 ? undefined : peerFigure(backend, peers),
    peers.some(({ classes }) => classes.length > 0)
      ? judgement(
          'Data classes are those of the context that makes the call: an upper bound of what can leave, not what was seen to leave.',
        )
      : undefined,
  );
}

function peerFigure(backend: Backend, peers: readonly Peer[]): Block {
  const system: GraphNode = { id: 'system', title: backend.name, kind: 'system' };
  const nodes = peers.map(({ id, name, style, calls }): GraphNode => ({
    id: `peer-${id}`,
    title: name,
    subtitle: style,
    kind: 'external',
    ...(calls.length === 0 ? {} : { facts: { 'calls found': String(calls.length) } }),
  }));
  const edges = peers.flatMap(({ id, direction, style, integration }): readonly GraphEdge[] => {
    const there = direction !== 'in';
    const back = direction !== 'out' || integration?.callbacks === 'webhook';
    return [
      ...(there ? [{ from: 'system', to: `peer-${id}`, label: style, style: 'solid' } as const] : []),
      ...(back
        ? [
            {
              from: `peer-${id}`,
              to: 'system',
              label: integration?.callbacks ?? style,
              style: 'dashed',
            } as const,
          ]
        : []),
    ];
  });
  return figure({
    kind: 'graph',
    id: 'integrations',
    title: 'Integrations',
    view: 'context',
    groups: [],
    nodes: [system, ...nodes],
    edges,
  });
}
