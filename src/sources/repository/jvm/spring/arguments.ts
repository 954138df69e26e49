import type { JudgedGuard } from '../../http/routing.ts';
import { oncePerAnswers } from '../anonymous/path-answers.ts';
import { asksForPath, checkBefore } from '../before-handlers.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { lastName, walkCode } from '../code.ts';
import { ancestors, methodOf, supertypeNames } from '../names.ts';
import { moduleOf } from '../properties.ts';
import type { World } from '../world.ts';
import type { Asked } from './context.ts';
import { askedPath } from './context-path.ts';

interface Resolver {
  readonly guardFor: (asked: Asked) => JudgedGuard | undefined;
  /** Annotations and types of the parameters it fills. */
  readonly names: ReadonlySet<string>;
  readonly module: string;
}

/** What fills the parameters of handlers, and what runs for their model, where it turns callers away. */
export function argumentGuards(world: World): (asked: Asked) => readonly JudgedGuard[] {
  const resolvers = world
    .filesWith(/\bHandlerMethodArgumentResolver\b/)
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of) => resolverOf(world, of));
  const advised = world
    .filesWith(/@(Rest)?ControllerAdvice\b/)
    .flatMap(({ classes }) => everyClass(classes))
    .filter(({ annotations }) =>
      annotations.some(({ name }) => /^(Rest)?ControllerAdvice$/.test(lastName(name))),
    )
    .flatMap((of) => modelGuards(world, of).map((guard) => ({ guard, module: moduleOf(of.file.path) })));
  const byClass = new Map<ClassDeclaration, readonly JudgedGuard[]>();
  return (asked) => {
    const { handled, near } = asked;
    if (handled === undefined) return [];
    const { of, handler } = handled;
    const own = byClass.get(of) ?? [of, ...ancestors(world, of)].flatMap((each) => modelGuards(world, each));
    byClass.set(of, own);
    const given = handler.parameters.flatMap(({ annotations, type }) => [
      ...annotations.map(({ name }) => name),
      lastName(type?.name ?? ''),
    ]);
    return [
      ...advised.flatMap(({ guard, module }) => (module === moduleOf(near) ? [guard] : [])),
      ...own,
      ...resolvers.flatMap(({ guardFor, names }) =>
        given.some((name) => names.has(name)) ? (guardFor(asked) ?? []) : [],
      ),
    ];
  };
}

function resolverOf(world: World, of: ClassDeclaration): readonly Resolver[] {
  const implemented = supertypeNames(world, of).some(
    ({ name }) => lastName(name) === 'HandlerMethodArgumentResolver',
  );
  const resolving = methodOf(world, of, 'resolveArgument');
  const supporting = methodOf(world, of, 'supportsParameter')?.method.body?.();
  if (!implemented || resolving === undefined || supporting === undefined) return [];
  const guard = checkBefore(world, resolving, of.name);
  if (guard === undefined) return [];
  const names = new Set<string>();
  walkCode(supporting, (code) => {
    if (code.kind === 'class') names.add(lastName(code.type.name));
  });
  const ofPath = asksForPath(world, resolving);
  const guardOf = oncePerAnswers((path) => checkBefore(world, resolving, of.name, path));
  const guardFor = ({ near, path }: Asked): JudgedGuard | undefined => {
    const asked = ofPath ? askedPath(world, near, path) : undefined;
    return asked === undefined ? guard : guardOf({ ...asked, looksUp: true });
  };
  return [{ guardFor, names, module: moduleOf(of.file.path) }];
}

/** Methods of `@ModelAttribute` run before each handler of their class. */
const modelGuards = (world: World, of: ClassDeclaration): readonly JudgedGuard[] =>
  of.methods.flatMap((method) => {
    const names = method.annotations.map(({ name }) => lastName(name));
    if (!names.includes('ModelAttribute') || names.some((name) => name.endsWith('Mapping'))) return [];
    return checkBefore(world, { method, owner: of }, `${of.name}.${method.name}`) ?? [];
  });
