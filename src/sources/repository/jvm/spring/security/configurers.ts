import { attribute, expand } from '../../annotations.ts';
import type { ClassDeclaration, MethodDeclaration } from '../../classes.ts';
import { everyClass } from '../../classes.ts';
import { lastName } from '../../code.ts';
import { presence } from '../../conditions.ts';
import { classOf, scopeOf, supertypeNames } from '../../names.ts';
import { textOf } from '../../values.ts';
import type { World } from '../../world.ts';

/** A part of a chain's configuration that some bean adds. */
export interface Configurer {
  readonly of: ClassDeclaration;
  readonly method: MethodDeclaration;
  /** The method makes the object that does it. */
  readonly makes: boolean;
}

export const httpTypes = /^(HttpSecurity|ServerHttpSecurity)$/;
const lowest = 2_147_483_647;

/** Beans of an interface of the target whose method of this name is given the chain; those of a lower order first. */
export function configurersOf(world: World, name: string): readonly Configurer[] {
  const classes = world
    .filesWith(/\b(HttpSecurity|ServerHttpSecurity)\b/)
    .flatMap((file) => everyClass(file.classes));
  const takesChain = ({ name: own, parameters, isStatic }: MethodDeclaration): boolean =>
    own === name && !isStatic && parameters.some(({ type }) => httpTypes.test(lastName(type?.name ?? '')));
  const interfaces = new Set(
    classes
      .filter(({ kind, methods }) => kind === 'interface' && methods.some(takesChain))
      .map((each) => each.name),
  );
  if (interfaces.size === 0) return [];
  const implementing = classes.flatMap((of): readonly (Configurer & { readonly order: number })[] => {
    const isOne = supertypeNames(world, of).some((type) => interfaces.has(lastName(type.name)));
    const method = of.methods.find((each) => takesChain(each) && each.body !== undefined);
    if (!isOne || of.isAbstract || method === undefined || !isThere(world, of)) return [];
    return [{ of, method, makes: false, order: orderOf(world, of, of) }];
  });
  const made = world
    .filesWith(
      new RegExp(`\\b(${[...interfaces].join('|')})\\s+\\w+\\(|:\\s*(${[...interfaces].join('|')})\\b`),
    )
    .flatMap((file) => everyClass(file.classes))
    .flatMap((of) =>
      of.methods.flatMap((method): readonly (Configurer & { readonly order: number })[] => {
        const returns = lastName(method.returns?.name ?? '');
        const isBean = method.annotations.some((each) => lastName(each.name) === 'Bean');
        if (!isBean || !interfaces.has(returns) || classOf(world, returns, scopeOf(of)) === undefined)
          return [];
        return [{ of, method, makes: true, order: orderOf(world, of, method) }];
      }),
    );
  return [...implementing, ...made].toSorted((a, b) => a.order - b.order);
}

const isThere = (world: World, of: ClassDeclaration): boolean =>
  presence(world, expand(world, of.annotations, scopeOf(of)), of.file.path) !== 'no';

function orderOf(
  world: World,
  of: ClassDeclaration,
  { annotations }: Pick<MethodDeclaration, 'annotations'>,
): number {
  const order = expand(world, annotations, scopeOf(of)).find((each) => each.name === 'Order');
  if (order === undefined) return lowest;
  const text = textOf(world, attribute(order, 'value'), order.scope).text;
  return text !== undefined && Number.isFinite(Number(text)) ? Number(text) : lowest;
}
