import type { Method, Parameter } from '../../../../model/api.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { lookInClass } from '../evaluator/classes.ts';
import type { Machine } from '../evaluator/machine.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { ClassValue, FunctionValue, Value } from '../evaluator/value.ts';
import { itemsOf } from '../evaluator/value.ts';
import { judgeCheck, judgeWrappers, nameOf } from '../reading/judge.ts';
import { methodOfMade } from '../reading/made-views.ts';
import type { Dialect } from '../reading/requests.ts';
import { readRequest } from '../reading/requests.ts';
import { httpVerbs, methodsOf, verbMethods } from '../reading/routes.ts';
import { pathTypes } from '../reading/texts.ts';

export const flaskDialect: Dialect = {
  globals: /^(flask|quart|apiflask)\.(\w+\.)*request$|^(bottle|robyn)\.request$/,
  members: {
    args: 'query',
    values: 'query',
    form: 'body',
    files: 'body',
    json: 'body',
    data: 'body',
    headers: 'header',
    cookies: 'cookie',
  },
  methods: { get_json: 'body', get_data: 'body', json: 'body' },
};

export interface View {
  readonly methods: readonly Method[];
  readonly handler: FunctionValue | undefined;
  readonly guards: readonly JudgedGuard[];
  readonly looks?: 'perhaps';
  readonly parameters: (path: string) => readonly Parameter[];
}

/** What answers a rule: a function, or a class with a method for each verb. */
export function flaskViews(
  machine: Machine,
  view: Value | undefined,
  told: readonly Method[] | undefined,
): readonly View[] {
  const method = methodOfMade(machine, view);
  if (method !== undefined) {
    // It hands the request through methods of its own, of which some may look at who calls.
    const around = view?.kind === 'function' ? judgeWrappers(machine, view.wrappers) : [];
    return [{ ...viewOf(machine, told ?? ['GET'], method, around), looks: 'perhaps' }];
  }
  if (view?.kind === 'function') {
    const guards = judgeWrappers(machine, view.wrappers);
    return [{ methods: told ?? ['GET'], handler: view, guards, parameters: parametersOf(machine, view) }];
  }
  const of = viewClass(view);
  if (of !== undefined) return classViews(machine, of, told);
  if (view?.kind === 'result' && libraryPath(view.callee) !== undefined) {
    // `login_required(view)`: the call stands around what it was given.
    const inner = view.args.positional.find(({ kind }) => kind === 'function' || kind === 'result');
    const guard = judgeCheck(machine, { value: view.callee, name: nameOf(view.callee), place: view.place });
    if (inner !== undefined)
      return flaskViews(machine, inner, told).map((each) => ({ ...each, guards: [guard, ...each.guards] }));
  }
  return [{ methods: told ?? ['GET'], handler: undefined, guards: [], parameters: () => [] }];
}

/** The class behind `View.as_view('name')`. */
function viewClass(view: Value | undefined): ClassValue | undefined {
  if (view?.kind === 'class') return view;
  if (view?.kind !== 'result' || view.callee.kind !== 'member' || view.callee.name !== 'as_view')
    return undefined;
  return view.callee.object.kind === 'class' ? view.callee.object : undefined;
}

/** Each verb of a class; `decorators` of the class stand around all of them. */
export function classViews(
  machine: Machine,
  of: ClassValue,
  told: readonly Method[] | undefined,
): readonly View[] {
  const around = itemsOf(
    lookInClass(machine, of, 'decorators') ?? lookInClass(machine, of, 'method_decorators'),
  )
    .toReversed()
    .map((value) => judgeCheck(machine, { value, name: nameOf(value), place: of }));
  const methods = verbMethods(machine, of, [...httpVerbs, 'query']);
  if (methods.length > 0)
    return methods
      .filter(([method]) => told === undefined || told.includes(method))
      .map(([method, handler]) => viewOf(machine, [method], handler, around));
  const dispatch = lookInClass(machine, of, 'dispatch_request');
  if (dispatch?.kind !== 'function') return [];
  const own = methodsOf(lookInClass(machine, of, 'methods'));
  return [viewOf(machine, told ?? (own.length === 0 ? ['GET'] : own), dispatch, around)];
}

function viewOf(
  machine: Machine,
  methods: readonly Method[],
  handler: FunctionValue,
  around: readonly JudgedGuard[],
): View {
  return {
    methods,
    handler,
    guards: [...around, ...judgeWrappers(machine, handler.wrappers)],
    parameters: parametersOf(machine, handler),
  };
}

const parametersOf =
  (machine: Machine, handler: FunctionValue) =>
  (path: string): readonly Parameter[] => [
    ...[...pathTypes(path)].map(([name, type]): Parameter => ({
      name,
      in: 'path',
      type,
      required: true,
      origin: { kind: 'read', file: handler.module.path, line: handler.node.line },
    })),
    ...readRequest(machine, handler, flaskDialect),
  ];
