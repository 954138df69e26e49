import type { Container, Technology } from '../../model/architecture.ts';
import type { Brief } from '../../model/brief.ts';
import { chooseProduct } from './choose.ts';
import type { Role } from './choose.ts';

/** Roles that every design fills, and those that follow from a kind of container. */
const always: readonly Role[] = ['language', 'runtime', 'framework', 'database'];

const byContainer: readonly (readonly [kind: Container['kind'], role: Role])[] = [
  ['cache', 'cache'],
  ['broker', 'broker'],
  ['search', 'search'],
];

/** Roles a must can fill although nothing else asks for them. */
const onDemand: readonly Role[] = ['hosting'];

/** What the design is built with; facts nobody here knows are left out. */
export function technologiesOf(brief: Brief, containers: readonly Container[]): readonly Technology[] {
  const roles = [
    ...always.filter((role) => (role !== 'runtime' && role !== 'framework' ? true : runsOnNode(brief))),
    ...byContainer.flatMap(([kind, role]) => (containers.some((entry) => entry.kind === kind) ? [role] : [])),
    ...onDemand.filter((role) => brief.constraints.must[role] !== undefined),
  ];
  return roles.flatMap((role): readonly Technology[] => {
    const choice = chooseProduct(brief, role);
    if (choice === undefined) return [];
    const { product, origin, alternatives } = choice;
    return [
      {
        name: product.name,
        role,
        ...(product.version !== undefined && { version: product.version }),
        ...(product.licence !== undefined && { licence: product.licence }),
        ...(product.supportEnd !== undefined && { supportEnd: product.supportEnd }),
        alternatives,
        origin,
      },
    ];
  });
}

/** Runtime and framework are known for TypeScript; another language brings its own, which the brief has to name. */
function runsOnNode(brief: Brief): boolean {
  const language = chooseProduct(brief, 'language')?.product.name;
  const named = brief.constraints.must['runtime'] ?? brief.constraints.must['framework'];
  return named !== undefined || language === undefined || /^(TypeScript|JavaScript)$/i.test(language);
}
