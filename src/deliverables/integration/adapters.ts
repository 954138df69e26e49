import { figure, judgement, names, paragraph, section, steps, table } from '../blocks.ts';
import type { Basis, Block, Cell, Section } from '../deliverable.ts';
import { peersOf } from './peers.ts';
import type { Peer } from './peers.ts';
import type { Backend } from '../../model/backend.ts';

/** How foreign models are kept out, why nothing is written twice, and what finds a difference. */
export function adapters({ backend }: Basis): Section | undefined {
  const peers = peersOf(backend);
  if (peers.length === 0) return undefined;
  return section(
    { id: 'adapters', title: 'Adapters, no dual writes, reconciliation', items: ['6.11'] },
    paragraph(
      'Each peer is reached through one adapter: a port in our words that the application asks for, and an implementation that alone knows the words of the peer. No type of a peer leaves its adapter.',
    ),
    table(
      ['peer', 'port in', 'adapter', 'translates', 'calls found that pass it by'],
      peers.map((peer): readonly Cell[] => [
        peer.name,
        peer.owner ?? 'the context that calls it',
        `${peer.id}-adapter`,
        peer.direction === 'in'
          ? 'their message → our command'
          : 'our command → their request; their answer and errors → ours',
        backend.source === 'designed' || peer.calls.length === 0 ? 'none known' : String(peer.calls.length),
      ]),
    ),
    adapterFigure(peers),
    paragraph(
      'Dual writes are forbidden: no code path changes our database and a peer or broker side by side. Our change is committed with a message, the adapter acts on the message with its id as key, and the answer comes back as a change of its own.',
    ),
    table(
      ['reconciliation', 'compares', 'how often', 'a difference'],
      peers.flatMap((peer) => reconciliation(peer, backend)),
    ),
    steps([
      'Fetch what the peer knows of the period by its own listing or settlement file.',
      'Match by the key we sent; sum amounts or count objects on both sides.',
      'Known to us only: ask the peer by key, then repeat or give up. Known to the peer only: store it, then act as if its message had just come.',
      'Different: open a case with both values; never overwrite by itself.',
    ]),
    judgement(
      'Whether code keeps these rules cannot be seen in the model; findings name places where it does not.',
    ),
  );
}

function adapterFigure(peers: readonly Peer[]): Block {
  const owners = [...new Set(peers.map(({ owner }) => owner ?? 'application'))];
  return figure({
    kind: 'graph',
    id: 'adapters',
    title: 'Adapters between contexts and peers',
    view: 'component',
    groups: [],
    nodes: [
      ...owners.map((id) => ({ id: `owner-${id}`, title: id, kind: 'component' }) as const),
      ...peers.flatMap(({ id, name }) => [
        { id: `adapter-${id}`, title: `${id}-adapter`, kind: 'component' } as const,
        { id: `peer-${id}`, title: name, kind: 'external' } as const,
      ]),
    ],
    edges: peers.flatMap(({ id, owner, style, direction }) => [
      {
        from: `owner-${owner ?? 'application'}`,
        to: `adapter-${id}`,
        label: 'port',
        style: 'solid',
      } as const,
      direction === 'in'
        ? ({ from: `peer-${id}`, to: `adapter-${id}`, label: style, style: 'dashed' } as const)
        : ({ from: `adapter-${id}`, to: `peer-${id}`, label: style, style: 'solid' } as const),
    ]),
  });
}

/** A peer that takes part in a flow holds state of its own that can differ from ours. */
function reconciliation({ id, owner }: Peer, { processes }: Backend): readonly (readonly Cell[])[] {
  const flows = processes.flows.filter(({ steps: all }) => all.some(({ at }) => at === `integration:${id}`));
  if (flows.length === 0) return [];
  const keys = flows.flatMap(({ steps: all }) =>
    all.filter(({ at }) => at === `integration:${id}`).flatMap(({ idempotencyKey }) => idempotencyKey ?? []),
  );
  return [
    [
      `${owner ?? 'we'} and ${id}`,
      `what ${names(flows.map(({ name }) => name))} left on both sides${keys.length === 0 ? '' : `, by ${names([...new Set(keys)])}`}`,
      'daily, after the day is closed at the peer',
      'a case for a person; more than one in a thousand pages',
    ],
  ];
}
