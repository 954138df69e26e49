import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { PhpCodebase } from '../codebase.ts';
import { callValue, createMachine, runFile } from '../machine.ts';
import { methodsNamed } from '../methods.ts';
import { routePath, joinBelow } from '../paths.ts';
import { entryOf, textOf, textsOf } from '../value.ts';
import type { Arguments, Host, PhpValue, Site } from '../value.ts';
import { resources } from './resources.ts';
import { camel, dashed, declare } from './routes.ts';
import type { Context, Found, Scope } from './routes.ts';

/** Routes of CakePHP: scopes and prefixes nest, resources become their routes, fallbacks open every action of a controller. */
export function cakephpRoutes(codebase: PhpCodebase): readonly DeclaredRoute[] {
  const files = codebase.sources.filter(
    ({ text }) =>
      /Cake\\Routing\\(RouteBuilder|Router)/.test(text) &&
      /->(connect|scope|resources|prefix|get|post|fallbacks|plugin)\(|Router::/.test(text),
  );
  if (files.length === 0) return [];
  const root: Scope = { prefix: { text: '', resolved: true }, folder: '', plugin: undefined };
  const machine = createMachine(codebase, {
    staticCall: (name, method, args, site) =>
      /(^|\\)Router$/.test(name) ? callBuilder(context, root, method, args, site) : undefined,
    variable: (name, scope) =>
      (name === 'routes' || name === 'builder') && /RouteBuilder/.test(scope.file.root.text)
        ? builder(context, root)
        : undefined,
    inject: (type) => (type.endsWith('RouteBuilder') ? builder(context, root) : undefined),
  });
  const context: Context = { machine, found: [], fallbacks: [] };
  for (const { path } of files.filter((file) => file.path.endsWith('routes.php'))) {
    const given = runFile(machine, path);
    if (given.kind === 'closure')
      callValue(machine, given, [{ value: builder(context, root), node: given.node }]);
  }
  return [...context.found.flatMap((each) => declare(machine, each)), ...fallbackRoutes(context)];
}

function builder(context: Context, scope: Scope): PhpValue {
  const host: Host = {
    className: 'Cake\\Routing\\RouteBuilder',
    call: (method, args, site) => callBuilder(context, scope, method, args, site) ?? { kind: 'host', host },
  };
  return { kind: 'host', host };
}

function callBuilder(
  context: Context,
  scope: Scope,
  method: string,
  args: Arguments,
  site: Site,
): PhpValue | undefined {
  const [first] = args;
  const options = args.find(({ value }, at) => at > 0 && value.kind === 'array')?.value;
  switch (method) {
    case 'scope':
      return within(
        context,
        { ...scope, prefix: joinBelow(scope.prefix, routePath(first?.value, cakePath)) },
        args,
      );
    case 'prefix': {
      const name = textOf(first?.value) ?? '';
      const path = entryOf(options, 'path') ?? { kind: 'text', text: dashed(name) };
      const folder = [scope.folder, camel(name)].filter((part) => part !== '').join('\\');
      return within(
        context,
        { ...scope, folder, prefix: joinBelow(scope.prefix, routePath(path, cakePath)) },
        args,
      );
    }
    case 'plugin': {
      const name = textOf(first?.value) ?? '';
      const path = entryOf(options, 'path') ?? { kind: 'text', text: dashed(name) };
      return within(
        context,
        { ...scope, plugin: name, prefix: joinBelow(scope.prefix, routePath(path, cakePath)) },
        args,
      );
    }
    case 'resources':
      return resources(context, scope, args, site);
    case 'fallbacks':
      context.fallbacks.push({ scope, site });
      return { kind: 'null' };
    case 'connect':
      return connect(context, scope, [], args, site);
    default: {
      const methods = /^(get|post|put|patch|delete|options|head)$/.test(method) ? methodsNamed([method]) : [];
      return methods.length === 0 ? undefined : connect(context, scope, methods, args, site);
    }
  }
}

export function within(context: Context, scope: Scope, args: Arguments): PhpValue {
  const closure = args.find(({ value }) => value.kind === 'closure');
  if (closure !== undefined)
    callValue(context.machine, closure.value, [{ value: builder(context, scope), node: closure.node }]);
  return { kind: 'null' };
}

function connect(
  context: Context,
  scope: Scope,
  methods: readonly Method[],
  args: Arguments,
  site: Site,
): PhpValue {
  const target = args[1]?.value;
  const written = textOf(target);
  const [owner, action] = written?.split('::') ?? [
    textOf(entryOf(target, 'controller')),
    textOf(entryOf(target, 'action')),
  ];
  if (
    target?.kind === 'array' &&
    entryOf(target, 'redirect') === undefined &&
    owner === undefined &&
    entryOf(target, 'controller') === undefined &&
    entryOf(target, 'plugin') !== undefined
  )
    return { kind: 'null' };
  const said = methodsNamed([
    ...textsOf(entryOf(target, '_method')),
    ...textsOf(entryOf(target, '[method]')),
  ]);
  const prefix = textOf(entryOf(target, 'prefix'));
  const found: Found = {
    methods: methods.length > 0 ? methods : said,
    path: joinBelow(scope.prefix, routePath(args[0]?.value, cakePath)),
    controller: owner?.split('.').at(-1),
    action: action ?? 'index',
    scope: prefix === undefined ? scope : { ...scope, folder: camel(prefix) },
    site,
  };
  context.found.push(found);
  const host: Host = {
    className: 'Cake\\Routing\\Route\\Route',
    call: (method, more) => {
      if (method === 'setmethods') found.methods = methodsNamed(textsOf(more[0]?.value));
      return { kind: 'host', host };
    },
  };
  return { kind: 'host', host };
}

/** `:id`, `{id}`, `*` and `**` as templates. */
export const cakePath = (written: string): string =>
  written.replaceAll(/:([a-z_]\w*)/gi, '{$1}').replaceAll(/\*\*?$/g, '{*}');

/** `/{controller}/{action}/*` for every controller below the scope. */
function fallbackRoutes({ machine, fallbacks, found }: Context): readonly DeclaredRoute[] {
  const { codebase } = machine;
  return fallbacks.flatMap(({ scope, site }) => {
    const folder = scope.folder === '' ? '' : `${scope.folder.replaceAll('\\', '/')}/`;
    const pattern = new RegExp(`(^|/)src/Controller/${folder}(\\w+)Controller\\.php$`);
    return codebase.sources.flatMap(({ path }) => {
      const name = pattern.exec(path)?.[2];
      const owner =
        name === undefined || name === 'App'
          ? undefined
          : [...(codebase.file(path)?.classes.values() ?? [])][0];
      if (name === undefined || owner === undefined || owner.isAbstract) return [];
      return [...owner.methods.values()].flatMap((method) => {
        if (
          method.visibility !== 'public' ||
          /^(initialize|beforeFilter|beforeRender|afterFilter|__\w+)$/.test(method.name) ||
          method.name.startsWith('_')
        )
          return [];
        if (
          found.some(
            (each) =>
              each.controller === name && each.action === method.name && each.scope.folder === scope.folder,
          )
        )
          return [];
        const tail = method.parameters
          .filter((parameter) => parameter.default === undefined || parameter.name === 'id')
          .map((parameter) => `/{${parameter.name}}`)
          .join('');
        const action = method.name === 'index' ? '' : `/${dashed(method.name)}`;
        return declare(machine, {
          methods: [],
          path: joinBelow(scope.prefix, { text: `${dashed(name)}${action}${tail}`, resolved: true }),
          controller: name,
          action: method.name,
          scope,
          site,
        });
      });
    });
  });
}
