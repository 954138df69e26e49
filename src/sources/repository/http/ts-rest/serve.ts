import type { Parameter } from '../../../../model/api.ts';
import type { Machine } from '../../javascript/machine.ts';
import type { FunctionValue, ObjectValue, Site, Value } from '../../javascript/value.ts';
import { textOf } from '../../javascript/value.ts';
import { mountOn } from '../adapters.ts';
import { given } from '../express.ts';
import { judgeGuard } from '../guards.ts';
import { handlerChecks } from '../handler-checks.ts';
import { pathsOf, rootPath } from '../paths.ts';
import type { RoutePath } from '../paths.ts';
import type { Routers } from '../routers.ts';
import type { Entry, Given, JudgedGuard, Router } from '../routing.ts';
import { schemaFields } from '../schemas.ts';
import { verbNamed } from '../verbs.ts';
import type { TsRestWorld } from './library.ts';
import { routePath } from './library.ts';

const deepest = 12;

/** Routes of the contracts that are served, on the router they are given or alone. */
export function tsRestRouters(
  machine: Machine,
  { adapters }: TsRestWorld,
  routers: Routers,
): readonly Router[] {
  return adapters.flatMap((served) => {
    const { contract, handlers, app, options, site } = served;
    const global = options?.fields.get('globalMiddleware') ?? options?.fields.get('requestMiddleware');
    const before = global === undefined ? [] : given([global], site, Number.MAX_SAFE_INTEGER);
    const entries = [...entriesOf(machine, contract, handlers, before, site)];
    const own = app === undefined ? undefined : routers.of(app);
    if (own !== undefined) {
      own.entries.push(...entries);
      return [];
    }
    const base = options?.fields.get('basePath');
    const prefix = base === undefined ? rootPath : (pathsOf(base)[0] ?? rootPath);
    const made: Router = { technology: 'ts-rest', kind: 'application', prefix, entries, site };
    return mountOn(routers.all, served, made, true) ?? [made];
  });
}

function entriesOf(
  machine: Machine,
  contract: Value,
  handlers: Value | undefined,
  before: readonly Given[],
  site: Site,
  depth = 0,
): readonly Entry[] {
  if (contract.kind !== 'object' || depth > deepest) return [];
  const path = routePath(contract);
  const method = verbNamed(textOf(contract.fields.get('method') ?? contract) ?? '');
  if (path !== undefined && method !== undefined)
    return [routeEntry(machine, contract, { path, methods: [method] }, handlers, before, site)];
  return [...contract.fields].flatMap(([key, part]) =>
    entriesOf(machine, part, memberOf(handlers, key), before, site, depth + 1),
  );
}

const memberOf = (handlers: Value | undefined, key: string): Value | undefined =>
  handlers?.kind === 'object'
    ? handlers.fields.get(key)
    : handlers?.kind === 'host'
      ? handlers.member(key)
      : undefined;

function routeEntry(
  machine: Machine,
  contract: ObjectValue,
  {
    path,
    methods,
  }: { readonly path: RoutePath; readonly methods: Extract<Entry, { kind: 'route' }>['methods'] },
  handler: Value | undefined,
  before: readonly Given[],
  site: Site,
): Entry {
  const own = handler?.kind === 'object' ? handler.fields.get('middleware') : undefined;
  const run = handler?.kind === 'object' ? (handler.fields.get('handler') ?? handler) : handler;
  const checks = [...before, ...(own === undefined ? [] : given([own], site, Number.MAX_SAFE_INTEGER))];
  return {
    kind: 'route',
    methods,
    paths: [path],
    handlers: [...checks, ...(run === undefined ? [] : given([run], site, Number.MAX_SAFE_INTEGER))],
    site,
    level: machine.level,
    told: {
      parameters: parametersOf(contract, site),
      judged: run?.kind === 'function' ? [...wrapperChecks(run, site), ...handlerChecks(run)] : [],
      ...(run === undefined && { unseenChecks: true }),
    },
  };
}

/** `signedIn(async ({ body }) => …)`: what is put around the handler may check before it calls it. */
function wrapperChecks(value: FunctionValue, site: Site): readonly JudgedGuard[] {
  if (!(value.maker?.args ?? []).some((arg) => arg.kind === 'function')) return [];
  const judged = judgeGuard({ value, site, conditional: false });
  return judged.guard.kind === 'authentication' || judged.guard.kind === 'authorisation' ? [judged] : [];
}

const places: readonly (readonly [string, Parameter['in']])[] = [
  ['pathParams', 'path'],
  ['query', 'query'],
  ['headers', 'header'],
  ['body', 'body'],
];

const parametersOf = ({ fields }: ObjectValue, site: Site): readonly Parameter[] =>
  places.flatMap(([part, place]) =>
    schemaFields(fields.get(part)).map(({ name, type, required }) => ({
      name,
      in: place,
      ...(type === undefined ? {} : { type }),
      required,
      origin: site.origin,
    })),
  );
