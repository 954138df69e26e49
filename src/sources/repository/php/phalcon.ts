import type { Method } from '../../../model/api.ts';
import type { DeclaredRoute } from '../http/declared.ts';
import type { RoutePath } from '../http/paths.ts';
import { parseAnnotation, textsOfAnnotation } from './annotations.ts';
import { bodyOfClosure, bodyOfMethod, bodyOfValue, methodBody } from './body.ts';
import type { PhpBody } from './body.ts';
import type { PhpClass } from './classes.ts';
import type { PhpCodebase } from './codebase.ts';
import { createMachine, runFile } from './machine.ts';
import type { Machine } from './machine.ts';
import { methodsNamed } from './methods.ts';
import { methodsOfBody } from './methods-of-body.ts';
import type { Dialect } from './parameters.ts';
import { bracePath, routePath } from './paths.ts';
import { toDeclared } from './route.ts';
import { docTags } from './syntax.ts';
import type { Arguments, Host, PhpValue, Site } from './value.ts';
import { entryOf, originAt, textOf, textsOf } from './value.ts';

const dialect: Dialect = {
  methods: {
    getquery: 'query',
    getpost: 'body',
    getput: 'body',
    get: 'input',
    getheader: 'header',
    getjsonrawbody: 'body',
  },
  bags: { getjsonrawbody: 'body', getquery: 'query', getpost: 'body' },
  requestType: /(^|\\)Request(Interface)?$/,
  receivers: /^(\$this->request|\$app->request|\$request)$/,
};

/** `$this->cookies->get('x')` stands beside the request. */
const cookieDialect: Dialect = {
  ...dialect,
  bags: { ...dialect.bags, cookies: 'cookie' },
  receivers: /^(\$this|\$this->request|\$app->request|\$app)$/,
};

interface Found {
  methods: readonly Method[];
  readonly path: RoutePath;
  readonly body: PhpBody | undefined;
  readonly site: Site;
}

interface Collection {
  prefix: RoutePath;
  handler: string | undefined;
  readonly found: Found[];
}

/** Routes of Phalcon: the router, groups that are mounted, micro applications and annotations. */
export function phalconRoutes(codebase: PhpCodebase): readonly DeclaredRoute[] {
  const files = codebase.sources.filter(({ text }) => /Phalcon\\/.test(text));
  if (files.length === 0) return [];
  const root: Collection = { prefix: { text: '', resolved: true }, handler: undefined, found: [] };
  const machine = createMachine(codebase, {
    newObject: (name, args) => {
      if (/Phalcon\\Mvc\\(Micro|Router|Application)$/.test(name)) return collectionHost(machine, root, root);
      if (!/Phalcon\\Mvc\\(Micro\\Collection|Router\\Group)$/.test(name)) return undefined;
      const controller = textOf(entryOf(args[0]?.value, 'controller'));
      return collectionHost(
        machine,
        { prefix: { text: '', resolved: true }, handler: controller, found: [] },
        root,
      );
    },
    variable: (name, scope) =>
      (name === 'router' || name === 'app') && /Phalcon\\/.test(scope.file.root.text)
        ? collectionHost(machine, root, root)
        : undefined,
  });
  for (const { path, text } of files)
    if (
      /->(add\w*|mount|get|post|map|put|delete)\s*\(/.test(text) &&
      !/^\s*(abstract\s+|final\s+)?class\s/m.test(text) &&
      !machine.included.has(path)
    )
      runFile(machine, path);
  const controllers = files.flatMap(({ path }) =>
    [...(codebase.file(path)?.classes.values() ?? [])].filter(({ name }) => name.endsWith('Controller')),
  );
  const routed = root.found.flatMap((each) =>
    toDeclared(codebase, cookieDialect, {
      technology: 'phalcon',
      methods: each.methods,
      path: each.path,
      body: each.body,
      guards: [],
      origin: originAt(each.site.scope.file, each.site.node),
    }),
  );
  const usesRouter = files.some(({ text }) => /Mvc\\Router\b|Mvc\\Application\b/.test(text));
  return [...routed, ...controllers.flatMap((declared) => controllerRoutes(codebase, declared, usesRouter))];
}

const at = (prefix: RoutePath, path: RoutePath): RoutePath => {
  const why = prefix.why ?? path.why;
  return {
    text: `${prefix.text}${path.text}`,
    resolved: prefix.resolved && path.resolved,
    ...(why === undefined ? {} : { why }),
  };
};

function collectionHost(machine: Machine, own: Collection, root: Collection): PhpValue {
  const host: Host & { readonly collection: Collection } = {
    className: 'Phalcon\\Mvc\\Router',
    collection: own,
    call: (method, args, site) => {
      switch (method) {
        case 'setprefix':
          own.prefix = routePath(args[0]?.value);
          return { kind: 'host', host };
        case 'sethandler': {
          const given = args[0]?.value;
          own.handler = given?.kind === 'object' ? given.className : textOf(given);
          return { kind: 'host', host };
        }
        case 'mount': {
          const given = args[0]?.value;
          const inner =
            given?.kind === 'host' && 'collection' in given.host ? mounted.get(given.host) : undefined;
          if (inner !== undefined)
            root.found.push(...inner.found.map((each) => ({ ...each, path: at(inner.prefix, each.path) })));
          return { kind: 'host', host };
        }
        default:
          return add(machine, own, method, args, site);
      }
    },
  };
  mounted.set(host, own);
  return { kind: 'host', host };
}

/** The collection behind a host. */
const mounted = new WeakMap<Host, Collection>();

function add(
  machine: Machine,
  own: Collection,
  method: string,
  args: Arguments,
  site: Site,
): PhpValue | undefined {
  const verb = /^(?:add)?(get|post|put|patch|delete|options|head)$/.exec(method)?.[1];
  if (verb === undefined && method !== 'add' && method !== 'map') return undefined;
  const body = handlerBody(machine, own, args[1]?.value);
  const inner = args[2]?.value;
  const said = method === 'add' ? methodsNamed(textsOf(inner)) : [];
  const found: Found = {
    methods:
      verb === undefined
        ? said.length > 0
          ? said
          : methodsOfBody(machine.codebase, body, cookieDialect)
        : methodsNamed([verb]),
    path: routePath(args[0]?.value, phalconPath),
    body,
    site,
  };
  own.found.push(found);
  const host: Host = {
    className: 'Phalcon\\Mvc\\Router\\Route',
    call: (called, more) => {
      if (called === 'via' || called === 'setHttpMethods'.toLowerCase())
        found.methods = methodsNamed(textsOf(more[0]?.value));
      return { kind: 'host', host };
    },
  };
  return { kind: 'host', host };
}

const phalconPath = (written: string): string =>
  bracePath(written.replaceAll(/(?<![\w{]):([a-z]\w*)/g, '{$1}'));

/** `Products::edit`, `['controller' => …, 'action' => …]`, a method of the collection's handler, a closure. */
function handlerBody(machine: Machine, own: Collection, value: PhpValue | undefined): PhpBody | undefined {
  const { codebase } = machine;
  const closure = bodyOfClosure(value);
  if (closure !== undefined) return closure;
  const written = textOf(value);
  const [owner, action] =
    written?.includes('::') === true
      ? written.split('::')
      : [textOf(entryOf(value, 'controller')) ?? own.handler, textOf(entryOf(value, 'action')) ?? written];
  if (owner === undefined || action === undefined) return bodyOfValue(codebase, value);
  const named = `${owner.slice(0, 1).toUpperCase()}${owner.slice(1)}Controller`;
  const names = [
    owner,
    named,
    ...codebase.sources.flatMap(({ path }) =>
      path.endsWith(`/${named}.php`)
        ? [...(codebase.file(path)?.classes.values() ?? [])].map(({ name }) => name)
        : [],
    ),
  ];
  return names.flatMap(
    (name) => methodBody(codebase, name, `${action}Action`) ?? methodBody(codebase, name, action) ?? [],
  )[0];
}

const kinds: Readonly<Record<string, readonly Method[]>> = {
  Get: ['GET'],
  Post: ['POST'],
  Put: ['PUT'],
  Patch: ['PATCH'],
  Delete: ['DELETE'],
  Options: ['OPTIONS'],
};

/** Annotations where the class has a prefix, else `/controller/action`. */
function controllerRoutes(
  codebase: PhpCodebase,
  declared: PhpClass,
  usesRouter: boolean,
): readonly DeclaredRoute[] {
  if (declared.isAbstract || declared.kind !== 'class') return [];
  const prefixTag = docTags(declared.doc).find(({ tag }) => tag === 'RoutePrefix');
  const prefix =
    textsOfAnnotation(
      prefixTag === undefined ? undefined : parseAnnotation(prefixTag.rest).positional[0],
    )[0] ?? '';
  const short = (declared.name.split('\\').at(-1) ?? '')
    .replace(/Controller$/, '')
    .replaceAll(/(?<!^)([A-Z])/g, '-$1')
    .toLowerCase();
  return [...declared.methods.values()].flatMap((method) => {
    const body = bodyOfMethod(method, declared);
    if (method.visibility !== 'public' || body === undefined) return [];
    const origin = originAt(method.file, method.node);
    const make = (methods: readonly Method[], text: string): readonly DeclaredRoute[] =>
      toDeclared(codebase, cookieDialect, {
        technology: 'phalcon',
        methods,
        path: { text, resolved: true },
        body,
        guards: [],
        origin,
      });
    const tags = docTags(method.doc).filter(({ tag }) => tag === 'Route' || kinds[tag] !== undefined);
    if (tags.length > 0)
      return tags.flatMap(({ tag, rest }) => {
        const { positional, named } = parseAnnotation(rest);
        const path = textsOfAnnotation(positional[0])[0] ?? '';
        const methods = methodsNamed(textsOfAnnotation(named.get('methods')));
        return make(
          kinds[tag] ?? (methods.length > 0 ? methods : methodsOfBody(codebase, body, dialect)),
          `${prefix}${phalconPath(path)}`,
        );
      });
    if (!usesRouter || prefixTag !== undefined || !method.name.endsWith('Action')) return [];
    const action = method.name.slice(0, -'Action'.length);
    const tail = method.parameters.map(({ name }) => `/{${name}}`).join('');
    return make(
      methodsOfBody(codebase, body, dialect),
      action === 'index' ? `/${short}` : `/${short}/${action}${tail}`,
    );
  });
}
