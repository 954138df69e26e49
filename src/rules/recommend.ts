import { compareText, findingName } from '../findings/finding.ts';
import type { Finding } from '../findings/finding.ts';
import { blocksFirst } from '../findings/recommendation.ts';
import type { Recommendation } from '../findings/recommendation.ts';
import type { PlacedRule, Rule } from './rule.ts';

const concerns: Readonly<Record<string, Recommendation['concern']>> = {
  architecture: 'architecture',
  data: 'data',
  api: 'api',
  trust: 'trust',
  processes: 'processes',
  load: 'load',
  requirements: 'requirements',
};

/**
 * One recommendation for each rule that found something: one edit pattern, N places. Effort grows with the places,
 * each further one at half the price of the first: what is learned once is repeated faster (judgement, told as range).
 */
export function recommend(
  findings: readonly Finding[],
  rules: readonly PlacedRule[],
): readonly Recommendation[] {
  const recommendations = rules.flatMap(({ rule, concern }) => {
    const found = findings.filter((finding) => finding.rule === rule.id);
    return found.length === 0 ? [] : [fromRule(rule, concerns[concern] ?? 'architecture', found)];
  });
  return recommendations.toSorted(
    (a, b) => blocksFirst(a, b) || worth(b) - worth(a) || compareText(a.id, b.id),
  );
}

/** What is gained for a day of work; orders the plan, after what blocks. */
const worth = ({ impact, effort }: Recommendation): number => impact / ((effort.low + effort.high) / 2);

function fromRule(rule: Rule, concern: Recommendation['concern'], found: readonly Finding[]): Recommendation {
  const places = (found.length + 1) / 2;
  const effort = {
    low: round(rule.remedy.effort.low * places),
    high: round(rule.remedy.effort.high * places),
  };
  const first = found[0];
  return {
    id: rule.id,
    title: found.length === 1 ? rule.remedy.title : `${rule.remedy.title} (${found.length} places)`,
    why: first?.why ?? rule.summary,
    how: found
      .slice(0, 5)
      .map(({ next }) => next)
      .concat(found.length > 5 ? [`and ${found.length - 5} more places: see the findings of ${rule.id}`] : [])
      .join('\n'),
    concern,
    impact: rule.remedy.impact,
    ...(found.some(({ severity }) => severity === 'blocker') ? { blocks: true } : {}),
    effort,
    risk: rule.remedy.risk,
    horizon: effort.high <= 5 ? 'quick-win' : effort.high <= 20 ? 'foundation' : 'strategic',
    answers: found.map(findingName),
    touches: [...new Set(found.map(({ subject }) => subject))],
    dependsOn: [],
    rollback: rule.remedy.rollback,
    claims: [
      ...new Set(
        found.flatMap(({ evidence }) =>
          evidence.flatMap((one) => (one.kind === 'executed' ? [one.claim] : [])),
        ),
      ),
    ],
  };
}

const round = (days: number): number => Math.round(days * 10) / 10;
