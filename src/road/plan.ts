import { designPlan } from '../design/plan.ts';
import type { Claim } from '../findings/claim.ts';
import type { Finding } from '../findings/finding.ts';
import type { Recommendation } from '../findings/recommendation.ts';
import { stepRecommendations } from '../migration/steps/recommendations.ts';
import type { Backend } from '../model/backend.ts';
import { allProvers } from '../provers/all.ts';
import { placedRules } from '../rules/all.ts';
import { recommend } from '../rules/recommend.ts';
import type { PhaseResult } from './phases.ts';

export interface Planned {
  readonly recommendations: readonly Recommendation[];
  readonly claims: readonly Claim[];
  /** Package files the claims will be settled on. */
  readonly inputs: ReadonlyMap<string, string>;
}

/** Phase 5: findings and decisions become an ordered plan, and the claims that have to be settled are named. */
export function plan(backend: Backend, findings: readonly Finding[]): PhaseResult<Planned> {
  const parts = allProvers.map((prover) => prover.claims(backend));
  const claims = parts.flatMap((part) => part.claims);
  const designed = [...recommend(findings, placedRules), ...designPlan(backend, claims)];
  const recommendations = [...designed, ...migrationSteps(backend, designed, claims)];
  const ids = new Set(recommendations.map(({ id }) => id));
  const dangling = recommendations.flatMap(({ id, dependsOn }) =>
    dependsOn.filter((other) => !ids.has(other)).map((other) => `${id} needs ${other}`),
  );
  return {
    value: { recommendations, claims, inputs: new Map(parts.flatMap((part) => [...part.inputs])) },
    inputs: [`${findings.length} findings`, `${backend.design?.decisions.length ?? 0} decisions`],
    outputs: [`${recommendations.length} recommendations`, `${claims.length} claims to settle`],
    checks: [
      {
        check: 'every dependency of the plan is in the plan',
        passed: dangling.length === 0,
        detail: dangling.length === 0 ? `${recommendations.length} steps` : dangling.join('; '),
        essential: false,
      },
      {
        check: 'every step can be taken back',
        passed: recommendations.every(({ rollback }) => rollback.trim() !== ''),
        detail: `${recommendations.filter(({ rollback }) => rollback.trim() !== '').length} of ${recommendations.length} steps say how`,
        essential: false,
      },
    ],
  };
}

/** Of a migration: the steps that lead there, after the parts into which they lead. */
const migrationSteps = (
  { migration }: Backend,
  designed: readonly Recommendation[],
  claims: readonly Claim[],
): readonly Recommendation[] =>
  migration === undefined
    ? []
    : stepRecommendations(migration.plan, new Set(designed.map(({ id }) => id)), claims);
