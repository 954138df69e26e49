import type { DeploymentUnit } from '../../model/architecture.ts';
import { productionUnits } from '../deployed.ts';
import type { Fault, Rule } from '../rule.ts';

export const containerRunsAsRoot: Rule = {
  id: 'container-runs-as-root',
  summary: 'A container starts its process as root.',
  severity: 'warning',
  standards: ['CWE-250'],
  remedy: {
    title: 'Run the container as its own user',
    impact: 3,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'remove the USER line',
  },
  check: ({ architecture }) => productionUnits(architecture).filter(isRoot).map(fault),
};

/** Bases that name a user of their own, and servers whose start script gives root up before it serves. */
const bringsUser =
  /nonroot|rootless|unprivileged|(^|\/)(bitnami|chainguard)\/|^cgr\.dev\/|(^|\/)(postgres|postgis|pgvector|timescaledb|mysql|mariadb|mongo|redis|valkey|rabbitmq|elasticsearch|opensearch|kibana|grafana|prometheus|jenkins|keycloak)(:|@|$)/;

/** Only a Dockerfile settles it here: a base image may bring a user, and the names that do are known. */
function isRoot({ kind, facts }: DeploymentUnit): boolean {
  if (kind !== 'dockerfile') return false;
  const { user, base = '' } = facts;
  if (user === 'root' || user === '0') return true;
  return user === 'unset' && !bringsUser.test(base);
}

function fault(unit: DeploymentUnit): Fault {
  return {
    subject: unit.id,
    confidence: unit.facts['user'] === 'unset' ? 'likely' : 'certain',
    what: `${unit.name} ${unit.facts['user'] === 'unset' ? 'names no user' : 'starts as root'}.`,
    why: 'A fault in the application then owns the container, and with a mounted socket, volume or kernel fault the host.',
    next: 'Create a user in the Dockerfile and end with USER <name>; files it only reads can stay with root.',
    evidence: [{ kind: 'read', origin: unit.origin }],
  };
}
