import type { DeclaredRouter } from '../../http/declared-mounts.ts';
import type { RoutePath } from '../../http/paths.ts';
import { rootPath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { judgeFilter } from '../checks.ts';
import type { PathFilter } from '../filters.ts';
import { joinAll } from '../http-paths.ts';
import { qualifiedNames } from '../names.ts';
import type { Registry } from '../routers.ts';
import { addRoute, originAt, verbOf } from '../routers.ts';
import type { Given, LibraryCall, Machine } from '../run/machine.ts';
import { textIn } from '../run/texts.ts';
import type { Frame, Value } from '../run/value.ts';
import { pathOf } from '../values.ts';

export interface Place {
  readonly router: DeclaredRouter;
  readonly prefix: RoutePath;
}

const builderNames =
  /^(get|post|put|patch|delete|head|options|query|path|crud|before|after|beforeMatched|afterMatched|ws|sse)$/;

export const isStaticImport = (name: string, { scope }: Frame): boolean =>
  builderNames.test(name) &&
  qualifiedNames(name, scope).some((full) => full.startsWith('io.javalin.apibuilder.ApiBuilder'));

export type Within = (
  machine: Machine,
  callee: Value | undefined,
  place: Place,
  args?: readonly Value[],
) => void;

export function register(
  machine: Machine,
  registry: Registry,
  filters: PathFilter[],
  place: Place,
  call: LibraryCall,
  within: Within,
): boolean {
  const { name, args, frame, line } = call;
  const { path, rest } = pathFirst(machine, args);
  const full = joinAll(place.prefix, path);
  const verb = verbOf(name);
  if (verb !== undefined || name === 'sse') {
    const [handler, ...roles] = rest;
    addRoute(machine, registry, place.router, {
      methods: [verb ?? 'GET'],
      path: full,
      handler: handler?.value,
      frame,
      line,
      guards: rolesGuard(machine, roles, frame, line),
    });
    return true;
  }
  switch (name) {
    case 'path':
      within(machine, rest[0]?.value, { router: place.router, prefix: full });
      return true;
    case 'crud':
      crud(machine, registry, place.router, full, rest[0]?.value, frame, line);
      return true;
    case 'before':
    case 'beforeMatched':
      filters.push({
        pattern: filterPath(place.prefix, path, args.length > rest.length),
        guard: judgeFilter(machine, rest[0]?.value, { frame, line, fallback: name }),
      });
      return true;
    case 'ws':
      addRoute(machine, registry, place.router, {
        methods: ['GET'],
        path: full,
        handler: rest[0]?.value,
        frame,
        line,
        protocol: 'ws',
      });
      return true;
    case 'addHandler':
    case 'addHttpHandler':
      return withMethod(machine, registry, place, call);
    default:
      return false;
  }
}

const writtenVerb = (given: Given | undefined): string | undefined =>
  given?.value.kind === 'static' ? given.value.name.split('.').at(-1) : undefined;

/** The path may be left out inside of `path`. */
function pathFirst(
  machine: Machine,
  args: readonly Given[],
): { readonly path: RoutePath; readonly rest: readonly Given[] } {
  const [first, ...rest] = args;
  const isHandler =
    first === undefined ||
    /^(closure|method|instance|anonymous)$/.test(first.value.kind) ||
    first.code.kind === 'reference';
  return isHandler ? { path: rootPath, rest: args } : { path: pathOf(textIn(machine, first.value)), rest };
}

const filterPath = (prefix: RoutePath, path: RoutePath, given: boolean): RoutePath =>
  given
    ? { ...joinAll(prefix, path), text: joinAll(prefix, path).text.replace(/\*$/, '**') }
    : joinAll(prefix, { text: '**', resolved: true });

function crud(
  machine: Machine,
  registry: Registry,
  router: DeclaredRouter,
  path: RoutePath,
  value: Value | undefined,
  frame: Frame,
  line: number,
): void {
  const resource = { ...path, text: path.text.replace(/\/[{<][^/]*\/?$/, '') };
  const add = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', at: RoutePath, name: string): void => {
    const found =
      value?.kind === 'instance' ? value.of.methods.find((each) => each.name === name) : undefined;
    const handler: Value | undefined =
      found === undefined || value?.kind !== 'instance'
        ? value
        : { kind: 'method', method: found, owner: value.of };
    addRoute(machine, registry, router, { methods: [method], path: at, handler, frame, line });
  };
  add('GET', resource, 'getAll');
  add('POST', resource, 'create');
  add('GET', path, 'getOne');
  add('PATCH', path, 'update');
  add('DELETE', path, 'delete');
}

/** Roles a route is given: the access manager of the application decides by them. */
function rolesGuard(
  machine: Machine,
  roles: readonly Given[],
  frame: Frame,
  line: number,
): readonly JudgedGuard[] {
  if (roles.length === 0) return [];
  const requires = roles.map(({ value }) => textIn(machine, value).text ?? 'role');
  const open = requires.some((role) => /any|public|unauth|guest|open/i.test(role));
  const guard = { name: 'roles', kind: 'authorisation', requires, origin: originAt(frame, line) } as const;
  return [{ guard, resolved: true, conditional: open, passes: false }];
}

/** `addHttpHandler(HandlerType.POST, "/x", handler)`. */
function withMethod(
  machine: Machine,
  registry: Registry,
  place: Place,
  { args, frame, line }: LibraryCall,
): boolean {
  const method = textIn(machine, args[0]?.value).text?.split('.').at(-1) ?? writtenVerb(args[0]);
  const known = verbOf(method ?? '');
  if (known === undefined) return false;
  const given = pathFirst(machine, args.slice(1));
  const path = joinAll(place.prefix, given.path);
  addRoute(machine, registry, place.router, {
    methods: [known],
    path,
    handler: given.rest[0]?.value,
    frame,
    line,
  });
  return true;
}
