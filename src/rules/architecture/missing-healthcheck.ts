import type { DeploymentUnit } from '../../model/architecture.ts';
import { productionUnits } from '../deployed.ts';
import { bySubject, placeOf, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';

export const missingHealthcheck: Rule = {
  id: 'missing-healthcheck',
  summary: 'A container that answers requests has no check of its health.',
  severity: 'advice',
  standards: ['CWE-754'],
  remedy: {
    title: 'Check the health of the container',
    impact: 3,
    effort: { low: 0.2, high: 0.5 },
    risk: 'low',
    rollback: 'remove the check',
  },
  check: ({ architecture }) => {
    const serving = new Set(
      architecture.containers
        .filter(({ kind }) => kind === 'application' || kind === 'gateway')
        .map(({ id }) => id),
    );
    // An image that is built with HEALTHCHECK is checked wherever it runs.
    const checked = new Set(
      architecture.deployment
        .filter(({ kind, facts }) => kind === 'dockerfile' && facts['healthcheck'] === 'yes')
        .map(({ id }) => id),
    );
    const unchecked = productionUnits(architecture)
      .filter((unit) => unit.runs.some((id) => serving.has(id)) && isUnchecked(unit))
      .filter(({ runs }) => !runs.some((id) => checked.has(id)));
    return bySubject(unchecked, placeOf).flatMap((group) =>
      group.all.length > 3 ? [habit(group)] : group.all.map(fault),
    );
  },
};

/** Runs to its end and answers nobody. */
const runsOut = /(^|[-_.])(migrat\w*|init\w*|seed\w*|setup|create|bootstrap|job|backup|cron|cli)([-_.]|$)/i;

/** Kubernetes asks for readiness; Compose and images for a health check. A unit that says neither is not judged. */
function isUnchecked({ kind, facts, name }: DeploymentUnit): boolean {
  if (runsOut.test(name)) return false;
  if (kind === 'kubernetes') return facts['readiness'] === 'no';
  return kind === 'compose-service' && (facts['healthcheck'] === 'no' || facts['healthcheck'] === 'off');
}

function fault(unit: DeploymentUnit): Fault {
  const probe = unit.kind === 'kubernetes' ? 'a readinessProbe' : 'a healthcheck';
  return {
    subject: unit.id,
    confidence: 'certain',
    what: `${unit.name} has no ${unit.kind === 'kubernetes' ? 'readiness probe' : 'health check'}.`,
    why: 'Requests are sent to a process that is starting, hanging or has lost its database; a rolling release replaces good instances by broken ones.',
    next: `Add ${probe} that asks an endpoint which tests what a request needs.`,
    evidence: [{ kind: 'read', origin: unit.origin }],
  };
}

/** A file in which nothing is checked is one habit, and one finding. */
function habit({ subject, all }: Together<DeploymentUnit>): Fault {
  const names = all.map(({ name }) => name);
  return {
    subject,
    confidence: 'certain',
    what: `${all.length} services of ${subject} have no health check: ${names.slice(0, 6).join(', ')}${names.length > 6 ? ' …' : ''}.`,
    why: 'Requests are sent to a process that is starting, hanging or has lost its database; what depends on it starts too early.',
    next: 'Begin with those that others wait for (depends_on with condition: service_healthy), and ask an endpoint that tests what a request needs.',
    evidence: seenAt(all),
  };
}
