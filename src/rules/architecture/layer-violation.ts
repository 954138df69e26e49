import type { Layer, Module } from '../../model/architecture.ts';
import type { Origin } from '../../model/origin.ts';
import type { Fault, Rule } from '../rule.ts';

export const layerViolation: Rule = {
  id: 'layer-violation',
  summary: 'An inner layer depends on an outer one.',
  severity: 'advice',
  standards: ['CWE-1054'],
  remedy: {
    title: 'Turn the dependency round',
    impact: 3,
    effort: { low: 0.5, high: 3 },
    risk: 'medium',
    rollback: 'take the change back',
  },
  check: ({ architecture }) => {
    const layers = new Map(architecture.modules.map(({ id, layer }) => [id, layer]));
    return architecture.modules.flatMap((module) =>
      module.dependsOn
        .filter(({ module: to, origin }) => {
          const layer = layers.get(to);
          return isOutward(module.layer, layer) && !(layer !== 'interface' && isActiveRecord(module, origin));
        })
        .map(({ module: to, origin }) => fault(module, to, layers.get(to) ?? 'unknown', origin)),
    );
  },
};

/** The domain knows nobody; the application knows the domain. Infrastructure and interface may know both. */
const outward: Readonly<Record<Layer, readonly Layer[]>> = {
  domain: ['application', 'infrastructure', 'interface'],
  application: ['interface'],
  infrastructure: [],
  interface: [],
  unknown: [],
};

const isOutward = (from: Layer, to: Layer | undefined): boolean =>
  to !== undefined && outward[from].includes(to);

/** Models of Rails, Laravel and Django are rows that save themselves: to use infrastructure is what they are for. */
const isActiveRecord = ({ layer, id }: Module, origin: Origin): boolean =>
  layer === 'domain' &&
  /(^|\/)models?(\/|$)/i.test(id) &&
  origin.kind === 'read' &&
  /\.(rb|php|py)$/.test(origin.file);

function fault(module: Module, to: string, layer: Layer, origin: Origin): Fault {
  return {
    subject: `${module.id} -> ${to}`,
    confidence: 'likely',
    what: `${module.id} (${module.layer}) depends on ${to} (${layer}).`,
    why: 'Rules of the business then change whenever a framework, a table or a request format does, and cannot be tested without them.',
    next: `Declare what ${module.id} needs as an interface of its own and let ${to} implement it.`,
    evidence: [{ kind: 'read', origin }],
  };
}
