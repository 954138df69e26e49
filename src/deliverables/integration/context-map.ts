import { codeCell, link, names, paragraph, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { ContextRelation } from '../../model/architecture.ts';
import { peersOf } from './peers.ts';

/** What a relation of contexts asks of both sides (Evans, "Domain-Driven Design", 2003, chapter 14). */
const duties: Readonly<Record<ContextRelation['kind'], string>> = {
  'customer-supplier': 'the supplier plans with its customer; tests of the customer run at the supplier',
  conformist: 'downstream takes the words of upstream as they are and follows its changes',
  'anticorruption-layer': 'downstream translates at its border; no foreign type passes it',
  'published-language': 'upstream publishes versioned messages and may change anything behind them',
  'shared-kernel': 'both change the common part only together',
  'open-host-service': 'upstream offers one contract to all; wishes go through its versions',
};

/** Contexts and foreign systems: who is upstream, by which relation, and over what they speak. */
export function contextRelations({ backend }: Basis): Section | undefined {
  const { relations } = backend.architecture;
  if (relations.length === 0) return undefined;
  const peers = peersOf(backend).filter(({ owner }) => owner !== undefined);
  const eventsOf = ({ from, to }: ContextRelation): readonly string[] =>
    backend.processes.events
      .filter(
        ({ producer, consumers }) => producer === from && consumers.some(({ context }) => context === to),
      )
      .map(({ name }) => name);
  return section(
    { id: 'context-map', title: 'Context map' },
    paragraph(
      'Upstream stands first: its changes are felt downstream. Events pass by the outbox; everything else is a call or a reference.',
    ),
    table(
      ['upstream', 'downstream', 'relation', 'over events', 'asks of both'],
      [
        ...relations.map((relation): readonly Cell[] => [
          relation.from,
          relation.to,
          relation.kind,
          names(eventsOf(relation)),
          duties[relation.kind],
        ]),
        ...peers.map(({ name, owner = '', id }): readonly Cell[] => [
          `${name} (outside)`,
          owner,
          'anticorruption-layer',
          codeCell(`${id}-adapter`),
          duties['anticorruption-layer'],
        ]),
      ],
    ),
    table(
      ['more', 'where'],
      [
        [
          'picture, reasons and canvases',
          link('building blocks', '1-architecture/05-building-blocks.md#contexts'),
        ],
      ],
    ),
  );
}
