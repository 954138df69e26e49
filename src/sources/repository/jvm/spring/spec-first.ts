import type { Method, Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import { rootPath } from '../../http/paths.ts';
import { expand } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { lastName } from '../code.ts';
import { credentialSigns } from '../credentials.ts';
import type { HandlerMethod } from '../handlers.ts';
import { handlerMethods } from '../handlers.ts';
import { bracePath, joinAll } from '../http-paths.ts';
import { classOf, outside, scopeOf } from '../names.ts';
import { moduleOf } from '../properties.ts';
import type { World } from '../world.ts';
import type { SpringContext } from './context.ts';
import type { AskedRoute } from './controllers.ts';
import { mappingOf } from './mappings.ts';
import type { Operation } from '../../documents/operations.ts';
import { documentOperations } from '../../documents/operations.ts';

/**
 * Controllers whose mappings stand in interfaces that a build makes of an OpenAPI document: a method of a class that
 * implements `…Api` answers for the operation of its name.
 */
export function specRoutes(world: World, context: SpringContext): readonly AskedRoute[] {
  const operations = documentOperations(world.repository);
  if (operations.size === 0) return [];
  return world
    .filesWith(/\b(implements\s[^{]*|:\s*)\w+(Api|ApiDelegate|ApiService)\b/)
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of) => routesOf(world, context, of, operations));
}

function routesOf(
  world: World,
  context: SpringContext,
  of: ClassDeclaration,
  operations: ReadonlyMap<string, Operation>,
): readonly AskedRoute[] {
  const generated = of.supertypes.filter(
    ({ name }) =>
      /(Api|ApiDelegate|ApiService)$/.test(name) && classOf(world, name, outside(of)) === undefined,
  );
  const own = expand(world, of.annotations, scopeOf(of));
  if (
    generated.length === 0 ||
    of.kind === 'interface' ||
    !own.some(({ name }) => /^(Rest)?Controller$|^(Service|Component)$/.test(name))
  )
    return [];
  const isDelegate = generated.every(({ name }) => /(Delegate|Service)$/.test(lastName(name)));
  return handlerMethods(world, of).flatMap((handler) => {
    const operation = operations.get(handler.method.name);
    if (
      operation === undefined ||
      mappingOf(world, handler.annotations) !== undefined ||
      handler.owner !== of
    )
      return [];
    return mappingPaths(world, of).map((prefix) =>
      routeOf(world, context, {
        of,
        own,
        handler,
        operation,
        prefix: isDelegate ? joinAll(prefix, { text: operation.base, resolved: true }) : prefix,
      }),
    );
  });
}

const mappingPaths = (world: World, of: ClassDeclaration): readonly DeclaredRoute['path'][] =>
  mappingOf(world, expand(world, of.annotations, scopeOf(of)))?.paths ?? [rootPath];

interface Found {
  readonly of: ClassDeclaration;
  readonly own: ReturnType<typeof expand>;
  readonly handler: HandlerMethod;
  readonly operation: Operation;
  readonly prefix: DeclaredRoute['path'];
}

function routeOf(
  world: World,
  context: SpringContext,
  { of, own, handler, operation, prefix }: Found,
): AskedRoute {
  const near = of.file.path;
  const inside = bracePath(
    joinAll(context.innerOf(of, own), prefix, { text: operation.path, resolved: true }),
  );
  const methods: readonly Method[] = [operation.method];
  const origin = { kind: 'read', file: operation.file, line: operation.line } as const;
  return {
    route: {
      technology: 'spring',
      methods,
      path: bracePath(joinAll(context.outerOf(near), inside)),
      guards: [],
      handler: { file: near, line: handler.method.line, name: `${of.name}.${handler.method.name}` },
      handlerLooksAtCredentials: credentialSigns(world, handler),
      parameters: operation.parameters.map((each): Parameter => ({ ...each, origin })),
      application: moduleOf(near),
      origin,
    },
    asked: { near, methods, path: inside, handled: { of, own, handler } },
  };
}
