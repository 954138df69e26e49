import type { DeploymentUnit } from '../../model/architecture.ts';
import { productionUnits } from '../deployed.ts';
import { bySubject, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';

export const unhardenedPod: Rule = {
  id: 'unhardened-pod',
  summary: 'A pod says nothing of what its processes must not do.',
  severity: 'advice',
  standards: ['CWE-250', 'CWE-1188', 'PSS-restricted', 'CIS-Kubernetes-5.2'],
  remedy: {
    title: 'Write the security context that the restricted profile asks for',
    impact: 2,
    effort: { low: 0.1, high: 1 },
    risk: 'medium',
    rollback: 'take the context out',
  },
  check: ({ architecture }) =>
    bySubject(
      productionUnits(architecture).filter((unit) => isPod(unit) && missingIn(unit).length === asked.length),
      () => 'pods without a security context',
    ).map(fault),
};

const isPod = ({ kind, facts }: DeploymentUnit): boolean =>
  kind === 'kubernetes' && facts['escalation'] !== undefined;

/** What the restricted profile of the Pod Security Standards asks of every container, with what grants it. */
const asked: readonly (readonly [string, (facts: DeploymentUnit['facts']) => boolean])[] = [
  ['runAsNonRoot: true', ({ nonRoot, user = 'unset' }) => nonRoot === 'yes' || /^[1-9]\d*$/.test(user)],
  ['allowPrivilegeEscalation: false', ({ escalation }) => escalation === 'no'],
  ['capabilities.drop: [ALL]', ({ dropped = 'none' }) => dropped !== 'none'],
];

/** A pod with some of it was thought about, and is left alone. */
const missingIn = ({ facts }: DeploymentUnit): readonly string[] =>
  asked.flatMap(([name, grants]) => (grants(facts) ? [] : [name]));

const fault = (group: Together<DeploymentUnit>): Fault => ({
  subject: group.subject,
  confidence: 'certain',
  what: `${group.first.name} sets none of ${asked.map(([name]) => name).join(', ')}${placesText(group)}.`,
  why: 'The process may run as root, gain more rights than it starts with, and keeps capabilities it does not need; a fault in it goes further than it must.',
  next: `Add securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }, seccompProfile: { type: RuntimeDefault } }, and readOnlyRootFilesystem where nothing is written.`,
  evidence: seenAt(group.all),
});
