import type { DeclaredRoute } from '../http/declared.ts';
import type { RoutePath } from '../http/paths.ts';
import type { Method } from '../../../model/api.ts';
import { bodyOfValue, methodBody } from './body.ts';
import type { PhpBody } from './body.ts';
import { callableName } from './calls.ts';
import type { PhpCodebase } from './codebase.ts';
import { callValue, createMachine, runFile } from './machine.ts';
import type { Machine } from './machine.ts';
import { methodsNamed } from './methods.ts';
import type { Dialect } from './parameters.ts';
import { routePath } from './paths.ts';
import { toDeclared } from './route.ts';
import type { AskedRoute } from './route-questions.ts';
import { checksOf } from './slim-checks.ts';
import type { Check } from './slim-checks.ts';
import type { Arguments, Host, PhpValue, Site } from './value.ts';
import { argument, itemsOf, originAt, textOf, textsOf } from './value.ts';

/** Requests of PSR-7. */
export const psrDialect: Dialect = {
  methods: {
    getheaderline: 'header',
    getheader: 'header',
    hasheader: 'header',
    getparam: 'input',
    getqueryparam: 'query',
    getparsedbodyparam: 'body',
    getcookieparam: 'cookie',
    params: 'input',
    post: 'body',
    get: 'query',
  },
  bags: {
    getqueryparams: 'query',
    getparsedbody: 'body',
    getcookieparams: 'cookie',
    getuploadedfiles: 'file',
    getparams: 'input',
  },
  requestType: /(^|\\)(ServerRequestInterface|Request|RequestInterface|ServerRequest)$/,
  receivers: /^(\$this->request|\$app->request(\(\))?)$/,
};

interface Group {
  readonly prefix: RoutePath;
  readonly guards: Check[];
  readonly parent: Group | undefined;
}

interface Found {
  readonly methods: readonly Method[];
  readonly path: RoutePath;
  readonly handlers: readonly PhpValue[];
  readonly group: Group;
  readonly guards: Check[];
  readonly site: Site;
  name: string | undefined;
}

const makesApplication =
  /AppFactory::create|Bridge::create|new\s+\\?(Slim\\)?(App|Slim)\s*\(|Slim\\(App|Slim|Factory)|Mezzio\\Application|Zend\\Expressive\\Application/;

/** Routes of Slim and Mezzio: groups nest by the closures that are run, checks are added to what they stand on. */
export function slimRoutes(codebase: PhpCodebase): readonly DeclaredRoute[] {
  const files = codebase.sources.filter(
    ({ text }) =>
      makesApplication.test(text) || /Slim\\(Routing|Interfaces)\\RouteCollectorProxy|Mezzio\\/.test(text),
  );
  if (files.length === 0) return [];
  const found: Found[] = [];
  const root: Group = { prefix: { text: '', resolved: true }, guards: [], parent: undefined };
  const machine: Machine = createMachine(codebase, {
    newObject: (name) => (/^(Slim\\)?(App|Slim)$/.test(name) ? application() : undefined),
    staticCall: (name, method) =>
      /(AppFactory|Bridge)$/.test(name) && method.startsWith('create') ? application() : undefined,
    variable: (name, scope) =>
      name === 'app' && makesApplication.test(scope.file.root.text) ? application() : undefined,
    inject: (type) =>
      /(^|\\)(App|Application|RouteCollectorProxy(Interface)?)$/.test(type) ? application() : undefined,
  });
  const application = (): PhpValue => groupHost(machine, found, root);
  for (const { path, text } of files)
    if (
      /AppFactory::create|Bridge::create|new\s+\\?(Slim\\)?(App|Slim)\s*\(/.test(text) &&
      !machine.included.has(path)
    )
      runFile(machine, path);
  for (const { path, text } of files) {
    if (machine.included.has(path) || !/->(get|post|put|patch|delete|map|any|group|route)\(/.test(text))
      continue;
    const given = runFile(machine, path);
    if (given.kind === 'closure') callValue(machine, given, [{ value: application(), node: given.node }]);
  }
  return found.flatMap((each) => declared(machine, each));
}

function groupHost(machine: Machine, found: Found[], group: Group): PhpValue {
  const host: Host = {
    className: 'Slim\\Routing\\RouteCollectorProxy',
    call: (method, args, site) => {
      switch (method) {
        case 'group': {
          const inner: Group = { prefix: routePath(args[0]?.value), guards: [], parent: group };
          const body = args[1];
          const here = groupHost(machine, found, inner);
          if (body?.value.kind === 'closure') {
            const { node, scope } = body.value;
            callValue(machine, { kind: 'closure', node, scope: { ...scope, self: here } }, [
              { value: here, node: body.node },
            ]);
          }
          return here;
        }
        case 'add':
        case 'addmiddleware':
        case 'pipe':
          if (method !== 'pipe' || args.length === 1) group.guards.push(checksOf(machine, args, site));
          return { kind: 'host', host };
        case 'map':
          return register(machine, found, group, methodsNamed(textsOf(args[0]?.value)), args.slice(1), site);
        case 'any':
          return register(machine, found, group, ['ANY'], args, site);
        case 'route': {
          const methods = methodsNamed(textsOf(argument(args, 2, 'methods')));
          return register(
            machine,
            found,
            group,
            methods.length === 0 ? ['ANY'] : methods,
            args.slice(0, 2),
            site,
          );
        }
        case 'redirect':
          return undefined;
        default: {
          const methods = /^(get|post|put|patch|delete|options|head)$/.test(method)
            ? methodsNamed([method])
            : [];
          return methods.length === 0 ? undefined : register(machine, found, group, methods, args, site);
        }
      }
    },
  };
  return { kind: 'host', host };
}

function register(
  machine: Machine,
  found: Found[],
  group: Group,
  methods: readonly Method[],
  args: Arguments,
  site: Site,
): PhpValue {
  const given = args.slice(1).map(({ value }) => value);
  const [first] = given;
  const isPipeline = first?.kind === 'array' && callableName(first) === undefined;
  const isMezzio = /Mezzio\\|Zend\\Expressive/.test(site.scope.file.root.text);
  const handlers = isPipeline ? itemsOf(first) : isMezzio ? given.slice(0, 1) : given;
  if (handlers.length === 0) return { kind: 'unknown', why: 'no handler' };
  const route: Found = {
    methods,
    path: routePath(args[0]?.value),
    handlers,
    group,
    guards: [],
    site,
    name: undefined,
  };
  found.push(route);
  const host: Host = {
    className: 'Slim\\Routing\\Route',
    call: (method, more, where) => {
      if (method === 'add' || method === 'addmiddleware')
        route.guards.unshift(checksOf(machine, more, where));
      if (method === 'setname') route.name = textOf(more[0]?.value);
      return { kind: 'host', host };
    },
  };
  return { kind: 'host', host };
}

function declared(machine: Machine, each: Found): readonly DeclaredRoute[] {
  let path = each.path;
  const checks: Check[] = [];
  for (let group: Group | undefined = each.group; group !== undefined; group = group.parent) {
    const { prefix } = group;
    const why = prefix.why ?? path.why;
    path = {
      text: `${prefix.text}${path.text.startsWith('/') || path.text === '' ? '' : '/'}${path.text}`,
      resolved: prefix.resolved && path.resolved,
      ...(why === undefined ? {} : { why }),
    };
    checks.unshift(...group.guards);
  }
  const answer = each.handlers.at(-1);
  const before = each.handlers
    .slice(0, -1)
    .map((value) => checksOf(machine, [{ value, node: each.site.node }], each.site));
  const asked: AskedRoute = { name: each.name, path: path.text };
  return toDeclared(machine.codebase, psrDialect, {
    technology: 'slim',
    methods: each.methods,
    path,
    body: handlerBody(machine.codebase, answer),
    guards: [...checks, ...each.guards, ...before].flatMap((check) => check(asked)),
    origin: originAt(each.site.scope.file, each.site.node),
  });
}

function handlerBody(codebase: PhpCodebase, value: PhpValue | undefined): PhpBody | undefined {
  const found = bodyOfValue(codebase, value);
  if (found !== undefined) return found;
  const named = callableName(value);
  return named === undefined
    ? undefined
    : (methodBody(codebase, named[0], 'handle') ?? methodBody(codebase, named[0], 'process'));
}
