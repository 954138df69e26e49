import { names, section, table } from '../blocks.ts';
import type { Basis, Section } from '../deliverable.ts';
import { compareText } from '../../model/text.ts';

/** arc42 chapter 12: the words of the business as the model uses them. */
export function glossary({ backend }: Basis): Section | undefined {
  const terms = [
    ...backend.entities.map(({ name, context, about, lifecycle }) => ({
      name,
      kind: 'entity',
      context,
      about: [about, lifecycle && `states: ${names(lifecycle.states)}`].filter(Boolean).join('; '),
    })),
    ...backend.architecture.contexts.map(({ id, name, purpose }) => ({
      name,
      kind: 'context',
      context: id,
      about: purpose,
    })),
    ...backend.processes.events.map(({ name, producer, entity }) => ({
      name,
      kind: 'event',
      context: producer,
      about: `something happened to ${entity}`,
    })),
    ...backend.processes.flows.map(({ name, context, invariant }) => ({
      name,
      kind: 'flow',
      context,
      about: invariant ?? '',
    })),
  ];
  return section(
    { id: 'glossary', title: 'Glossary' },
    table(
      ['term', 'kind', 'context', 'meaning'],
      terms
        .toSorted((a, b) => compareText(a.name, b.name) || compareText(a.kind, b.kind))
        .map(({ name, kind, context, about }) => [name, kind, context, about === '' ? '–' : about]),
    ),
  );
}
