import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { Annotated } from '../annotations.ts';
import { expand, isFrom } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { credentialSigns } from '../credentials.ts';
import type { HandlerMethod } from '../handlers.ts';
import { handlerMethods } from '../handlers.ts';
import { bracePath, joinAll } from '../http-paths.ts';
import { ancestors, scopeOf } from '../names.ts';
import { moduleOf } from '../properties.ts';
import type { World } from '../world.ts';
import type { Mapping } from './mappings.ts';
import { mappingOf } from './mappings.ts';
import { parametersOf } from './parameters.ts';
import type { Asked, SpringContext } from './context.ts';

const stereotypes = /^(Controller|RestController|Component|Service|Configuration|Repository)$/;
const spring = ['org.springframework'];

/** Handlers of controllers: classes with a stereotype whose methods, own or inherited, carry a mapping. */
export interface AskedRoute {
  /** Without the checks that the configuration puts before it. */
  readonly route: DeclaredRoute;
  readonly asked: Asked;
}

export function controllerRoutes(world: World, context: SpringContext): readonly AskedRoute[] {
  return world
    .filesWith(mentions(world))
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((each) => routesOf(world, context, each));
}

const marks = String.raw`@\w*(Controller|RequestMapping)\b|@(Get|Post|Put|Patch|Delete)Mapping\b|Controller\b`;

/** Marks of a controller, and annotations of the target that are composed of them. */
function mentions(world: World): RegExp {
  const composed = world
    .filesWith(/@interface\s|\bannotation\s+class\s/)
    .flatMap(({ classes }) => everyClass(classes))
    .filter(
      ({ kind, annotations }) =>
        kind === 'annotation' && annotations.some(({ name }) => new RegExp(marks).test(`@${name}`)),
    )
    .map(({ name }) => `@${name}\\b`);
  return new RegExp([marks, ...composed].join('|'));
}

function routesOf(world: World, context: SpringContext, of: ClassDeclaration): readonly AskedRoute[] {
  if (of.kind === 'interface' || of.kind === 'annotation' || of.isAbstract) return [];
  const own = expand(world, of.annotations, scopeOf(of));
  if (!isController(world, of, own)) return [];
  const above = ancestors(world, of).flatMap((each) => expand(world, each.annotations, scopeOf(each)));
  const classMapping = mappingOf(world, own) ?? mappingOf(world, above);
  return handlerMethods(world, of).flatMap((handler) => {
    const mapping = mappingOf(world, handler.annotations);
    return mapping === undefined ? [] : routeOf(world, context, { of, own, handler, mapping, classMapping });
  });
}

/** Up to Spring 5 a bean with `@RequestMapping` on its class is one too. */
function isController(world: World, of: ClassDeclaration, own: readonly Annotated[]): boolean {
  const isBean = own.some((each) => stereotypes.test(each.name) && isFrom(each, spring));
  if (own.some(({ name, ...rest }) => /^(Rest)?Controller$/.test(name) && isFrom({ name, ...rest }, spring)))
    return true;
  const mapping = mappingOf(world, own);
  return mapping !== undefined && (isBean || mapping.annotation.via === undefined);
}

interface Found {
  readonly of: ClassDeclaration;
  readonly own: readonly Annotated[];
  readonly handler: HandlerMethod;
  readonly mapping: Mapping;
  readonly classMapping: Mapping | undefined;
}

function routeOf(world: World, context: SpringContext, found: Found): readonly AskedRoute[] {
  const { of, handler, mapping, classMapping } = found;
  const methods = methodsOf(mapping, classMapping);
  const prefixes: readonly RoutePath[] = classMapping?.paths ?? [{ text: '', resolved: true }];
  const whole: Mapping = {
    ...mapping,
    consumes: mapping.consumes.length > 0 ? mapping.consumes : (classMapping?.consumes ?? []),
    params: [...(classMapping?.params ?? []), ...mapping.params],
    headers: [...(classMapping?.headers ?? []), ...mapping.headers],
  };
  const { method, owner } = handler;
  const parameters = parametersOf(world, handler, whole, methods);
  const inner = context.innerOf(of, found.own);
  const near = of.file.path;
  return prefixes.flatMap((prefix) =>
    mapping.paths.map((path): AskedRoute => {
      const inside = bracePath(joinAll(inner, prefix, path));
      const full = bracePath(joinAll(context.outerOf(near), inside));
      const route: DeclaredRoute = {
        technology: 'spring',
        methods,
        path: full,
        guards: [],
        handler: { file: owner.file.path, line: method.line, name: `${of.name}.${method.name}` },
        handlerLooksAtCredentials: credentialSigns(world, handler),
        parameters,
        application: moduleOf(near),
        ...(handler.annotations.some(({ name }) => name === 'Deprecated') && { deprecated: true }),
        origin: { kind: 'read', file: mapping.annotation.scope.file.path, line: mapping.annotation.line },
      };
      return { route, asked: { near, methods, path: inside, handled: { of, own: found.own, handler } } };
    }),
  );
}

/** Methods of the class and of the method together; without any, every method is answered. */
function methodsOf(mapping: Mapping, classMapping: Mapping | undefined): readonly Method[] {
  const methods = [...new Set([...(classMapping?.methods ?? []), ...mapping.methods])];
  return methods.length === 0 ? ['ANY'] : methods;
}
