import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { PhpCodebase } from '../codebase.ts';
import { judgeClass, judged } from '../guards.ts';
import { callValue, createMachine, runFile } from '../machine.ts';
import { methodsNamed } from '../methods.ts';
import { routePath, joinBelow } from '../paths.ts';
import { argument, entryOf, originAt, textOf, textsOf } from '../value.ts';
import type { Arguments, Host, PhpValue, Site } from '../value.ts';
import { conventional } from './controllers.ts';
import { handlerBody, push, thinkPath } from './routes.ts';
import type { Context } from './routes.ts';

/** Routes of ThinkPHP: files below `route`, attributes and comments of controllers, and controllers by their names. */
export function thinkphpRoutes(codebase: PhpCodebase): readonly DeclaredRoute[] {
  const isThink =
    codebase.sources.some(({ text }) =>
      /\bthink\\(facade|Controller|Request|App|route)|use\s+think\\/.test(text),
    ) ||
    [...codebase.repository.files.values()].some(
      ({ path, text }) => /(^|\/)composer\.json$/.test(path) && text.includes('"topthink/framework"'),
    );
  if (!isThink) return [];
  const machine = createMachine(codebase, {
    staticCall: (name, method, args, site) =>
      /^think\\(facade\\)?Route$|^Route$/.test(name) ? callRouter(context, method, args, site) : undefined,
  });
  const context: Context = {
    machine,
    prefix: { text: '', resolved: true },
    guards: [],
    module: undefined,
    found: [],
  };
  for (const { path, text } of codebase.sources) {
    if (!/(^|\/)route\/[^/]+\.php$|(^|\/)application\/route\.php$/.test(path) || !/Route::/.test(text))
      continue;
    context.module = /(?:^|\/)app\/([^/]+)\/route\//.exec(path)?.[1];
    context.prefix = { text: context.module ?? '', resolved: true };
    runFile(machine, path);
  }
  const controllers = codebase.sources.filter(({ path }) =>
    /(^|\/)(app|application)\/(?:.+\/)?controller\/.+\.php$/.test(path),
  );
  return [...context.found, ...controllers.flatMap(({ path }) => conventional(machine, path))];
}

function callRouter(context: Context, method: string, args: Arguments, site: Site): PhpValue | undefined {
  switch (method) {
    case 'group':
      return group(context, args);
    case 'rule': {
      const said = textOf(argument(args, 2)) ?? '*';
      const methods = methodsNamed([said]);
      return add(context, methods.length === 0 ? ['ANY'] : methods, args, site);
    }
    case 'any':
      return add(context, ['ANY'], args, site);
    case 'resource':
      return resource(context, args, site);
    default: {
      const methods = /^(get|post|put|patch|delete|options|head|view|redirect)$/.test(method)
        ? methodsNamed([/view|redirect/.test(method) ? 'GET' : method])
        : [];
      return methods.length === 0 ? undefined : add(context, methods, args, site);
    }
  }
}

/** Calls on a group come after its routes were made: they are changed then. */
export function group(context: Context, args: Arguments): PhpValue {
  const closure = args.find(({ value }) => value.kind === 'closure');
  const name = args[0]?.value.kind === 'closure' ? undefined : args[0]?.value;
  const outer = context.prefix;
  const start = context.found.length;
  if (name !== undefined) context.prefix = joinBelow(outer, routePath(name, thinkPath));
  if (closure !== undefined) callValue(context.machine, closure.value, []);
  context.prefix = outer;
  const end = context.found.length;
  const host: Host = {
    className: 'think\\route\\RuleGroup',
    call: (method, more, where) => {
      if (method === 'middleware') guard(context, start, end, more, where);
      return { kind: 'host', host };
    },
  };
  return { kind: 'host', host };
}

function guard(context: Context, start: number, end: number, args: Arguments, site: Site): void {
  const checks = args
    .slice(0, 1)
    .flatMap(({ value }) => textsOf(value))
    .map((name) => {
      const found = judgeClass(context.machine.codebase, name, () => undefined, ['handle']);
      return judged(
        name.split('\\').at(-1) ?? name,
        found.verdict,
        found.origin ?? originAt(site.scope.file, site.node),
        { resolved: found.resolved },
      );
    });
  for (let at = start; at < end; at += 1) {
    const route = context.found[at];
    if (route !== undefined) context.found[at] = { ...route, guards: [...checks, ...route.guards] };
  }
}

function add(context: Context, methods: readonly Method[], args: Arguments, site: Site): PhpValue {
  const start = context.found.length;
  const body = handlerBody(context, argument(args, 1));
  push(
    context,
    methods,
    joinBelow(context.prefix, routePath(args[0]?.value, thinkPath)),
    body,
    originAt(site.scope.file, site.node),
  );
  const end = context.found.length;
  const host: Host = {
    className: 'think\\route\\RuleItem',
    call: (method, more, where) => {
      if (method === 'middleware') guard(context, start, end, more, where);
      return { kind: 'host', host };
    },
  };
  return { kind: 'host', host };
}

const actions: readonly (readonly [string, Method, string])[] = [
  ['index', 'GET', ''],
  ['create', 'GET', '/create'],
  ['save', 'POST', ''],
  ['read', 'GET', '/{id}'],
  ['edit', 'GET', '/{id}/edit'],
  ['update', 'PUT', '/{id}'],
  ['delete', 'DELETE', '/{id}'],
];

function resource(context: Context, args: Arguments, site: Site): PhpValue {
  const base = joinBelow(context.prefix, routePath(args[0]?.value, thinkPath));
  const controller = textOf(args[1]?.value) ?? '';
  const [only, except] = [
    textsOf(entryOf(args[2]?.value, 'only')),
    textsOf(entryOf(args[2]?.value, 'except')),
  ];
  for (const [name, method, tail] of actions) {
    if ((only.length > 0 && !only.includes(name)) || except.includes(name)) continue;
    const body = handlerBody(context, { kind: 'text', text: `${controller}/${name}` });
    push(
      context,
      [method],
      { ...base, text: `${base.text}${tail}` },
      body,
      originAt(site.scope.file, site.node),
    );
  }
  return { kind: 'null' };
}
