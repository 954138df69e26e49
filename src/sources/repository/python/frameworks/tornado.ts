import type { Method, Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { TextFile } from '../../gather.ts';
import { lookInClass } from '../evaluator/classes.ts';
import type { Machine } from '../evaluator/machine.ts';
import { declaredParameters } from '../evaluator/parameters.ts';
import { extendsLibrary, libraryPath } from '../evaluator/paths.ts';
import type { ClassValue, FunctionValue, Place, Value } from '../evaluator/value.ts';
import { argument, itemsOf } from '../evaluator/value.ts';
import { judgeCheck, judgeWrappers } from '../reading/judge.ts';
import type { Dialect } from '../reading/requests.ts';
import { readRequest } from '../reading/requests.ts';
import { methodCall } from '../reading/registrations.ts';
import { templatesOf } from '../reading/regular.ts';
import { httpVerbs, routeOf, verbMethods } from '../reading/routes.ts';
import { routePath } from '../reading/texts.ts';

const dialect: Dialect = {
  paths: /^self\.request$/,
  members: {
    headers: 'header',
    cookies: 'cookie',
    body: 'body',
    arguments: 'query',
    query_arguments: 'query',
    body_arguments: 'body',
  },
  own: {
    get_argument: 'query',
    get_arguments: 'query',
    get_query_argument: 'query',
    get_query_arguments: 'query',
    get_body_argument: 'body',
    get_body_arguments: 'body',
    get_cookie: 'cookie',
    get_secure_cookie: 'cookie',
    get_signed_cookie: 'cookie',
    get_json_body: 'body',
  },
};

const handlerClass =
  /^(tornado\.(web|websocket|\w+)\.|jupyter_server\.|notebook\.|sockjs\.).*Handler$|^tornado\.web\.\w*Handler$/;

/** Tornado: lists of pattern and handler class, given to an application or standing in a module of their own. */
export function tornadoRoutes(machine: Machine, files: readonly TextFile[]): readonly DeclaredRoute[] {
  const routes: DeclaredRoute[] = [];
  const seen = new Set<Value>();
  const take = (given: Value | undefined, place: Place): void => {
    for (const each of itemsOf(given)) addRow(machine, each, place, routes, seen, 0);
  };
  for (const event of machine.events) {
    if (/^tornado\.web\.Application\(\)$/.test(libraryPath(event.result) ?? ''))
      take(argument(event.args, 0, 'handlers'), event.place);
    const called = methodCall(event);
    if (
      called?.name === 'add_handlers' &&
      /^tornado\.web\.Application\(\)$/.test(libraryPath(called.object) ?? '')
    )
      take(called.args.positional[1], called.place);
    if (
      called?.name === '__init__' &&
      called.object.kind === 'instance' &&
      extendsLibrary(called.object.of, /^tornado\.web\.Application$/)
    )
      take(argument(called.args, 0, 'handlers'), called.place);
  }
  for (const { path, text } of files) {
    const module = machine.modules.get(path);
    if (module?.tree === undefined || !/handlers?\b.*=\s*\[/.test(text)) continue;
    for (const [name, value] of module.scope.names)
      if (/handlers$|routes$/.test(name) && value.kind === 'list') take(value, { module, node: module.tree });
  }
  return routes;
}

function addRow(
  machine: Machine,
  row: Value,
  place: Place,
  routes: DeclaredRoute[],
  seen: Set<Value>,
  depth: number,
): void {
  if (seen.has(row) || depth > 4) return;
  const isSpec = row.kind === 'result' && /\.(url|URLSpec|Rule)\(\)$/.test(libraryPath(row) ?? '');
  const parts = row.kind === 'list' ? row.items : isSpec ? row.args.positional : [];
  const [pattern, handler] = parts;
  if (pattern?.kind === 'list') {
    for (const each of parts) addRow(machine, each, place, routes, seen, depth + 1);
    return;
  }
  if (pattern === undefined || handler === undefined) return;
  const path = routePath(pattern);
  const at: Place = handler.kind === 'class' ? { module: handler.module, node: handler.node } : place;
  if (handler.kind === 'library' && handler.path.endsWith('StaticFileHandler')) {
    seen.add(row);
    for (const text of templatesOf(path.text) ?? [])
      routes.push(
        routeOf(machine, {
          technology: 'tornado',
          methods: ['GET'],
          path: { ...path, text },
          handler: undefined,
          harmless: true,
          guards: [],
          parameters: [],
          place,
        }),
      );
    return;
  }
  if (handler.kind !== 'class' || !extendsLibrary(handler, handlerClass)) return;
  seen.add(row);
  for (const [method, verb] of answering(machine, handler)) {
    const types = templatesOf(path.text);
    for (const text of types ?? [undefined])
      routes.push(
        routeOf(machine, {
          technology: 'tornado',
          methods: [method],
          path:
            text === undefined
              ? { text: path.text, resolved: false, why: 'the path is a regular expression' }
              : { ...path, text: named(text, verb) },
          handler: verb,
          guards: [...prepared(machine, handler), ...judgeWrappers(machine, verb.wrappers)],
          parameters: read(machine, verb, method),
          place: at,
          ...(isSocket(handler) ? { protocol: 'ws' as const } : {}),
        }),
      );
  }
}

const isSocket = (of: ClassValue): boolean => extendsLibrary(of, /WebSocketHandler$/);

function answering(machine: Machine, of: ClassValue): readonly (readonly [Method, FunctionValue])[] {
  if (!isSocket(of)) return verbMethods(machine, of, httpVerbs);
  const open = lookInClass(machine, of, 'open') ?? lookInClass(machine, of, 'on_message');
  return open?.kind === 'function' ? [['GET', open]] : [];
}

/** Groups without a name are given to the parameters of the handler in their order. */
function named(text: string, handler: FunctionValue): string {
  const names = declaredParameters(handler.node)
    .slice(1)
    .map(({ name }) => name);
  return text.replaceAll(/\{(\*?)arg(\d+)\}/g, (whole, star: string, at: string) => {
    const name = names[Number(at) - 1];
    return name === undefined ? whole : `{${star}${name}}`;
  });
}

/** `get_argument` reads the query and the body: a form where there is one. */
const read = (machine: Machine, handler: FunctionValue, method: Method): readonly Parameter[] =>
  readRequest(
    machine,
    handler,
    method === 'GET' || method === 'HEAD'
      ? dialect
      : { ...dialect, own: { ...dialect.own, get_argument: 'body', get_arguments: 'body' } },
  );

function prepared(machine: Machine, of: ClassValue): readonly JudgedGuard[] {
  const prepare = lookInClass(machine, of, 'prepare');
  if (prepare?.kind !== 'function') return [];
  const judged = judgeCheck(machine, { value: prepare, name: `${of.name}.prepare`, place: prepare });
  return judged.passes ? [] : [judged];
}
