import type { JudgedGuard } from '../../http/routing.ts';
import type { RoutePath } from '../../http/paths.ts';
import { joinPaths } from '../../http/paths.ts';
import { importedValue } from '../evaluator/modules.ts';
import type { Arguments, Place, Value } from '../evaluator/value.ts';
import { argument, isNone, itemsOf, stringOf } from '../evaluator/value.ts';
import { judgeCheck, judgeWrappers, nameOf } from '../reading/judge.ts';
import type { Registration } from '../reading/registrations.ts';
import { decoration, methodCall } from '../reading/registrations.ts';
import { readRequest } from '../reading/requests.ts';
import { methodsIn, methodsOf, routeOf } from '../reading/routes.ts';
import { bracePath, rewritten, routePath } from '../reading/texts.ts';
import type { At, Emit } from './django.ts';
import type { Project } from './django-settings.ts';
import { djangoDialect } from './django-dialect.ts';
import { readSignature } from './fastapi-parameters.ts';

/** Django Ninja: operations of an API and of the routers added to it. `auth` of an operation wins over its router's. */
export function ninjaRoutes(
  project: Project,
  api: Value,
  at: At,
  emit: Emit,
  auth: readonly JudgedGuard[] = [],
): void {
  if (at.depth > 12) return;
  const own = authOf(project, madeWith(api)?.keywords.get('auth'), api) ?? auth;
  for (const event of project.machine.events) {
    const applied = decoration(event);
    if (applied?.object === api) operation(project, applied, at, emit, own);
    const called = methodCall(event);
    if (called?.object === api && called.name === 'add_router')
      addRouter(project, called.args, called.place, at, emit, own);
  }
}

const madeWith = (value: Value): Arguments | undefined =>
  value.kind === 'result' ? value.args : value.kind === 'instance' ? value.made : undefined;

/** Undefined where nothing is said; `auth=None` says that nobody is asked. */
function authOf(
  { machine }: Project,
  given: Value | undefined,
  value: Value,
  at?: Place,
): readonly JudgedGuard[] | undefined {
  const place = at ?? (value.kind === 'result' || value.kind === 'instance' ? value.place : undefined);
  if (given === undefined || place === undefined) return undefined;
  if (isNone(given)) return [];
  const judged = itemsOf(given).map((each) =>
    judgeCheck(machine, { value: each, name: nameOf(each), place }),
  );
  // Whatever is put there authenticates: Ninja answers 401 when it gives nothing.
  return judged
    .map((each) =>
      each.guard.kind === 'other'
        ? {
            ...each,
            resolved: true,
            passes: false,
            guard: { ...each.guard, kind: 'authentication' as const },
          }
        : each,
    )
    .slice(0, 1);
}

function operation(
  project: Project,
  { name, args, target, place, object }: Registration,
  at: At,
  emit: Emit,
  auth: readonly JudgedGuard[],
): void {
  if (target.kind !== 'function') return;
  const isGeneral = name === 'api_operation';
  const methods = isGeneral ? methodsOf(argument(args, 0, 'methods')) : methodsIn([name]);
  if (methods.length === 0) return;
  const own = rewritten(routePath(argument(args, isGeneral ? 1 : 0, 'path')), bracePath);
  const path = join(at.prefix, own);
  const names = new Set([...path.text.matchAll(/\{\*?(\w+)/g)].flatMap(([, each]) => each ?? []));
  const signature = readSignature(project.machine, target, names, place, 0, 1);
  const guards = [
    ...at.guards,
    ...(authOf(project, args.keywords.get('auth'), object, place) ?? auth),
    ...judgeWrappers(project.machine, target.wrappers),
  ];
  const read = readRequest(project.machine, target, djangoDialect);
  const parameters = [
    ...signature.parameters,
    ...read.filter(
      (each) => !signature.parameters.some((known) => known.name === each.name && known.in === each.in),
    ),
  ];
  emit(
    routeOf(project.machine, {
      technology: 'django',
      methods,
      path,
      handler: target,
      guards,
      parameters,
      place,
    }),
  );
}

function addRouter(
  project: Project,
  args: Arguments,
  place: Place,
  at: At,
  emit: Emit,
  auth: readonly JudgedGuard[],
): void {
  const given = argument(args, 1, 'router');
  const text = stringOf(given);
  const router =
    text === undefined
      ? given
      : importedValue(project.machine, project.machine.packages.dotted(place.module.path, text));
  if (router === undefined) return;
  const prefix = join(at.prefix, routePath(argument(args, 0, 'prefix')));
  ninjaRoutes(
    project,
    router,
    { ...at, prefix, depth: at.depth + 1 },
    emit,
    authOf(project, args.keywords.get('auth'), router, place) ?? auth,
  );
}

const join = (prefix: RoutePath, path: RoutePath): RoutePath => joinPaths(prefix, path);
