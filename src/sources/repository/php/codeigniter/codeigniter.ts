import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { PhpCodebase } from '../codebase.ts';
import { callValue, createMachine, runFile } from '../machine.ts';
import { autoRoutes } from './auto-routes.ts';
import { methodsNamed } from '../methods.ts';
import { routePath, joinBelow } from '../paths.ts';
import { entryOf, textOf, textsOf } from '../value.ts';
import type { Arguments, Host, PhpValue, Site } from '../value.ts';
import { readFilters } from './filters.ts';
import { handlerBody, placeholders, push } from './routes.ts';
import type { Context } from './routes.ts';
import { oldRoutes } from './version-3.ts';

/** Routes of CodeIgniter 4 (`app/Config/Routes.php`) and 3 (`$route[…]` and the names of controllers). */
export function codeigniterRoutes(codebase: PhpCodebase): readonly DeclaredRoute[] {
  const files = codebase.sources.filter(
    ({ path, text }) =>
      /(^|\/)Config\/Routes\.php$/.test(path) ||
      (/(^|\/)Config\/.*Routes?\.php$|(^|\/)Routes\.php$/.test(path) && /CodeIgniter\\/.test(text)),
  );
  const modern =
    files.length === 0
      ? []
      : modernRoutes(
          codebase,
          files.map(({ path }) => path),
        );
  return [...modern, ...oldRoutes(codebase)];
}

function modernRoutes(codebase: PhpCodebase, paths: readonly string[]): readonly DeclaredRoute[] {
  const machine = createMachine(codebase, {
    variable: (name) => (name === 'routes' ? collection(context) : undefined),
    staticCall: (name, method) =>
      name.endsWith('Services') && method === 'routes' ? collection(context) : undefined,
    inject: (type) => (type.endsWith('RouteCollection') ? collection(context) : undefined),
  });
  const context: Context = {
    machine,
    filters: readFilters(machine),
    group: { prefix: { text: '', resolved: true }, filters: [], namespace: undefined },
    namespace: 'App\\Controllers',
    found: [],
  };
  for (const path of paths) if (!machine.included.has(path)) runFile(machine, path);
  return [...context.found, ...autoRoutes(context)];
}

function callCollection(context: Context, method: string, args: Arguments, site: Site): void {
  const [first, second] = args;
  switch (method) {
    case 'group': {
      const closure = args.find(({ value }) => value.kind === 'closure');
      const options = args.find(({ value }) => value.kind === 'array')?.value;
      const outer = context.group;
      context.group = {
        prefix: joinBelow(outer.prefix, routePath(first?.value, placeholders)),
        filters: [...outer.filters, ...textsOf(entryOf(options, 'filter'))],
        namespace: textOf(entryOf(options, 'namespace')) ?? outer.namespace,
      };
      if (closure !== undefined)
        callValue(context.machine, closure.value, [{ value: collection(context), node: closure.node }]);
      context.group = outer;
      return;
    }
    case 'environment':
      if (second?.value.kind === 'closure')
        callValue(context.machine, second.value, [{ value: collection(context), node: second.node }]);
      return;
    case 'setdefaultnamespace':
      context.namespace = textOf(first?.value) ?? context.namespace;
      return;
    case 'match':
      return add(context, methodsNamed(textsOf(first?.value)), args.slice(1), site);
    case 'add':
      return add(context, ['ANY'], args, site);
    case 'view':
    case 'addredirect':
      return add(context, ['GET'], args.slice(0, 1), site);
    case 'resource':
    case 'presenter':
      return resource(context, method === 'presenter', args, site);
    case 'map':
      for (const entry of first?.value.kind === 'array' ? first.value.entries : [])
        if (entry.key !== undefined)
          add(
            context,
            ['ANY'],
            [
              { value: { kind: 'text', text: entry.key }, node: entry.node },
              { value: entry.value, node: entry.node },
            ],
            site,
          );
      return;
    default:
      if (/^(get|post|put|patch|delete|options|head)$/.test(method))
        add(context, methodsNamed([method]), args, site);
  }
}

function collection(context: Context): PhpValue {
  const host: Host = {
    className: 'CodeIgniter\\Router\\RouteCollection',
    call: (method, args, site) => {
      callCollection(context, method, args, site);
      return { kind: 'host', host };
    },
  };
  return { kind: 'host', host };
}

function add(context: Context, methods: readonly Method[], args: Arguments, site: Site): void {
  const [path, handler, options] = args;
  const body = handlerBody(context, handler?.value);
  const filters = [...context.group.filters, ...textsOf(entryOf(options?.value, 'filter'))];
  push(
    context,
    methods,
    joinBelow(context.group.prefix, routePath(path?.value, placeholders)),
    body,
    filters,
    site,
    handler === undefined,
  );
}

const resourceActions: readonly Action[] = [
  ['index', ['GET'], ''],
  ['new', ['GET'], '/new'],
  ['create', ['POST'], ''],
  ['show', ['GET'], '/{id}'],
  ['edit', ['GET'], '/{id}/edit'],
  ['update', ['PUT', 'PATCH'], '/{id}'],
  ['delete', ['DELETE'], '/{id}'],
];

const presenterActions: readonly Action[] = [
  ['index', ['GET'], ''],
  ['show', ['GET'], '/show/{id}'],
  ['new', ['GET'], '/new'],
  ['create', ['POST'], '/create'],
  ['edit', ['GET'], '/edit/{id}'],
  ['update', ['POST'], '/update/{id}'],
  ['remove', ['GET'], '/remove/{id}'],
  ['delete', ['POST'], '/delete/{id}'],
];

type Action = readonly [name: string, methods: readonly Method[], tail: string];

function resource(context: Context, isPresenter: boolean, args: Arguments, site: Site): void {
  const name = routePath(args[0]?.value, placeholders);
  const options = args[1]?.value;
  const only = textsOf(entryOf(options, 'only'));
  const except = textsOf(entryOf(options, 'except'));
  const last = name.text.split('/').at(-1) ?? '';
  const controller = textOf(entryOf(options, 'controller')) ?? last.slice(0, 1).toUpperCase() + last.slice(1);
  const filters = [...context.group.filters, ...textsOf(entryOf(options, 'filter'))];
  for (const [action, methods, tail] of isPresenter ? presenterActions : resourceActions) {
    if ((only.length > 0 && !only.includes(action)) || except.includes(action)) continue;
    const body = handlerBody(context, { kind: 'text', text: `${controller}::${action}` });
    push(
      context,
      methods,
      joinBelow(context.group.prefix, { ...name, text: `${name.text}${tail}` }),
      body,
      filters,
      site,
    );
  }
}
