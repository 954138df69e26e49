import type { Method, Parameter } from '../../../../model/api.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { lookInClass } from '../evaluator/classes.ts';
import type { Machine } from '../evaluator/machine.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { FunctionValue, Place, Value } from '../evaluator/value.ts';
import { judgeCheck, judgeWrappers, nameOf } from '../reading/judge.ts';
import type { Dialect } from '../reading/requests.ts';
import { readRequest } from '../reading/requests.ts';
import { httpVerbs, verbMethods } from '../reading/routes.ts';
import { pathTypes } from '../reading/texts.ts';
import { unwrapped } from '../reading/wrapped-functions.ts';
import { readSignature } from './fastapi-parameters.ts';

export const starletteDialect: Dialect = {
  names: /^(request|req|websocket|ws|_request|conn)$/,
  paths: /^self\.request$/,
  members: { query_params: 'query', path_params: 'path', headers: 'header', cookies: 'cookie' },
  methods: { json: 'body', form: 'body', body: 'body', receive_json: 'body' },
};

export interface AsgiView {
  readonly methods: readonly Method[];
  readonly handler: FunctionValue | undefined;
  readonly guards: readonly JudgedGuard[];
}

/** A function, or a class with a method for each verb. */
export function endpointViews(
  machine: Machine,
  target: Value | undefined,
  told: readonly Method[],
): readonly AsgiView[] {
  const methods: readonly Method[] = told.length === 0 ? ['GET'] : told;
  const inner = target === undefined ? undefined : unwrapped(machine, target);
  if (inner !== undefined)
    return endpointViews(machine, inner.handler, told).map((view) => ({
      ...view,
      guards: [...inner.guards, ...view.guards],
    }));
  if (target?.kind === 'function')
    return [{ methods, handler: target, guards: judgeWrappers(machine, target.wrappers) }];
  if (target?.kind === 'class') {
    const verbs = verbMethods(machine, target, httpVerbs);
    if (verbs.length > 0)
      return verbs.map(([method, handler]) => ({
        methods: [method],
        handler,
        guards: [...judgeWrappers(machine, target.wrappers), ...judgeWrappers(machine, handler.wrappers)],
      }));
    const opened = ['on_connect', '__call__', 'dispatch']
      .map((name) => lookInClass(machine, target, name))
      .find((each) => each?.kind === 'function');
    return [
      {
        methods,
        handler: opened?.kind === 'function' ? opened : undefined,
        guards: judgeWrappers(machine, target.wrappers),
      },
    ];
  }
  if (target?.kind === 'instance') {
    const call = lookInClass(machine, target.of, '__call__');
    if (call?.kind === 'function') return [{ methods, handler: { ...call, self: target }, guards: [] }];
  }
  if (target?.kind === 'result' && libraryPath(target.callee) !== undefined) {
    const inner = target.args.positional.find(({ kind }) => kind === 'function' || kind === 'class');
    const guard = judgeCheck(machine, {
      value: target.callee,
      name: nameOf(target.callee),
      place: target.place,
    });
    if (inner !== undefined)
      return endpointViews(machine, inner, told).map((view) => ({
        ...view,
        guards: [guard, ...view.guards],
      }));
  }
  return [{ methods, handler: undefined, guards: [] }];
}

export interface AsgiReading {
  readonly guards: readonly JudgedGuard[];
  readonly parameters: readonly Parameter[];
}

export function asgiHandler(
  machine: Machine,
  handler: FunctionValue | undefined,
  path: string,
  place: Place,
  raw: boolean,
): AsgiReading {
  if (handler === undefined) return { guards: [], parameters: [] };
  const types = pathTypes(path);
  const signature = raw
    ? { guards: [], parameters: [] }
    : readSignature(machine, handler, new Set(namesIn(path)), place);
  const told = new Set(signature.parameters.filter((each) => each.in === 'path').map(({ name }) => name));
  const typed = [...types]
    .filter(([name]) => !told.has(name))
    .map(([name, type]): Parameter => ({
      name,
      in: 'path',
      type,
      required: true,
      origin: { kind: 'read', file: place.module.path, line: place.node.line },
    }));
  const read = readRequest(machine, handler, starletteDialect);
  const known = new Set(signature.parameters.map(({ name, in: at }) => `${at} ${name}`));
  return {
    guards: signature.guards,
    parameters: [
      ...typed,
      ...signature.parameters,
      ...read.filter(({ name, in: at }) => !known.has(`${at} ${name}`)),
    ],
  };
}

export const namesIn = (path: string): readonly string[] =>
  [...path.matchAll(/\{\*?(\w+)/g)].flatMap(([, name]) => name ?? []);
