import type { Method } from '../../../model/api.ts';
import type { DeclaredRoute } from '../http/declared.ts';
import type { RoutePath } from '../http/paths.ts';
import { methodBody } from './body.ts';
import type { PhpBody } from './body.ts';
import type { PhpCodebase } from './codebase.ts';
import { kindNames } from './codebase.ts';
import { createMachine, runFile } from './machine.ts';
import type { Machine } from './machine.ts';
import { methodsNamed } from './methods.ts';
import { methodsOfBody } from './methods-of-body.ts';
import type { Dialect } from './parameters.ts';
import { toDeclared } from './route.ts';
import type { PhpValue, ReadOrigin } from './value.ts';
import { entryOf, textOf, textsOf } from './value.ts';

const dialect: Dialect = {
  methods: {
    getquery: 'query',
    getpost: 'body',
    getheader: 'header',
    getcookie: 'cookie',
    getfiles: 'file',
    fromquery: 'query',
    frompost: 'body',
    fromheader: 'header',
    fromfiles: 'file',
  },
  bags: {
    getqueryparams: 'query',
    getparsedbody: 'body',
    getcookieparams: 'cookie',
    getquery: 'query',
    getpost: 'body',
  },
  requestType: /(^|\\)(ServerRequestInterface|Request)$/,
  receivers: /^(\$this->getRequest\(\)|\$this->request|\$this->params\(\))$/,
};

interface Place {
  readonly machine: Machine;
  readonly file: string;
  readonly prefix: RoutePath;
  readonly methods: readonly Method[];
  readonly controller: string | undefined;
  readonly action: string | undefined;
}

/** Routes of Laminas and Zend: trees of literals, segments and methods in files of configuration. */
export function laminasRoutes(codebase: PhpCodebase): readonly DeclaredRoute[] {
  const files = codebase.sources.filter(
    ({ text }) => /['"]router['"]\s*=>/.test(text) && /['"]routes['"]\s*=>/.test(text),
  );
  if (files.length === 0) return [];
  const machine = createMachine(codebase, {});
  return files.flatMap(({ path }) => {
    const config = runFile(machine, path);
    const routes = entryOf(entryOf(config, 'router'), 'routes');
    return treeOf(
      {
        machine,
        file: path,
        prefix: { text: '', resolved: true },
        methods: [],
        controller: undefined,
        action: undefined,
      },
      routes,
    );
  });
}

const treeOf = (place: Place, routes: PhpValue | undefined): readonly DeclaredRoute[] =>
  routes?.kind === 'array'
    ? routes.entries.flatMap(({ value, node }) => routeOf(place, value, node.line, 0))
    : [];

function routeOf(place: Place, route: PhpValue, line: number, depth: number): readonly DeclaredRoute[] {
  if (depth > 12) return [];
  const type = (textOf(entryOf(route, 'type')) ?? '').split('\\').at(-1)?.toLowerCase() ?? '';
  const inner = entryOf(route, 'route');
  const isPart = type === 'part' && inner !== undefined;
  const own = isPart ? inner : route;
  const options = entryOf(own, 'options');
  const kind = (textOf(entryOf(own, 'type')) ?? type).split('\\').at(-1)?.toLowerCase() ?? '';
  const defaults = entryOf(options, 'defaults');
  const written = kind === 'hostname' ? '' : (textOf(entryOf(options, 'route')) ?? regexPath(options));
  const next: Place = {
    ...place,
    prefix:
      written === undefined && kind !== 'method'
        ? place.prefix
        : { ...place.prefix, text: `${place.prefix.text}${segment(written ?? '')}` },
    methods: kind === 'method' ? methodsNamed(textsOf(entryOf(options, 'verb'))) : place.methods,
    controller: textOf(entryOf(defaults, 'controller')) ?? place.controller,
    action: textOf(entryOf(defaults, 'action')) ?? place.action,
  };
  const children = entryOf(route, 'child_routes');
  const terminate = entryOf(route, 'may_terminate');
  const ends = children === undefined || (terminate?.kind === 'boolean' && terminate.value);
  const below =
    children?.kind === 'array'
      ? children.entries.flatMap(({ value, node }) => routeOf(next, value, node.line, depth + 1))
      : [];
  return ends && next.prefix.text !== '' ? [...ending(next, line), ...below] : below;
}

/** `/users[/:id]` and `:locale{-}[-:slug]` as templates: the longest path. */
const segment = (written: string): string =>
  written.replaceAll(/:(\w+)(?:\{[^{}]*\})?/g, '{$1}').replaceAll(/[[\]]/g, '');

/** `spec` of a regular expression says how its path is written. */
const regexPath = (options: PhpValue | undefined): string | undefined =>
  textOf(entryOf(options, 'spec'))?.replaceAll(/%(\w+)%/g, ':$1');

function ending(place: Place, line: number): readonly DeclaredRoute[] {
  const { codebase } = place.machine;
  const origin: ReadOrigin = { kind: 'read', file: place.file, line };
  const path = place.prefix;
  const declared = codebase.class(place.controller);
  const isRest =
    declared !== undefined &&
    place.action === undefined &&
    kindNames(codebase, declared).some((name) => name.endsWith('AbstractRestfulController'));
  if (isRest) return restful(place, origin);
  const body = bodyFor(codebase, place.controller, place.action);
  return toDeclared(codebase, dialect, {
    technology: 'laminas',
    methods: place.methods.length > 0 ? place.methods : methodsOfBody(codebase, body, dialect),
    path,
    body,
    guards: [],
    origin,
  });
}

const camel = (name: string): string =>
  name.replaceAll(/[-_.](\w)/g, (_, letter: string) => letter.toUpperCase());

const bodyFor = (
  codebase: PhpCodebase,
  controller: string | undefined,
  action = 'index',
): PhpBody | undefined =>
  methodBody(codebase, controller, `${camel(action)}Action`) ?? methodBody(codebase, controller, 'handle');

const restMethods: readonly (readonly [name: string, method: Method, needsId: boolean])[] = [
  ['getList', 'GET', false],
  ['create', 'POST', false],
  ['get', 'GET', true],
  ['update', 'PUT', true],
  ['patch', 'PATCH', true],
  ['delete', 'DELETE', true],
];

function restful(place: Place, origin: ReadOrigin): readonly DeclaredRoute[] {
  const { codebase } = place.machine;
  const declared = codebase.class(place.controller);
  const whole = place.prefix.text;
  const plain = whole.replace(/\/?\{\w+\}$/, '');
  return restMethods.flatMap(([name, method, needsId]) => {
    const own = declared?.methods.get(name.toLowerCase());
    if (own === undefined || (needsId && whole === plain)) return [];
    return toDeclared(codebase, dialect, {
      technology: 'laminas',
      methods: [method],
      path: { ...place.prefix, text: needsId ? whole : plain },
      body: methodBody(codebase, place.controller, name),
      guards: [],
      origin,
    });
  });
}
