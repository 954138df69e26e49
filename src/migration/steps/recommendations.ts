import type { Recommendation } from '../../findings/recommendation.ts';
import type { MigrationPlan, MigrationStep } from '../../model/migration.ts';

/**
 * Each step of a migration as something to do: after the step before it, and after the part of the target into which it
 * leads was built.
 */
export function stepRecommendations(
  { steps, contexts }: MigrationPlan,
  built: ReadonlySet<string>,
  claims: readonly { readonly id: string }[],
): readonly Recommendation[] {
  const replayed = claims.filter(({ id }) => id.startsWith('migration-plan/')).map(({ id }) => id);
  return steps.map((step, at): Recommendation => {
    const before = steps[at - 1];
    const context = contexts.find(({ id }) => id === step.context);
    const build = `build/${step.context ?? ''}`;
    return {
      id: `migrate/${step.id}`,
      title: step.title,
      why: whyOf(step, context?.name),
      how: `The step \`${step.id}\` of 1-architecture/15-steps.md; it is done when: ${step.exit.join('; ')}.`,
      concern: 'architecture',
      impact: step.does.some(({ kind }) => kind === 'own') ? 5 : 4,
      effort: step.days === undefined ? { low: 1, high: 5 } : { low: step.days.low, high: step.days.high },
      risk: step.risk?.level ?? 'medium',
      horizon: horizonOf(step),
      answers: [],
      touches: [...new Set(step.does.flatMap((action) => ('table' in action ? [action.table] : [])))],
      dependsOn: [
        ...(before === undefined ? [] : [`migrate/${before.id}`]),
        ...(built.has(build) ? [build] : []),
      ],
      rollback: step.rollBack ?? (step.pointOfNoReturn === undefined ? '' : `none: ${step.pointOfNoReturn}`),
      claims: replayed,
    };
  });
}

const whyOf = ({ entry, risk }: MigrationStep, context: string | undefined): string =>
  [
    context === undefined ? 'Part of the way out of the legacy system' : `Part of moving ${context}`,
    `; begins when: ${entry.join('; ')}.`,
    risk === undefined ? '' : ` Risk ${risk.level}: ${risk.because}.`,
  ].join('');

/** By its longest estimate, as for every recommendation. */
function horizonOf({ days }: MigrationStep): Recommendation['horizon'] {
  const high = days?.high ?? 5;
  return high <= 5 ? 'quick-win' : high <= 20 ? 'foundation' : 'strategic';
}
