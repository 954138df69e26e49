import type { DeploymentUnit } from '../../model/architecture.ts';
import { productionUnits } from '../deployed.ts';
import type { Fault, Rule } from '../rule.ts';

export const singleInstance: Rule = {
  id: 'single-instance',
  summary: 'A service runs as one instance and nothing adds another.',
  severity: 'advice',
  standards: [],
  remedy: {
    title: 'Run two instances',
    impact: 3,
    effort: { low: 0.2, high: 2 },
    risk: 'medium',
    rollback: 'scale back to one',
  },
  check: ({ architecture }) => {
    const serving = new Set(
      architecture.containers.filter(({ kind }) => kind === 'application').map(({ id }) => id),
    );
    return productionUnits(architecture)
      .filter(
        (unit) => unit.kind === 'kubernetes' && unit.runs.some((id) => serving.has(id)) && isSingle(unit),
      )
      .map(fault);
  },
};

const isSingle = ({ facts }: DeploymentUnit): boolean =>
  facts['replicas'] === '1' && facts['autoscaling'] === undefined && facts['schedule'] === undefined;

function fault(unit: DeploymentUnit): Fault {
  return {
    subject: unit.id,
    confidence: 'likely',
    what: `${unit.name} runs as one instance.`,
    why: 'A node that is drained, a crash or a failed release is an outage of the whole service until the next one has started.',
    next: 'Ask for replicas: 2 in two zones with a PodDisruptionBudget; sessions and files must not live in the process.',
    evidence: [{ kind: 'read', origin: unit.origin }],
  };
}
