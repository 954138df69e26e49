import { section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { findingName } from '../../findings/finding.ts';

/** arc42 chapter 11: everything this run itself shows to be unsafe, open or unproved. */
export function risks(basis: Basis): readonly (Section | undefined)[] {
  return [
    section(
      { id: 'risks', title: 'Risks' },
      table(
        ['risk', 'seen in', 'why', 'next'],
        [...unmet(basis), ...refuted(basis), ...openQuestions(basis), ...faults(basis)],
      ),
    ),
    section(
      { id: 'debt', title: 'Technical debt' },
      table(
        ['finding', 'what', 'next'],
        basis.findings
          .filter(({ severity }) => severity === 'advice')
          .map((finding) => [findingName(finding), finding.what, finding.next]),
      ),
    ),
  ];
}

type Rows = readonly (readonly Cell[])[];

function unmet({ backend }: Basis): Rows {
  const chosen = backend.design?.options.find(({ id }) => id === backend.design?.chosen);
  const limit = backend.load.growth.find(({ holds }) => !holds);
  return [
    ...(chosen?.criteria ?? [])
      .filter(({ met }) => !met)
      .map(({ words }) => [
        'a criterion is not met',
        'style decision',
        words,
        'change the brief or the option',
      ]),
    ...backend.load.availability
      .filter(({ objective }) => objective?.met === false)
      .map(({ operation, availability }): readonly Cell[] => [
        'availability below its objective',
        operation,
        availability,
        'add an alternative to the weakest container on the path',
      ]),
    ...(limit === undefined
      ? []
      : [
          [
            `${limit.factor} times the peak is not carried`,
            'growth walk',
            `${limit.bottleneck} gives way first`,
            limit.change,
          ],
        ]),
  ];
}

const refuted = ({ outcomes }: Basis): Rows =>
  outcomes.flatMap(({ claim, verdict }) => {
    switch (verdict.kind) {
      case 'refuted':
        return [['a claim is refuted', claim, verdict.counterexample, 'correct what the claim names']];
      case 'undecided':
        return [['a claim is undecided', claim, verdict.reason, 'give the prover what it lacks']];
      case 'proved':
        return [];
    }
  });

const openQuestions = ({ backend }: Basis): Rows =>
  backend.requirements.questions
    .filter(({ impact }) => impact === 'high')
    .map(({ id, ask, default: value, effect }) => [
      `open question ${id}`,
      ask,
      `until answered: ${value}; ${effect}`,
      'answer it in the brief',
    ]);

const faults = ({ findings }: Basis): Rows =>
  findings
    .filter(({ severity }) => severity !== 'advice')
    .map((finding) => [
      `${finding.severity}: ${finding.what}`,
      findingName(finding),
      finding.why,
      finding.next,
    ]);
