import { codeCell, count, judgement, section, table } from '../blocks.ts';
import { cappedTable } from '../capped.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { effortOf } from '../effort.ts';
import { findingName } from '../../findings/finding.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Recommendation } from '../../findings/recommendation.ts';
import { riskScore } from '../../findings/vulnerability.ts';
import { compareText } from '../../model/text.ts';

/** One thing to do, with what it ends. */
interface Step {
  readonly recommendation: Recommendation;
  /** Findings that touch security and that it answers. */
  readonly ends: readonly Finding[];
  /** Sum of what they weigh. */
  readonly risk: number;
  /** Person-days, the middle of the range. */
  readonly days: number;
}

/** What to mend first: the risk that a day of work ends, largest first. */
export function remediation(basis: Basis): readonly (Section | undefined)[] {
  const steps = stepsOf(basis);
  const whole = steps.reduce((sum, { risk }) => sum + risk, 0);
  return [
    section(
      { id: 'remediation', title: 'Remediation roadmap' },
      ...cappedTable(
        [
          'what',
          'rule',
          'places',
          'worst',
          'risk ended',
          'effort',
          'risk a day',
          'risk of the change',
          'way back',
        ],
        steps.map((step) => rowOf(step)),
        '8-documentation/roadmap.md',
      ),
      steps.length === 0
        ? undefined
        : judgement(
            'Worst: the highest CVSS 4.0 base score of the places, or, for a weakness without a vector, the middle of its class (blocker 8, warning 5.5, advice 2.5). Risk ended: the sum over all places. Risk a day: that sum by the middle of the effort. The order puts cheap ends of large risks first; one open blocker is still enough to lose everything.',
          ),
    ),
    section(
      { id: 'remediation-progress', title: 'How far the first steps go' },
      table(['after', 'person-days', 'risk ended', 'blockers left'], progress(steps, whole)),
    ),
  ];
}

function stepsOf({ findings, recommendations }: Basis): readonly Step[] {
  const byName = new Map(
    findings.filter(touchesSecurity).map((finding) => [findingName(finding), finding] as const),
  );
  return recommendations
    .flatMap((recommendation): readonly Step[] => {
      const ends = recommendation.answers
        .flatMap((name) => byName.get(name) ?? [])
        .filter((finding) => recommendation.concern === 'trust' || isAsked(finding));
      if (ends.length === 0) return [];
      const risk = ends.reduce((sum, finding) => sum + riskScore(finding), 0);
      const days = (recommendation.effort.low + recommendation.effort.high) / 2;
      return [{ recommendation, ends, risk, days }];
    })
    .toSorted(
      (a, b) => b.risk / b.days - a.risk / a.days || compareText(a.recommendation.id, b.recommendation.id),
    );
}

/** Named by a standard for security: a weakness, a requirement of ASVS or a risk of the API Top 10. */
export const touchesSecurity = ({ standards }: Finding): boolean =>
  standards.some((each) => /^(CWE-|API\d+:2023|ASVS-)/.test(each));

/** Asked for by a standard of security; a weakness of CWE alone may be one of upkeep, such as a circle of imports. */
const isAsked = ({ standards, vulnerability }: Finding): boolean =>
  vulnerability !== undefined || standards.some((each) => /^(API\d+:2023|ASVS-)/.test(each));

const rowOf = ({ recommendation, ends, risk, days }: Step): readonly Cell[] => [
  recommendation.title,
  codeCell(recommendation.id),
  count(ends.length, `places of ${recommendation.id}`),
  Math.max(...ends.map(riskScore)).toFixed(1),
  risk.toFixed(1),
  effortOf(recommendation),
  (risk / days).toFixed(0),
  recommendation.risk,
  recommendation.rollback,
];

/** Where a quarter, a half, three quarters and all of the risk are ended. */
function progress(steps: readonly Step[], whole: number): readonly (readonly Cell[])[] {
  if (steps.length < 4) return [];
  const marks = [0.25, 0.5, 0.75, 1];
  const sums = steps.map((_, at) => steps.slice(0, at + 1));
  const reached = marks.flatMap((mark) => {
    const done = sums.find((part) => total(part, ({ risk }) => risk) >= whole * mark - 1e-9);
    return done === undefined ? [] : [done];
  });
  return [...new Set(reached)].map((done): readonly Cell[] => {
    const left = steps.slice(done.length).flatMap(({ ends }) => ends);
    return [
      `${done.length} of ${steps.length} steps`,
      total(done, ({ days }) => days).toFixed(1),
      `${Math.round((100 * total(done, ({ risk }) => risk)) / whole)} %`,
      String(left.filter(({ severity }) => severity === 'blocker').length),
    ];
  });
}

const total = (steps: readonly Step[], of: (step: Step) => number): number =>
  steps.reduce((sum, step) => sum + of(step), 0);
