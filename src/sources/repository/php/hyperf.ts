import type { Method } from '../../../model/api.ts';
import type { DeclaredRoute } from '../http/declared.ts';
import type { RoutePath } from '../http/paths.ts';
import type { JudgedGuard } from '../http/routing.ts';
import { bodyOfMethod, bodyOfValue } from './body.ts';
import { argumentValues } from './calls.ts';
import type { PhpAttribute, PhpClass } from './classes.ts';
import type { PhpCodebase } from './codebase.ts';
import { judgeClass, judged } from './guards.ts';
import { callValue, createMachine, runFile } from './machine.ts';
import type { Machine } from './machine.ts';
import { methodsNamed } from './methods.ts';
import type { Dialect } from './parameters.ts';
import { routePath, joinBelow } from './paths.ts';
import { toDeclared } from './route.ts';
import type { Arguments, PhpValue, Site } from './value.ts';
import { argument, entryOf, originAt, textOf, textsOf } from './value.ts';

const dialect: Dialect = {
  methods: {
    query: 'query',
    input: 'input',
    post: 'body',
    header: 'header',
    cookie: 'cookie',
    file: 'file',
    has: 'input',
    getheaderline: 'header',
  },
  bags: { all: 'input', getqueryparams: 'query', getparsedbody: 'body', getcookieparams: 'cookie' },
  lists: { inputs: 'input' },
  requestType: /(^|\\)(RequestInterface|ServerRequestInterface|\w*Request)$/,
  receivers: /^\$this->request$/,
};

interface Context {
  readonly machine: Machine;
  prefix: RoutePath;
  middleware: readonly PhpValue[];
  readonly found: DeclaredRoute[];
}

/** Routes of Hyperf: `config/routes.php` and annotations of controllers. */
export function hyperfRoutes(codebase: PhpCodebase): readonly DeclaredRoute[] {
  const files = codebase.sources.filter(({ text }) => /Hyperf\\HttpServer\\(Router|Annotation)/.test(text));
  if (files.length === 0) return [];
  const machine = createMachine(codebase, {
    staticCall: (name, method, args, site) =>
      name.endsWith('Hyperf\\HttpServer\\Router\\Router')
        ? callRouter(context, method, args, site)
        : undefined,
  });
  const context: Context = { machine, prefix: { text: '', resolved: true }, middleware: [], found: [] };
  for (const { path, text } of files)
    if (/Router::/.test(text) && !/^\s*(abstract\s+|final\s+)?class\s/m.test(text)) runFile(machine, path);
  const declared = files.flatMap(({ path, text }) =>
    /Annotation\\/.test(text) ? [...(codebase.file(path)?.classes.values() ?? [])] : [],
  );
  return [...context.found, ...declared.flatMap((each) => annotated(machine, each))];
}

function callRouter(context: Context, method: string, args: Arguments, site: Site): PhpValue | undefined {
  const { machine } = context;
  if (method === 'addgroup') {
    const outer = { prefix: context.prefix, middleware: context.middleware };
    context.prefix = joinBelow(outer.prefix, routePath(args[0]?.value));
    context.middleware = [...outer.middleware, ...middlewareIn(args[2]?.value)];
    if (args[1] !== undefined) callValue(machine, args[1].value, []);
    context.prefix = outer.prefix;
    context.middleware = outer.middleware;
    return { kind: 'null' };
  }
  const isAdd = method === 'addroute';
  const methods = isAdd ? methodsNamed(textsOf(args[0]?.value)) : methodsNamed([method]);
  if (methods.length === 0) return undefined;
  const [path, handler, options] = isAdd ? args.slice(1) : args;
  context.found.push(
    ...toDeclared(machine.codebase, dialect, {
      technology: 'hyperf',
      methods,
      path: joinBelow(context.prefix, routePath(path?.value)),
      body: bodyOfValue(machine.codebase, handler?.value),
      guards: [...context.middleware, ...middlewareIn(options?.value)].map((value) =>
        judge(machine, value, site),
      ),
      origin: originAt(site.scope.file, site.node),
    }),
  );
  return { kind: 'null' };
}

const middlewareIn = (options: PhpValue | undefined): readonly PhpValue[] => {
  const list = entryOf(options, 'middleware');
  return list?.kind === 'array' ? list.entries.map(({ value }) => value) : list === undefined ? [] : [list];
};

function judge(machine: Machine, value: PhpValue, site: Site): JudgedGuard {
  const name = textOf(value) ?? 'unresolved middleware';
  const found = judgeClass(machine.codebase, name, () => undefined, ['process']);
  return judged(
    name.split('\\').at(-1) ?? name,
    found.verdict,
    found.origin ?? originAt(site.scope.file, site.node),
    { resolved: found.resolved },
  );
}

const verbs: Readonly<Record<string, readonly Method[]>> = {
  GetMapping: ['GET'],
  PostMapping: ['POST'],
  PutMapping: ['PUT'],
  PatchMapping: ['PATCH'],
  DeleteMapping: ['DELETE'],
};

function annotated(machine: Machine, declared: PhpClass): readonly DeclaredRoute[] {
  const scope = { file: declared.file, class: declared, variables: new Map() };
  const argsOf = (attribute: PhpAttribute): Arguments => argumentValues(machine, attribute.node, scope);
  const controller = declared.attributes.find(({ name }) => /Annotation\\(Auto)?Controller$/.test(name));
  if (controller === undefined) return [];
  const conventional = declared.name
    .replace(/^.*?Controller\\/, '')
    .replace(/Controller$/, '')
    .split('\\')
    .map((part) => part.replaceAll(/(?<!^)([A-Z])/g, '_$1').toLowerCase())
    .join('/');
  const prefix = argument(argsOf(controller), 0, 'prefix');
  const base: RoutePath = prefix === undefined ? { text: conventional, resolved: true } : routePath(prefix);
  const checks = (attributes: readonly PhpAttribute[]): readonly JudgedGuard[] =>
    attributes.flatMap((attribute) =>
      /Annotation\\Middlewares?$/.test(attribute.name)
        ? argsOf(attribute)
            .flatMap(({ value }) =>
              value.kind === 'array' ? value.entries.map((entry) => entry.value) : [value],
            )
            .map((value) => judge(machine, value, { node: attribute.node, scope }))
        : [],
    );
  const isAuto = controller.name.endsWith('AutoController');
  return [...declared.methods.values()].flatMap((method) => {
    if (method.visibility !== 'public' || method.name.startsWith('__')) return [];
    const body = bodyOfMethod(method, declared);
    const guards = [...checks(declared.attributes), ...checks(method.attributes)];
    const origin = originAt(method.file, method.node);
    const make = (methods: readonly Method[], path: RoutePath): readonly DeclaredRoute[] =>
      toDeclared(machine.codebase, dialect, {
        technology: 'hyperf',
        methods,
        path:
          path.text.startsWith('/') && path.text.length > 1 && prefix === undefined
            ? path
            : joinBelow(base, path),
        body,
        guards,
        origin,
      });
    const mapped = method.attributes.flatMap((attribute) => {
      const short = attribute.name.split('\\').at(-1) ?? '';
      const args = argsOf(attribute);
      if (short !== 'RequestMapping' && verbs[short] === undefined) return [];
      const said = methodsNamed(textsOf(argument(args, 1, 'methods')));
      const path = argument(args, 0, 'path');
      return make(
        verbs[short] ?? (said.length > 0 ? said : ['GET', 'POST']),
        path === undefined ? { text: method.name, resolved: true } : routePath(path),
      );
    });
    return mapped.length === 0 && isAuto
      ? make(['GET', 'POST', 'HEAD'], { text: method.name, resolved: true })
      : mapped;
  });
}
