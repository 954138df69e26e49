import { cell, figure, link, list, names, paragraph, section, table, warning } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { GraphNode } from '../diagram.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Context } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';
import { qualityOf, writersOf } from './ownership.ts';

/** Bounded contexts: who speaks which language, who writes which table, and how they depend on each other. */
export function contexts({ backend }: Basis): readonly (Section | undefined)[] {
  const { architecture, data } = backend;
  if (architecture.contexts.length === 0) return [];
  const owned = data.tables.filter(({ context }) => context !== undefined).length;
  return [
    section(
      { id: 'contexts', title: 'Bounded contexts', items: owned > 0 ? ['1.5'] : [] },
      contextMap(backend),
      table(
        ['context', 'purpose', 'entities', 'operations', 'tables', 'runs in'],
        architecture.contexts.map((context) => [
          link(context.name, `1-architecture/05-building-blocks.md#context-${context.id}`),
          context.purpose,
          names(backend.entities.filter((entity) => entity.context === context.id).map(({ name }) => name)),
          String(backend.operations.filter((operation) => operation.context === context.id).length),
          String(data.tables.filter((entry) => entry.context === context.id).length),
          names(runsIn(backend, context.id)),
        ]),
      ),
      table(
        ['from', 'to', 'relation', 'because'],
        architecture.relations.map(({ from, to, kind, because }) => [from, to, kind, because]),
      ),
    ),
    ownership(backend),
    ...architecture.contexts.map((context) => canvas(backend, context)),
  ];
}

const runsIn = ({ architecture }: Backend, context: string): readonly string[] =>
  architecture.containers.filter(({ contexts: inside }) => inside.includes(context)).map(({ name }) => name);

function contextMap(backend: Backend) {
  const { contexts: all, relations } = backend.architecture;
  if (relations.length === 0) return undefined;
  return figure({
    kind: 'graph',
    id: 'context-map',
    title: `${backend.name}: context map`,
    view: 'context-map',
    groups: [],
    nodes: all.map(({ id, name, purpose }): GraphNode => ({
      id,
      title: name,
      kind: 'component',
      facts: { purpose },
    })),
    edges: relations.map(({ from, to, kind }) => ({ from, to, label: kind, style: 'solid' })),
  });
}

/** One writer per table, counted over the statements of the workload instead of promised. */
function ownership(backend: Backend): Section | undefined {
  const writers = writersOf(backend);
  const broken = writers.filter(({ others }) => others.length > 0);
  return section(
    { id: 'data-ownership', title: 'Who writes which table' },
    table(
      ['table', 'owner', 'statements that write', 'written by others', 'read by others'],
      writers.map(({ table: name, owner, writes, others, readers }) => [
        name,
        owner,
        writes,
        names(others),
        names(readers),
      ]),
    ),
    broken.length === 0
      ? undefined
      : warning(
          `${broken.map(({ table: name, others }) => `${name} is also written by ${others.join(', ')}`).join('; ')}.`,
        ),
  );
}

/** Bounded context canvas: purpose, language, what comes in and goes out, assumptions, questions, measures. */
function canvas(backend: Backend, context: Context): Section | undefined {
  const { events } = backend.processes;
  const inbound = events.filter(({ consumers }) => consumers.some((entry) => entry.context === context.id));
  const outbound = events.filter(({ producer }) => producer === context.id);
  const relations = backend.architecture.relations.filter(
    ({ from, to }) => from === context.id || to === context.id,
  );
  const rows: readonly (readonly Cell[])[] = [
    ['runs in', names(runsIn(backend, context.id))],
    [
      'language',
      names(backend.entities.filter((entity) => entity.context === context.id).map(({ name }) => name)),
    ],
    [
      'writes',
      names(backend.data.tables.filter((entry) => entry.context === context.id).map(({ name }) => name)),
    ],
    ['commands and queries', names(operationsOf(backend, context.id))],
    ['events in', names(inbound.map(({ name, producer }) => `${name} (from ${producer})`))],
    ['events out', names(outbound.map(({ name }) => name))],
    [
      'relations',
      names(
        relations.map(({ from, to, kind }) =>
          from === context.id ? `${kind} towards ${to}` : `${kind} from ${from}`,
        ),
      ),
    ],
  ];
  return section(
    {
      id: `context-${context.id}`,
      title: context.name,
      answers: requirementsAbout(backend, 'capability', [context.id]),
    },
    paragraph(context.purpose),
    table(
      ['part', 'content'],
      rows.filter(([, content]) => content !== '–'),
    ),
    verification(backend, context.id),
    assumptionsOf(backend, context.id),
  );
}

const operationsOf = ({ operations, api }: Backend, context: string): readonly string[] => {
  const known = operations.filter((operation) => operation.context === context).map(({ id }) => id);
  return known.length > 0
    ? known
    : api.endpoints.filter((endpoint) => endpoint.context === context).map(({ id }) => id);
};

function verification(backend: Backend, context: string) {
  return table(
    ['measure', 'at most / at least', 'this design'],
    qualityOf(backend, context).map(({ words, limit, predicted }) => [words, limit, cell(predicted)]),
  );
}

function assumptionsOf({ requirements }: Backend, context: string) {
  const assumptions = requirements.assumptions.filter(({ affects }) => affects.includes(context));
  const questions = requirements.questions.filter(({ affects }) => affects.includes(context));
  const items = [
    ...assumptions.map(({ id, subject, value }) => `Assumes (${id}): ${subject} is ${value}.`),
    ...questions.map(({ id, ask, default: value }) => `Open (${id}): ${ask} Until then: ${value}.`),
  ];
  return items.length === 0 ? undefined : list(items);
}
