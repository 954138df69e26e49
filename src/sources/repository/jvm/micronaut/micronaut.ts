import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import { rootPath } from '../../http/paths.ts';
import type { Annotated } from '../annotations.ts';
import { attribute, expand, isFrom } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { credentialSigns } from '../credentials.ts';
import { withFilters } from '../filters.ts';
import type { HandlerMethod } from '../handlers.ts';
import { handlerMethods } from '../handlers.ts';
import { bracePath, joinAll } from '../http-paths.ts';
import { ancestors, scopeOf } from '../names.ts';
import { moduleOf } from '../properties.ts';
import { pathOf, textOf, textsOf } from '../values.ts';
import type { World } from '../world.ts';
import { micronautGuards } from './access.ts';
import { micronautFilters } from './filters.ts';
import { parametersOf } from './parameters.ts';
import { staticResources } from './static-resources.ts';
import { commonAnnotations } from '../../http/methods.ts';

const packages = ['io.micronaut'];
const verbs: Readonly<Record<string, Method>> = { ...commonAnnotations, Query: 'QUERY' };
const known: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'QUERY'];

/** Controllers of Micronaut; their mappings may stand in interfaces. */
export function micronautRoutes(world: World): readonly DeclaredRoute[] {
  const files = world.filesWith(/\bio\.micronaut\.(http|websocket)\b/);
  // One source of each module stands for it.
  const modules = new Map(files.map(({ path }) => [moduleOf(path), path]));
  const filters = micronautFilters(world);
  return [
    ...files
      .flatMap(({ classes }) => everyClass(classes))
      .flatMap((of) => withFilters(routesOf(world, of), filters(of.file.path))),
    ...staticResources(world, modules, (near) => contextPath(world, near)),
  ];
}

function routesOf(world: World, of: ClassDeclaration): readonly DeclaredRoute[] {
  if (of.isAbstract || of.kind === 'interface' || of.kind === 'annotation') return [];
  const own = [of, ...ancestors(world, of)].flatMap((each) => expand(world, each.annotations, scopeOf(each)));
  const socket = own.find((each) => each.name === 'ServerWebSocket' && isFrom(each, packages));
  if (socket !== undefined) return socketRoute(world, of, own, socket);
  const controller = own.find((each) => each.name === 'Controller' && isFrom(each, packages));
  if (controller === undefined) return [];
  const base = joinAll(contextPath(world, of.file.path), pathOf(valueOf(world, controller) ?? { text: '' }));
  return handlerMethods(world, of).flatMap((handler) => {
    const mapping = mappingOf(world, handler.annotations);
    return mapping === undefined
      ? []
      : mapping.paths.map((path) => routeOf(world, { of, own, handler, ...mapping, base, path }));
  });
}

const valueOf = (world: World, annotation: Annotated): ReturnType<typeof textOf> | undefined => {
  const value = attribute(annotation, 'value', 'uri');
  return value === undefined ? undefined : textOf(world, value, annotation.scope);
};

interface Mapping {
  readonly methods: readonly Method[];
  readonly paths: readonly RoutePath[];
  readonly annotation: Annotated;
}

function mappingOf(world: World, annotations: readonly Annotated[]): Mapping | undefined {
  const found = annotations.find(
    (each) => (verbs[each.name] !== undefined || each.name === 'CustomHttpMethod') && isFrom(each, packages),
  );
  if (found === undefined) return undefined;
  const named = textOf(world, attribute(found, 'method'), found.scope).text;
  const methods =
    found.name === 'CustomHttpMethod' ? known.filter((each) => each === named) : [verbs[found.name] ?? 'ANY'];
  const texts = ['uris', 'uri', 'value']
    .map((name) => textsOf(world, attribute(found, name), found.scope))
    .find((list) => list.length > 0);
  return { methods, paths: texts === undefined ? [rootPath] : texts.map(pathOf), annotation: found };
}

/** `{?q}` and `{&q*}` name query parameters; `{+path}` and `{/rest}` are parts of the path. */
export function uriTemplate(text: string): { readonly path: string; readonly query: readonly string[] } {
  const query = [...text.matchAll(/\{[?&#]([^{}]*)\}/g)].flatMap((match) =>
    (match[1] ?? '').split(',').map((name) => name.replace(/\*$/, '')),
  );
  const path = text
    .replaceAll(/\{[?&#][^{}]*\}/g, '')
    .replaceAll(/\{\+(\w+)[^{}]*\}/g, '{*$1}')
    .replaceAll(/\{\/(\w+)[^{}]*\}/g, '/{$1}')
    .replaceAll(/\{\.(\w+)\}/g, '.{$1}');
  return { path, query };
}

interface Found extends Mapping {
  readonly of: ClassDeclaration;
  readonly own: readonly Annotated[];
  readonly handler: HandlerMethod;
  readonly base: RoutePath;
  readonly path: RoutePath;
}

function routeOf(world: World, found: Found): DeclaredRoute {
  const { of, own, handler, methods, annotation } = found;
  const joined = joinAll(found.base, found.path);
  const template = uriTemplate(joined.text);
  const path = bracePath({ ...joined, text: template.path });
  const inPath = new Set([...path.text.matchAll(/\{\*?(\w+)\}/g)].map((match) => match[1] ?? ''));
  return {
    technology: 'micronaut',
    methods,
    path,
    guards: micronautGuards(world, {
      near: of.file.path,
      own,
      annotations: handler.annotations,
      path,
      methods,
    }),
    handler: {
      file: handler.owner.file.path,
      line: handler.method.line,
      name: `${of.name}.${handler.method.name}`,
    },
    handlerLooksAtCredentials: credentialSigns(world, handler),
    parameters: parametersOf(world, handler, {
      inPath,
      inQuery: template.query,
      methods,
      own,
      mapping: annotation,
    }),
    application: moduleOf(of.file.path),
    origin: { kind: 'read', file: annotation.scope.file.path, line: annotation.line },
  };
}

function socketRoute(
  world: World,
  of: ClassDeclaration,
  own: readonly Annotated[],
  socket: Annotated,
): readonly DeclaredRoute[] {
  const path = bracePath(
    joinAll(contextPath(world, of.file.path), pathOf(valueOf(world, socket) ?? { text: '' })),
  );
  const methods: readonly Method[] = ['GET'];
  return [
    {
      technology: 'micronaut',
      methods,
      path,
      guards: micronautGuards(world, { near: of.file.path, own, annotations: [], path, methods }),
      handler: { file: of.file.path, line: of.line, name: of.name },
      handlerLooksAtCredentials: 'perhaps',
      parameters: [],
      protocol: 'ws',
      application: moduleOf(of.file.path),
      origin: { kind: 'read', file: of.file.path, line: socket.line },
    },
  ];
}

function contextPath(world: World, near: string): RoutePath {
  const text = world.properties.get('micronaut.server.context-path', near) ?? '';
  const filled = world.properties.fill(text, near);
  return filled === undefined
    ? { text: '{unresolved}', resolved: false, why: `${text} has no value` }
    : { text: filled, resolved: true };
}
