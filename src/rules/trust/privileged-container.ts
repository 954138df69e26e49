import type { Severity } from '../../findings/finding.ts';
import type { DeploymentUnit } from '../../model/architecture.ts';
import { isDevelopmentUnit } from '../deployed.ts';
import type { Fault, Rule } from '../rule.ts';

export const privilegedContainer: Rule = {
  id: 'privileged-container',
  summary: 'A container runs privileged or holds the socket of the container engine.',
  severity: 'blocker',
  standards: ['CWE-250', 'CWE-269'],
  remedy: {
    title: 'Take the privileges away',
    impact: 5,
    effort: { low: 0.3, high: 2 },
    risk: 'medium',
    rollback: 'add the setting again',
  },
  check: ({ architecture }) =>
    architecture.deployment
      .filter(({ facts }) => facts['privileged'] === 'yes' || facts['dockerSocket'] === 'yes')
      .map((unit) => fault(unit, severityOf(unit, isDevelopmentUnit(unit, architecture)))),
};

/** Images whose work is to watch or start other containers; they are a risk to know of, not a mistake. */
export const worksOnEngine =
  /traefik|nginx-proxy|docker-gen|acme-companion|portainer|watchtower|socket-proxy|dockerproxy|diun|autoheal|dozzle|cadvisor|promtail|alloy|fluent|vector|datadog|telegraf|netdata|runner|agent|buildkit|docker:.*dind|woodpecker|drone|jenkins/;

function severityOf({ facts }: DeploymentUnit, isDevelopment: boolean): Severity {
  if (isDevelopment) return 'advice';
  return worksOnEngine.test(facts['image'] ?? '') ? 'warning' : 'blocker';
}

function fault(unit: DeploymentUnit, severity: Severity): Fault {
  const isPrivileged = unit.facts['privileged'] === 'yes';
  return {
    subject: unit.id,
    severity,
    confidence: 'certain',
    what: `${unit.name} ${isPrivileged ? 'runs privileged' : 'mounts the socket of the container engine'}.`,
    why: 'Code inside it is root on the host: it can start any container, read any volume and leave no trace in its own.',
    next: isPrivileged
      ? 'Remove it, and add the single capability the process needs (cap_add, securityContext.capabilities).'
      : 'Remove it, or put a proxy before the socket that lets through only the requests the process needs.',
    evidence: [{ kind: 'read', origin: unit.origin }],
  };
}
