import { cell, count, judgement, list, names, paragraph, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { sum } from '../../model/amounts.ts';
import type { Part } from '../../model/amounts.ts';
import type { Backend } from '../../model/backend.ts';
import { findingName } from '../../findings/finding.ts';
import { effortOf } from '../effort.ts';
import type { Quantity } from '../../model/origin.ts';

/** Where the one file is that shows everything. */
export const report = (): Section | undefined =>
  section(
    { id: 'report', title: 'The report', items: ['8.1'] },
    paragraph(
      'The whole package is shown by one file that opens from disk without a network: `index.html`. It has search, a dark and a light look, a print form, and the origin of every number. The Markdown documents hold the same sections for review and version control.',
    ),
  );

/** Decision, cost, risk, what comes first and what is needed from whom: one page. */
export function executiveSummary(basis: Basis): readonly (Section | undefined)[] {
  const { backend, findings, recommendations } = basis;
  const decided = backend.design !== undefined || findings.length > 0 || recommendations.length > 0;
  return [
    section(
      { id: 'decision', title: 'In short', items: decided ? ['8.2'] : [] },
      paragraph(decisionWords(basis)),
      table(['figure', 'value'], figures(basis)),
    ),
    section(
      { id: 'first', title: 'What to do first' },
      table(
        ['recommendation', 'impact, 1 to 5', 'effort', 'risk', 'backed by'],
        recommendations
          .slice(0, 5)
          .map((each): readonly Cell[] => [
            each.title,
            count(each.impact, 'impact of the recommendation'),
            effortOf(each),
            each.risk,
            each.claims.length === 0 ? 'judgement' : names(each.claims),
          ]),
      ),
    ),
    section({ id: 'risk', title: 'What can go wrong' }, list(risks(basis))),
    section(
      { id: 'needed', title: 'What is needed, and from whom' },
      table(['from', 'what', 'until then'], needed(backend)),
    ),
    decided
      ? section(
          { id: 'trust', title: 'How far this can be trusted' },
          table(['statements', 'count'], standing(basis)),
          judgement('Recommendations without a claim are judgement; everything marked so was not executed.'),
        )
      : undefined,
  ];
}

function decisionWords({ backend, findings }: Basis): string {
  const { design, name } = backend;
  if (design !== undefined) {
    const chosen = design.options.find(({ id }) => id === design.chosen);
    return `${name}: ${chosen?.title ?? design.chosen}. ${design.because}`;
  }
  const blockers = findings.filter(({ severity }) => severity === 'blocker');
  const origin = `${backend.coverage.files} files were read`;
  if (findings.length === 0)
    return `${name}: no finding. ${origin}; what could not be read is in the constraints chapter.`;
  return `${name}: ${findings.length} findings, ${blockers.length} of them block. ${origin}.${blockers.length === 0 ? '' : ` The first: ${blockers[0]?.what ?? ''}`}`;
}

function figures({ backend }: Basis): readonly (readonly Cell[])[] {
  const costs = backend.architecture.containers.flatMap(({ name, cost }): readonly Part[] =>
    cost === undefined ? [] : [[name, cost]],
  );
  const { load, requirements } = backend;
  return [
    ...(load.users === undefined ? [] : [['users at once', load.users]]),
    ...(load.totalPeak === undefined ? [] : [['peak', load.totalPeak]]),
    ...(costs.length === 0 ? [] : [['cost', sum(costs, 'EUR/month', 'sum of the containers')]]),
    ...(requirements.budget === undefined ? [] : [['budget', cell(requirements.budget)]]),
    ['endpoints', count(backend.api.endpoints.length, 'endpoints in the model')],
    ['tables', count(backend.data.tables.length, 'tables in the model')],
  ];
}

function risks({ backend, findings, outcomes }: Basis): readonly string[] {
  const limit = backend.load.growth.find(({ holds }) => !holds);
  const refuted = outcomes.filter(({ verdict }) => verdict.kind === 'refuted').map(({ claim }) => claim);
  const unmet = [
    ...backend.load.budgets
      .filter(({ objective }) => objective?.met === false)
      .map(({ operation }) => operation),
    ...backend.load.availability
      .filter(({ objective }) => objective?.met === false)
      .map(({ operation }) => operation),
  ];
  const gaps = backend.gaps.length;
  return [
    ...(refuted.length === 0 ? [] : [`Refuted: ${names(refuted.slice(0, 5))}.`]),
    ...(unmet.length === 0 ? [] : [`Objectives not met: ${names([...new Set(unmet)])}.`]),
    ...findings
      .filter(({ severity }) => severity === 'blocker')
      .slice(0, 3)
      .map((finding) => `${finding.what} (${findingName(finding)})`),
    ...(limit === undefined
      ? []
      : [`At ${limit.factor} times the peak ${limit.bottleneck} gives way first.`]),
    ...backend.requirements.contradictions.map(({ what }) => `The request contradicts itself: ${what}`),
    ...(gaps === 0 ? [] : [`${gaps} places could not be read; what they hold is not judged.`]),
  ];
}

function needed({ requirements, processes }: Backend): readonly (readonly Cell[])[] {
  return [
    ...requirements.questions
      .filter(({ impact }) => impact === 'high')
      .slice(0, 8)
      .map(({ id, ask, default: value, effect }): readonly Cell[] => [
        'the owner of the request',
        `${ask} (${id})`,
        `${value}: ${effect}`,
      ]),
    ...processes.integrations
      .filter(({ sla }) => sla === undefined)
      .map(({ id, kind }): readonly Cell[] => [
        `the operator of ${id}`,
        `a promised availability of the ${kind} interface`,
        'availability of the paths through it is not bounded',
      ]),
  ];
}

function standing({ claims, outcomes, recommendations }: Basis): readonly (readonly Cell[])[] {
  const of = (kind: string): Quantity =>
    count(outcomes.filter(({ verdict }) => verdict.kind === kind).length, `outcomes that are ${kind}`);
  return [
    ['claims', count(claims.length, 'claims of this run')],
    ['proved', of('proved')],
    ['refuted', of('refuted')],
    ['undecided', of('undecided')],
    [
      'recommendations that are judgement',
      count(
        recommendations.filter(({ claims: all }) => all.length === 0).length,
        'recommendations without a claim',
      ),
    ],
  ];
}
