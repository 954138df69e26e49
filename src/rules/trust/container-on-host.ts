import type { DeploymentUnit } from '../../model/architecture.ts';
import { productionUnits } from '../deployed.ts';
import type { Fault, Rule } from '../rule.ts';
import { worksOnEngine } from './privileged-container.ts';

export const containerOnHost: Rule = {
  id: 'container-on-host',
  summary: 'A container shares namespaces, folders or powers of the machine it runs on.',
  severity: 'warning',
  standards: ['CWE-250', 'CWE-668', 'PSS-baseline', 'CIS-Kubernetes-5.2'],
  remedy: {
    title: 'Give the container a network, folders and capabilities of its own',
    impact: 4,
    effort: { low: 0.2, high: 2 },
    risk: 'medium',
    rollback: 'add the setting again',
  },
  check: ({ architecture }) =>
    productionUnits(architecture).flatMap((unit) => {
      const reaches = reachesOf(unit);
      return reaches.length === 0 || isAgent(unit) ? [] : [fault(unit, reaches)];
    }),
};

/** One of each node has work on the node: what watches it, carries its network or its volumes. */
const isAgent = ({ name, facts }: DeploymentUnit): boolean =>
  name.startsWith('DaemonSet/') || worksOnEngine.test(facts['image'] ?? '');

/** Capabilities that lead out of the container (capabilities(7)); the baseline of Kubernetes permits none of them. */
const powerful = /^(CAP_)?(ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE|SYS_RAWIO|DAC_READ_SEARCH|BPF|NET_ADMIN)$/i;

const listIn = (fact: string | undefined): readonly string[] =>
  (fact ?? '').split(', ').filter((each) => each !== '' && each !== 'none');

/** Folders by which the host can be taken over; others share data only. */
const sensitive =
  /^\/$|^\/(etc|proc|sys|root|boot|dev|var\/run|run|var\/lib\/(kubelet|docker|containerd)|home)(\/|$)/;

function reachesOf({ facts }: DeploymentUnit): readonly string[] {
  if (facts['privileged'] === 'yes' || facts['dockerSocket'] === 'yes') return [];
  const shared = listIn(facts['hostNamespaces']).map((name) => `the ${name} namespace of the host`);
  const paths = listIn(facts['hostPaths'])
    .filter((path) => sensitive.test(path) && !/^\/etc\/(localtime|timezone)$|^\/dev\/(shm|null)$/.test(path))
    .map((path) => `the folder ${path} of the host`);
  const added = listIn(facts['capabilities'])
    .filter((each) => powerful.test(each))
    .map((each) => `the capability ${each}`);
  return [...shared, ...paths, ...added];
}

const fault = (unit: DeploymentUnit, reaches: readonly string[]): Fault => ({
  subject: unit.id,
  confidence: 'certain',
  what: `${unit.name} has ${reaches.join(', ')}.`,
  why: 'A fault in the application then reaches other processes, files or connections of the machine; the baseline of the Pod Security Standards permits none of it.',
  next: 'Take it out; publish ports instead of sharing the network, use a volume claim instead of a folder, and name the one capability that is needed.',
  evidence: [{ kind: 'read', origin: unit.origin }],
});
