import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import { rootPath } from '../../http/paths.ts';
import { attribute, expand } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import type { Code } from '../code.ts';
import { lastName } from '../code.ts';
import { bracePath, joinAll } from '../http-paths.ts';
import { ancestors, classOf, scopeOf, supertypeNames } from '../names.ts';
import { moduleOf } from '../properties.ts';
import { outerChecks } from '../servlet/outer-checks.ts';
import { constraintsOf } from '../servlet/constraints.ts';
import { filterGuards } from '../servlet/web-filters.ts';
import type { TextValue } from '../values.ts';
import { itemsOf, pathOf } from '../values.ts';
import { webXmls } from '../web-xml.ts';
import type { World } from '../world.ts';
import type { Mount } from './mounts.ts';
import { mountsOf, mountText } from './mounts.ts';
import { isRestResource, restRoutes } from './rest.ts';
import { roleGuards } from './roles.ts';

/** Pages and resources of Wicket: what the application mounts, and what annotations mount. */
export function wicketRoutes(world: World): readonly DeclaredRoute[] {
  const files = world.filesWith(/\borg\.(apache\.wicket|wicketstuff)\b/);
  const classes = files.flatMap((file) => everyClass(file.classes));
  const applications = classes.filter(
    (of) =>
      !of.isAbstract &&
      supertypeNames(world, of).some(({ name }) => /^(Authenticated)?WebApplication$/.test(lastName(name))),
  );
  const mounted = applications.flatMap((of) =>
    mountsOf(world, of).flatMap((mount) => mountedRoutes(world, of, mount)),
  );
  const all = [...mounted, ...classes.flatMap((of) => annotatedRoutes(world, of))];
  return all.length === 0 ? [] : checked(world, all);
}

/** With what the container checks before Wicket is asked. */
function checked(world: World, routes: readonly DeclaredRoute[]): readonly DeclaredRoute[] {
  const descriptors = webXmls(world);
  const filters = filterGuards(world, descriptors);
  const isFiltered = outerChecks(world, descriptors);
  return routes.map((route) => {
    const { file } = route.origin;
    const near = descriptors.filter((each) => moduleOf(each.path) === moduleOf(file));
    const constraints = route.methods.flatMap((method) => constraintsOf(near, [method], route.path.text));
    const guards = [...filters(route.path.text), ...constraints, ...route.guards];
    return isFiltered(file)
      ? { ...route, guards, handlerLooksAtCredentials: 'perhaps' }
      : { ...route, guards };
  });
}

function mountedRoutes(world: World, application: ClassDeclaration, mount: Mount): readonly DeclaredRoute[] {
  const at = placeOf(world, application.file.path, mount.path);
  const { target, scope, line } = mount;
  const file = scope.file.path;
  if (mount.kind === 'resource') {
    const resource = resourceOf(world, target, mount);
    if (resource !== undefined) return restRoutes(world, resource, at);
  }
  const page = target?.kind === 'class' ? classOf(world, target.type.name, scope) : undefined;
  const path = mount.kind === 'package' ? joinAll(at, { text: '/{*}', resolved: true }) : at;
  return [
    {
      technology: 'wicket',
      methods: [mount.method],
      path,
      ...accessOf(world, mount.kind === 'page' ? page : undefined),
      application: moduleOf(application.file.path),
      origin: { kind: 'read', file, line },
    },
  ];
}

/** `@MountPath` of pages, `@ResourcePath` of resources. */
function annotatedRoutes(world: World, of: ClassDeclaration): readonly DeclaredRoute[] {
  const annotations = expand(world, of.annotations, scopeOf(of));
  const file = of.file.path;
  const resource = annotations.find(({ name }) => name === 'ResourcePath');
  if (resource !== undefined) {
    const at = placeOf(world, file, mountText(world, attribute(resource, 'value'), resource.scope));
    return restRoutes(world, of, at);
  }
  const page = annotations.find(({ name }) => name === 'MountPath');
  if (page === undefined) return [];
  const value = attribute(page, 'value');
  const main: TextValue = value === undefined ? { text: of.name } : mountText(world, value, page.scope);
  const others = itemsOf(world, attribute(page, 'alt'), page.scope).map((each) =>
    mountText(world, each, page.scope),
  );
  return [main, ...others].map((text) => ({
    technology: 'wicket',
    methods: ['GET'],
    path: placeOf(world, file, text),
    ...accessOf(world, of),
    application: moduleOf(file),
    origin: { kind: 'read', file, line: page.line },
  }));
}

/** Below the mapping of the filter or servlet; `${id}` and the optional `#{id}` are parameters. */
function placeOf(world: World, near: string, text: TextValue): RoutePath {
  const path = pathOf(text.text === undefined ? text : { text: `/${text.text.replaceAll(/[$#]\{/g, '{')}` });
  return bracePath(joinAll(prefixOf(world, near), path));
}

function prefixOf(world: World, near: string): RoutePath {
  for (const each of webXmls(world)) {
    if (moduleOf(each.path) !== moduleOf(near)) continue;
    const filter = each.filterMappings.find(({ servlet }) =>
      each.filters.get(servlet)?.endsWith('WicketFilter'),
    );
    const servlet = each.mappings.find((one) =>
      each.servlets.get(one.servlet)?.target.endsWith('WicketServlet'),
    );
    const pattern = (filter ?? servlet)?.pattern ?? '';
    if (pattern.endsWith('/*')) return { text: pattern.slice(0, -2), resolved: true };
  }
  return rootPath;
}

/** The resource that a reference makes, in a class of its own or in one without a name. */
function resourceOf(world: World, target: Code | undefined, { scope }: Mount): ClassDeclaration | undefined {
  if (target?.kind !== 'new') return undefined;
  const reference = classOf(world, target.type.name, scope);
  const last = target.methods.find(({ name }) => name === 'getResource');
  const lines = world.text((reference?.file ?? scope.file).path).split('\n');
  const [from, to] =
    reference === undefined ? [target.line - 1, (last?.line ?? target.line) + 3] : [0, lines.length];
  const text = lines.slice(from, to).join('\n');
  for (const match of text.matchAll(/\bnew\s+([A-Z]\w*)\s*[(<]/g)) {
    const of = classOf(world, match[1] ?? '', reference === undefined ? scope : scopeOf(reference));
    if (of !== undefined && isRestResource(of)) return of;
  }
  return undefined;
}

type Access = Pick<DeclaredRoute, 'guards' | 'handler' | 'handlerLooksAtCredentials' | 'parameters'>;

/** Strategies of the application and components decide also, which no page tells: without roles it stays open. */
function accessOf(world: World, page: ClassDeclaration | undefined): Access {
  if (page === undefined) return { guards: [], handlerLooksAtCredentials: 'unseen', parameters: [] };
  const guards = [page, ...ancestors(world, page)].flatMap((of) =>
    roleGuards(expand(world, of.annotations, scopeOf(of)), of.file.path),
  );
  return {
    guards,
    handler: { file: page.file.path, line: page.line, name: page.name },
    handlerLooksAtCredentials: 'unseen',
    parameters: [],
  };
}
