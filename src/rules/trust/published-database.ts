import type { Container, DeploymentUnit } from '../../model/architecture.ts';
import { productionUnits } from '../deployed.ts';
import type { Fault, Rule } from '../rule.ts';

export const publishedDatabase: Rule = {
  id: 'published-database',
  summary: 'A database port is reachable from outside its network.',
  severity: 'warning',
  standards: ['CWE-668', 'API8:2023'],
  remedy: {
    title: 'Keep the database on the inner network',
    impact: 4,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'publish the port again',
  },
  check: ({ architecture }) => {
    const stores = architecture.containers.filter(({ kind }) =>
      ['database', 'replica', 'cache', 'broker', 'search'].includes(kind),
    );
    return productionUnits(architecture).flatMap((unit) => {
      const store = stores.find(({ id }) => unit.runs.includes(id));
      return store !== undefined && isOpen(unit.facts['published']) ? [fault(unit, store)] : [];
    });
  },
};

/** A port bound to the loopback address is not reachable from outside the host. */
const isOpen = (published: string | undefined): boolean =>
  (published ?? 'none')
    .split(', ')
    .some((port) => port !== 'none' && port !== '' && !/^(127\.|localhost|\[?::1)/.test(port));

function fault(unit: DeploymentUnit, store: Container): Fault {
  return {
    subject: unit.id,
    confidence: 'certain',
    what: `${unit.name} (${store.technology}) publishes ${unit.facts['published'] ?? ''}.`,
    why: 'Whoever reaches the host reaches the data: passwords are then the only wall, and container ports pass host firewalls that filter later.',
    next: 'Remove the ports entry: containers of one network reach each other by name. For a tool on the host publish 127.0.0.1:<port>:<port>.',
    evidence: [{ kind: 'read', origin: unit.origin }],
  };
}
