import { cell, judgement, names, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Backend } from '../../model/backend.ts';
import { count } from '../blocks.ts';

/** How the system grows: what gives way at which load, and in which order contexts could leave the process. */
export function evolution({ backend }: Basis): readonly (Section | undefined)[] {
  return [
    section(
      {
        id: 'growth',
        title: 'Growth walk',
        items: backend.load.growth.length > 1 ? ['1.14'] : [],
        answers: requirementsAbout(backend, 'scope'),
      },
      table(
        ["times today's peak", 'holds', 'gives way first', 'change', 'cost then'],
        backend.load.growth.map(({ factor, holds, bottleneck, change, cost }) => [
          `${factor}`,
          holds ? 'yes' : 'no',
          bottleneck,
          change,
          cell(cost),
        ]),
      ),
    ),
    stages(backend),
    extraction(backend),
  ];
}

/** Each flip of the style decision is a stage: entered at its number, left when its claim is proved again. */
function stages({ design }: Backend): Section | undefined {
  return section(
    { id: 'stages', title: 'Stages of the architecture' },
    table(
      ['enter when', 'reaches', 'move to', 'leave when', 'way back'],
      (design?.flips ?? []).map(({ input, at, title }) => {
        return [
          input,
          at,
          title,
          `all criteria of ${title} are met at that number (plumbline design with it in the brief)`,
          'both shapes share contexts, schema and API: route back, keep the new containers idle for one release',
        ];
      }),
    ),
    (design?.flips ?? []).length === 0
      ? undefined
      : judgement(
          'The way back was not executed; it follows from the contexts keeping their tables and contracts.',
        ),
  );
}

/** What ties a context to the others: these have to be cut before it can run alone. */
function extraction(backend: Backend): Section | undefined {
  const { contexts } = backend.architecture;
  if (contexts.length < 2) return undefined;
  const rows = contexts.map((context) => ties(backend, context.id)).toSorted((a, b) => a.total - b.total);
  return section(
    { id: 'extraction', title: 'How far each context is from running alone' },
    table(
      [
        'context',
        'foreign keys across',
        'flow steps across',
        'events already used',
        'keys to replace by ids and events',
      ],
      rows.map(({ context, keys, steps, events }): readonly Cell[] => [
        context,
        count(keys.length, `foreign keys between ${context} and other contexts`),
        count(steps, `flow steps that leave or enter ${context}`),
        count(events, `events produced or consumed by ${context}`),
        names(keys),
      ]),
    ),
    judgement('Ordered by the number of ties: the first is the cheapest to extract.'),
  );
}

function ties({ data, processes }: Backend, context: string) {
  const contextOf = new Map(data.tables.map((entry) => [entry.name, entry.context]));
  const keys = data.tables.flatMap((entry) =>
    entry.foreignKeys.flatMap(({ columns, references }) => {
      const other = contextOf.get(references.table);
      const crosses = other !== entry.context && (entry.context === context || other === context);
      return crosses ? [`${entry.name}(${columns.join(', ')})`] : [];
    }),
  );
  const steps = processes.flows.reduce(
    (sum, flow) =>
      sum +
      flow.steps.filter(
        ({ at, kind }) =>
          kind === 'local' && at !== flow.context && (at === context || flow.context === context),
      ).length,
    0,
  );
  const events = processes.events.filter(
    ({ producer, consumers }) =>
      producer === context || consumers.some((consumer) => consumer.context === context),
  ).length;
  return { context, keys, steps, events, total: keys.length + steps };
}
