import type { Module } from '../../model/architecture.ts';
import type { Origin } from '../../model/origin.ts';
import { compareText } from '../../model/text.ts';
import type { Fault, Rule } from '../rule.ts';

export const importCycle: Rule = {
  id: 'import-cycle',
  summary: 'Modules depend on each other in a circle.',
  severity: 'advice',
  standards: ['CWE-1047'],
  remedy: {
    title: 'Cut the circle',
    impact: 2,
    effort: { low: 0.5, high: 3 },
    risk: 'medium',
    rollback: 'take the change back',
  },
  check: ({ architecture }) =>
    circles(architecture.modules.map(withoutOwnParts))
      .map((circle) => ({ circle, edges: edgesOf(circle, architecture.modules) }))
      .filter(({ edges }) => !edges.every(({ origin }) => isIn(origin, /\.go$/)))
      .map(({ circle, edges }) => fault(circle, edges)),
};

/** Go compiles no circle of packages: one that is seen there comes of folders that were put together. */
const isIn = (origin: Origin, files: RegExp): boolean => origin.kind === 'read' && files.test(origin.file);

/**
 * A folder puts the folders inside it together, and they use what it holds for all of them: both together are the
 * order of a tree and no circle. So its imports of them are left out.
 */
const withoutOwnParts = (module: Module): Module => ({
  ...module,
  dependsOn: module.dependsOn.filter(({ module: to }) => !to.startsWith(`${module.id}/`)),
});

/** Strongly connected components of more than one module (Tarjan 1972), each sorted by id. */
function circles(modules: readonly Module[]): readonly (readonly string[])[] {
  const byId = new Map(modules.map((module) => [module.id, module]));
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: (readonly string[])[] = [];
  const visit = (id: string): void => {
    order.set(id, order.size);
    low.set(id, order.get(id) ?? 0);
    stack.push(id);
    for (const { module: next } of byId.get(id)?.dependsOn ?? []) {
      if (!byId.has(next)) continue;
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) low.set(id, Math.min(low.get(id) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(id) !== order.get(id)) return;
    const circle = stack.splice(stack.indexOf(id));
    if (circle.length > 1) found.push(circle.toSorted(compareText));
  };
  for (const { id } of modules) if (!order.has(id)) visit(id);
  return found.toSorted((a, b) => compareText(a[0] ?? '', b[0] ?? ''));
}

interface Edge {
  readonly from: string;
  readonly module: string;
  readonly origin: Origin;
}

function edgesOf(circle: readonly string[], modules: readonly Module[]): readonly Edge[] {
  const inside = new Set(circle);
  return modules
    .filter(({ id }) => inside.has(id))
    .flatMap(({ id, dependsOn }) =>
      dependsOn.filter(({ module }) => inside.has(module)).map((edge) => ({ from: id, ...edge })),
    );
}

function fault(circle: readonly string[], edges: readonly Edge[]): Fault {
  // Modules of these languages run when they are first imported.
  const runs = edges.some(({ origin }) => isIn(origin, /\.([cm]?[jt]sx?|py)$/));
  return {
    subject: circle.slice(0, 6).join(', '),
    confidence: 'certain',
    what: `${circle.length} modules depend on each other: ${circle.slice(0, 6).join(', ')}${circle.length > 6 ? ' …' : ''}.`,
    why: `None of them can be understood, tested, built or moved alone${runs ? ', and the order in which they load decides what works' : ''}.`,
    next: `Turn one direction round: pass the other side in as an argument, or move what both need below them. ${edges.length} imports form the circle.`,
    evidence: edges.slice(0, 10).map(({ origin }) => ({ kind: 'read', origin })),
  };
}
