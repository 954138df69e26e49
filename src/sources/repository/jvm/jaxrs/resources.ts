import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import { rootPath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Annotated } from '../annotations.ts';
import { attribute, expand, isFrom } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { walkCode } from '../code.ts';
import { credentialSigns } from '../credentials.ts';
import type { HandlerMethod } from '../handlers.ts';
import { handlerMethods } from '../handlers.ts';
import { bracePath, joinAll } from '../http-paths.ts';
import { ancestors, classOf, scopeOf } from '../names.ts';
import { moduleOf } from '../properties.ts';
import { innerType } from '../types.ts';
import { pathOf, textOf } from '../values.ts';
import type { Security } from '../spring/security/security.ts';
import { springSecurity } from '../spring/security/security.ts';
import type { World } from '../world.ts';
import type { Applications } from './applications.ts';
import { jaxrsApplications } from './applications.ts';
import type { Filters } from './filters.ts';
import { shiroGuards } from '../spring/shiro.ts';
import { requestFilters } from './filters.ts';
import { fieldReads, parametersOf } from './parameters.ts';
import { specifiedMethods } from './spec-first.ts';

const packages = ['javax.ws.rs', 'jakarta.ws.rs'];
const verbs: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'QUERY'];

/** Resources of JAX-RS: classes with a path, their methods, and the resources their locators return. */
export function jaxrsRoutes(world: World): readonly DeclaredRoute[] {
  const files = world.filesWith(/\bimport\s+(static\s+)?(javax|jakarta)\.ws\.rs\b/);
  if (files.length === 0) return [];
  const reader: Reader = {
    world,
    applications: jaxrsApplications(world),
    filters: requestFilters(world, files),
    security: springSecurity(world),
    shiro: shiroGuards(world),
  };
  const implementing = world.filesWith(/\b(implements|extends)\b|^\s*(class|object)\s[^{]*:\s*\w/m);
  const classes = [...new Set([...files, ...implementing])].flatMap(({ classes: own }) => everyClass(own));
  return classes.flatMap((of) => {
    if (of.kind === 'interface' || of.kind === 'annotation' || of.isAbstract) return [];
    const path = classPath(world, of);
    if (path === undefined) return specifiedRoutes(reader, of);
    if (isClient(world, of)) return [];
    const base = reader.applications.prefixOf(of);
    return resourceRoutes(reader, of, {
      prefix: joinAll(base.inner, path),
      outer: base.outer,
      root: of,
      guards: [],
      above: [],
    });
  });
}

/** A class without a path of its own that stands for a document. */
function specifiedRoutes(reader: Reader, of: ClassDeclaration): readonly DeclaredRoute[] {
  const own = expand(reader.world, of.annotations, scopeOf(of));
  return specifiedMethods(reader.world, of).map(({ handler, operation, parameters }) => {
    const { inner, outer } = reader.applications.prefixOf(of);
    const at: Position = { prefix: inner, outer, root: of, guards: [], above: [] };
    const full = joinAll(inner, { text: `${operation.context}${operation.path}`, resolved: true });
    const { file, line } = operation;
    return {
      ...routeOf(reader, { of, own, handler, at, full, methods: [operation.method] }),
      parameters,
      origin: { kind: 'read', file, line },
    };
  });
}

interface Reader {
  readonly world: World;
  readonly applications: Applications;
  readonly filters: Filters;
  /** Of Spring, where it stands before the resources. */
  readonly security: Security;
  readonly shiro: ReturnType<typeof shiroGuards>;
}

interface Position {
  readonly prefix: RoutePath;
  readonly outer: RoutePath;
  readonly root: ClassDeclaration;
  /** Checks of the locators before: whether they run is up to the container. */
  readonly guards: readonly JudgedGuard[];
  readonly above: readonly ClassDeclaration[];
}

const isClient = (world: World, of: ClassDeclaration): boolean =>
  expand(world, of.annotations, scopeOf(of)).some(({ name }) => name === 'RegisterRestClient');

/** The path of a class, or of the nearest supertype that has one. */
function classPath(world: World, of: ClassDeclaration): RoutePath | undefined {
  for (const each of [of, ...ancestors(world, of)]) {
    const path = pathIn(world, expand(world, each.annotations, scopeOf(each)));
    if (path !== undefined) return path;
  }
  return undefined;
}

function pathIn(world: World, annotations: readonly Annotated[]): RoutePath | undefined {
  const found = annotations.find((each) => each.name === 'Path' && isFrom(each, packages));
  return found === undefined ? undefined : pathOf(textOf(world, attribute(found, 'value'), found.scope));
}

function resourceRoutes(reader: Reader, of: ClassDeclaration, at: Position): readonly DeclaredRoute[] {
  const { world } = reader;
  if (at.above.includes(of) || at.above.length > 6) return [];
  const own = [of, ...ancestors(world, of)].flatMap((each) => expand(world, each.annotations, scopeOf(each)));
  return handlerMethods(world, of).flatMap((handler): readonly DeclaredRoute[] => {
    const path = pathIn(world, handler.annotations);
    const methods = methodsOf(world, handler.annotations);
    const full = joinAll(at.prefix, path ?? rootPath);
    if (methods.length > 0) return [routeOf(reader, { of, own, handler, at, full, methods })];
    const located = path === undefined ? undefined : locatedBy(world, handler);
    if (located === undefined) return [];
    const checks = reader.filters
      .guardsOf({ own, handler, path: full, methods: ['ANY'], near: of.file.path })
      .map((guard): JudgedGuard => ({ ...guard, conditional: true }));
    return resourceRoutes(reader, located, { ...at, prefix: full, guards: checks, above: [...at.above, of] });
  });
}

/** A method annotation, also one the target made of `@HttpMethod`. */
function methodsOf(world: World, annotations: readonly Annotated[]): readonly Method[] {
  return annotations.flatMap((each) => {
    const verb = verbs.find((name) => name === each.name && each.via === undefined);
    if (verb !== undefined && isFrom(each, packages)) return [verb];
    if (each.name !== 'HttpMethod' || each.via === undefined) return [];
    const name = textOf(world, attribute(each, 'value'), each.scope).text;
    return verbs.filter((known) => known === name);
  });
}

/** The resource that a locator returns: its type, or what its body makes. */
function locatedBy(world: World, { method, owner }: HandlerMethod): ClassDeclaration | undefined {
  const scope = scopeOf(owner);
  const type = method.returns === undefined ? undefined : innerType(method.returns);
  const named = type?.name === 'Class' ? type.args[0] : type;
  const found = named === undefined ? undefined : classOf(world, named.name, scope);
  if (found !== undefined && !found.isAbstract) return found;
  let made: ClassDeclaration | undefined;
  walkCode(method.body?.() ?? [], (code) => {
    const name =
      code.kind === 'new' || code.kind === 'class'
        ? code.type.name
        : code.kind === 'call' && /^[A-Z]/.test(code.name)
          ? code.name
          : undefined;
    made ??= name === undefined ? undefined : classOf(world, name, scope);
  });
  return made ?? found;
}

interface Found {
  readonly of: ClassDeclaration;
  readonly own: readonly Annotated[];
  readonly handler: HandlerMethod;
  readonly at: Position;
  readonly full: RoutePath;
  readonly methods: readonly Method[];
}

function routeOf(
  { world, filters, security, shiro }: Reader,
  { of, own, handler, at, full, methods }: Found,
): DeclaredRoute {
  const { method, owner, annotations } = handler;
  const inside = bracePath(full);
  const path = bracePath(joinAll(at.outer, full));
  const near = of.file.path;
  const verb = annotations.find(({ name }) => methods.some((each) => each === name)) ?? annotations[0];
  return {
    technology: 'jax-rs',
    methods,
    path,
    guards: [
      ...security.guardsFor({ near, methods, path: inside }),
      ...shiro({ near, methods, path: inside, handled: { of: owner, own, handler } }),
      ...at.guards,
      ...filters.guardsOf({ own, handler, path, methods, near: of.file.path }),
    ],
    handler: { file: owner.file.path, line: method.line, name: `${of.name}.${method.name}` },
    handlerLooksAtCredentials: credentialSigns(world, handler),
    parameters: [...parametersOf(world, handler, own), ...fieldReads(world, of)],
    application: moduleOf(at.root.file.path),
    ...(annotations.some(({ name }) => name === 'Deprecated') && { deprecated: true }),
    origin: { kind: 'read', file: verb?.scope.file.path ?? owner.file.path, line: verb?.line ?? method.line },
  };
}
