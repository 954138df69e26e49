import type { Method, Parameter } from '../../../../model/api.ts';
import type { FunctionValue, Value } from '../../javascript/value.ts';
import { callsCheck, wrapperOf } from '../file-handlers.ts';
import { handlerChecks } from '../handler-checks.ts';
import { handlerOf } from '../handlers.ts';
import type { Given, Route } from '../routing.ts';
import type { FileContext } from './file-app.ts';
import type { FileHandler } from './handlers.ts';
import { schemaOptions } from './schema-options.ts';
import { webParameters } from './web-parameters.ts';

/** What a convention says of one file. */
export interface FileRoute {
  readonly technology: string;
  readonly methods: readonly Method[];
  readonly paths: readonly string[];
  readonly handler: FileHandler;
  /** Checks of the framework before the handler, e.g. of a middleware file. */
  readonly before: readonly Given[];
  /** Parameters told elsewhere than in the handler's body. */
  readonly parameters?: readonly Parameter[];
}

/** Routes of one handler, with the checks it makes itself and what it reads of its request. */
export function routesOf(context: FileContext, route: FileRoute): readonly Route[] {
  const { value, site, wrappers } = route.handler;
  const inner = handlerOf({ value, site, conditional: false }).value;
  const outer = value.kind === 'function' && value !== inner ? handlerChecks(value) : [];
  const judged = [...outer, ...(inner === undefined ? [] : handlerChecks(inner))];
  const open = value.kind === 'function' && value !== inner ? callsCheck(value, site) : [];
  const own = [...wrapperOf(value, site), ...wrappers];
  const doubts = [...open, ...callsCheck(inner ?? value, site)];
  const parameters = [
    ...(route.parameters ?? []),
    ...optionsOf(value).flatMap((options) => schemaOptions(options, '', site)),
    ...(inner === undefined ? [] : webParameters(context.evaluator.machine, inner)),
  ];
  return route.paths.map((text) => ({
    technology: route.technology,
    methods: route.methods,
    path: { text, resolved: true },
    guards: [...route.before, ...own],
    own: { judged, doubts },
    parameters,
    handlers: [{ value, site, conditional: false }],
    site,
  }));
}

/** What the wrapper of a handler was given. */
const optionsOf = (value: Value): readonly Value[] =>
  value.kind === 'function' ? (value.maker?.args ?? []) : value.kind === 'result' ? value.args : [];

/** The function that answers, where it was found. */
export const functionOf = (handler: FileHandler): FunctionValue | undefined =>
  handlerOf({ value: handler.value, site: handler.site, conditional: false }).value;

export const isSet = (value: Value, wanted: boolean): boolean =>
  value.kind === 'primitive' && value.value === wanted;
