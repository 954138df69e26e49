import { cell, figure, judgement, names, section, table } from '../blocks.ts';
import type { Basis, Block, Cell, Section } from '../deliverable.ts';
import { sum } from '../../model/amounts.ts';
import type { Part } from '../../model/amounts.ts';
import type { Recommendation } from '../../findings/recommendation.ts';
import type { Backend } from '../../model/backend.ts';
import { buildOrder } from './build-order.ts';
import { effortOf } from '../effort.ts';

const horizons: readonly (readonly [Recommendation['horizon'], string])[] = [
  ['quick-win', 'Quick wins: less than a week'],
  ['foundation', 'Foundation: one to four weeks'],
  ['strategic', 'Strategic: one to three months'],
];

/** What to do when: recommendations by horizon, and for a design the order in which its parts are built. */
export function roadmap({ backend, recommendations }: Basis): readonly (Section | undefined)[] {
  return [
    ...horizons.map(([horizon, title]) => horizonSection(recommendations, horizon, title)),
    dependencyFigure(recommendations),
    building(backend),
    later(backend),
  ];
}

function horizonSection(
  all: readonly Recommendation[],
  horizon: Recommendation['horizon'],
  title: string,
): Section | undefined {
  const own = all.filter((each) => each.horizon === horizon);
  return section(
    { id: horizon, title, items: ['8.11'] },
    table(
      ['recommendation', 'concern', 'effort', 'risk', 'after', 'way back', 'backed by'],
      own.map((each): readonly Cell[] => [
        each.title,
        each.concern,
        effortOf(each),
        each.risk,
        names(each.dependsOn),
        each.rollback,
        each.claims.length === 0 ? 'judgement' : names(each.claims.slice(0, 3)),
      ]),
    ),
    own.length === 0
      ? undefined
      : table(
          ['what', 'value'],
          [
            [
              'all of these, one person',
              sum(
                own.map((each): Part => [each.id, effortOf(each)]),
                'days',
                'sum of the efforts',
              ),
            ],
          ],
        ),
    own.length === 0
      ? undefined
      : judgement(
          'Efforts are estimates with their range; each further place of one kind is taken at half the price of the first.',
        ),
  );
}

/** Only when something waits for something: a picture of separate boxes tells nothing. */
function dependencyFigure(all: readonly Recommendation[]): Section | undefined {
  const known = new Set(all.map(({ id }) => id));
  const edges = all.flatMap(({ id, dependsOn }) =>
    dependsOn
      .filter((from) => known.has(from))
      .map((from) => ({ from, to: id, label: 'then', style: 'solid' }) as const),
  );
  if (edges.length === 0) return undefined;
  const shown = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return section(
    { id: 'dependencies', title: 'What waits for what' },
    figure({
      kind: 'graph',
      id: 'roadmap',
      title: 'What waits for what',
      view: 'component',
      groups: horizons.map(([id, title]) => ({ id, title, boundary: 'system' })),
      nodes: all
        .filter(({ id }) => shown.has(id))
        .map(({ id, title, horizon }) => ({ id, title, kind: 'process', group: horizon })),
      edges,
    }),
  );
}

function building(backend: Backend): Section | undefined {
  if (backend.source !== 'designed') return undefined;
  const order = buildOrder(backend);
  return section(
    { id: 'build-order', title: 'Order in which the parts are built', items: ['8.11'] },
    table(
      ['stage', 'context', 'after', 'operations', 'effort', 'done when'],
      order.map(({ stage, context, after, operations, effort }): readonly Cell[] => [
        String(stage),
        context.name,
        names(after),
        operations,
        effort,
        'its contract, authorisation and property tests pass',
      ]),
    ),
    order.length < 2 ? undefined : orderFigure(order),
    order.length === 0
      ? undefined
      : table(
          ['what', 'value'],
          [
            [
              'all contexts, one person',
              sum(
                order.map(({ context, effort }): Part => [context.id, effort]),
                'days',
                'sum of the contexts',
              ),
            ],
            ['people', cell(backend.requirements.teamSize)],
            ['deadline', backend.requirements.deadline?.value ?? 'not stated'],
          ],
        ),
    order.length === 0
      ? undefined
      : judgement(
          'Contexts of one stage do not depend on each other. Days per operation and entity are assumed; the first context that is finished replaces them.',
        ),
  );
}

const orderFigure = (order: ReturnType<typeof buildOrder>): Block =>
  figure({
    kind: 'graph',
    id: 'build-order',
    title: 'Order in which the parts are built',
    view: 'context-map',
    groups: [],
    nodes: order.map(({ context, stage }) => ({
      id: context.id,
      title: context.name,
      subtitle: `stage ${stage}`,
      kind: 'component',
    })),
    edges: order.flatMap(({ context, after }) =>
      after.map((from) => ({ from, to: context.id, label: 'before', style: 'solid' }) as const),
    ),
  });

/** Steps of growth that are not due yet, with the number at which they are. */
function later({ design, load }: Backend): Section | undefined {
  return section(
    { id: 'later', title: 'Due later' },
    table(
      ['when', 'reaches', 'then', 'because'],
      [
        ...(design?.flips ?? []).map(({ input, at, title, because }): readonly Cell[] => [
          input,
          at,
          title,
          because,
        ]),
        ...load.growth
          .filter(({ holds }) => !holds)
          .map(({ factor, bottleneck, change }): readonly Cell[] => [
            'peak against today',
            `${factor} times`,
            change,
            `${bottleneck} gives way first`,
          ]),
      ],
    ),
  );
}
