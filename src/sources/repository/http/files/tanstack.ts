import { folderOf } from '../../file-paths.ts';
import type { Method, Parameter } from '../../../../model/api.ts';
import { walk } from '../../javascript/syntax.ts';
import type { ObjectValue, ResultValue, Value } from '../../javascript/value.ts';
import { textOf } from '../../javascript/value.ts';
import { parseJson } from '../../json.ts';
import { importersOf } from '../../javascript/relevance.ts';
import { patternReads } from '../member-reads.ts';
import type { Route } from '../routing.ts';
import { schemaFields } from '../schemas.ts';
import type { FileContext } from './file-app.ts';
import type { FileHandler } from './handlers.ts';
import { exportedHandler, verbs } from './handlers.ts';
import { routesOf } from './route.ts';

const packages = [
  '@tanstack/react-router',
  '@tanstack/solid-router',
  '@tanstack/react-start',
  '@tanstack/solid-start',
  '@tanstack/start',
];

/**
 * TanStack Router where a server renders it (TanStack Start), or where no package says what it belongs to: routes by
 * the path they name themselves, handlers of server routes by verb. Routes of a browser application are no endpoints.
 */
export function tanstackRoutes(context: FileContext): readonly Route[] {
  return importersOf(context.codebase, packages).flatMap((path) => {
    if (!isServed(context, path)) return [];
    const names = context.evaluator.modules.exportsOf(path).map(([name]) => name);
    const scope = context.evaluator.modules.scopeOf(path);
    const local = [...(scope?.bindings.entries() ?? [])].flatMap(([name, { value }]) =>
      value?.kind === 'result' && !names.includes(name) ? [value] : [],
    );
    const exported = names.flatMap((name) => exportedHandler(context, path, name)?.value ?? []);
    return [...new Set([...exported, ...local])].flatMap((value) =>
      value.kind === 'result' ? routesOfValue(context, value) : [],
    );
  });
}

function isServed({ codebase }: FileContext, path: string): boolean {
  for (let at = folderOf(path); ; at = folderOf(at)) {
    const text = codebase.repository.files.get(at === '' ? 'package.json' : `${at}/package.json`)?.text;
    if (text !== undefined) {
      const json = parseJson(text);
      const names = ['dependencies', 'devDependencies'].flatMap((key) =>
        json
          .at(key)
          .entries()
          .map(([name]) => name),
      );
      return names.some((name) => /^@tanstack\/((react|solid)-)?start$/.test(name));
    }
    if (at === '') return true;
  }
}

function routesOfValue(context: FileContext, value: ResultValue): readonly Route[] {
  const path = pathOf(context, value, 0);
  if (path === undefined || isLayout(value)) return [];
  const [options] = value.args;
  const config = options?.kind === 'object' ? options : undefined;
  const handlers = serverHandlers(value, config);
  const handler: FileHandler = { value: handlerOf(config), site: value.site, wrappers: [] };
  const parameters = config === undefined ? [] : searchParameters(config, value);
  const isApi = handlers.length > 0 && config?.fields.has('component') !== true;
  const page = isApi ? [] : [{ method: 'GET' as const, handler }];
  return [...page, ...handlers].flatMap((each) =>
    routesOf(context, {
      technology: 'tanstack',
      methods: [each.method],
      paths: [path],
      handler: each.handler,
      before: [],
      parameters: each.method === 'GET' ? parameters : [],
    }),
  );
}

const handlerOf = (config: ObjectValue | undefined): Value =>
  config?.fields.get('loader') ?? config?.fields.get('component') ?? { kind: 'primitive', value: undefined };

const makerOf = (value: ResultValue): string =>
  value.callee.path
    .replace(/(\(\))+/g, '')
    .split('.')
    .at(0) ?? '';

/** The path of `createFileRoute('/posts')`, or of `createRoute({ getParentRoute, path })` joined to those above it. */
function pathOf(context: FileContext, value: ResultValue, depth: number): string | undefined {
  if (depth > 20) return undefined;
  const maker = makerOf(value);
  if (/^(createFileRoute|createServerFileRoute|createAPIFileRoute|createLazyFileRoute)$/.test(maker)) {
    const written = value.callee.made?.args[0] ?? firstArgs(value);
    const text = written === undefined ? undefined : textOf(written);
    return text === undefined ? undefined : shown(text);
  }
  const [options] = value.args;
  const own = options?.kind === 'object' ? options.fields.get('path') : undefined;
  const text = own === undefined ? undefined : textOf(own);
  if (maker.startsWith('createRootRoute'))
    return text === undefined ? (depth > 0 ? '' : undefined) : shown(text);
  if (maker !== 'createRoute' || options?.kind !== 'object') return undefined;
  const parent = options.fields.get('getParentRoute');
  const above =
    parent?.kind === 'function' ? context.evaluator.machine.call(parent, [], value.site) : undefined;
  const prefix = above?.kind === 'result' ? pathOf(context, above, depth + 1) : undefined;
  if (prefix === undefined || (text === undefined && depth === 0)) return undefined;
  return shown(`${prefix}/${text ?? ''}`);
}

/** Arguments of the first call of a chain: `createServerFileRoute('/api/x').methods({ … })`. */
function firstArgs(value: ResultValue): Value | undefined {
  let at: ResultValue = value;
  for (let depth = 0; at.callee.on !== undefined && depth < 10; depth += 1) at = at.callee.on;
  return at.args[0];
}

/** `$id` is a parameter, `$` the rest; groups and layouts without a path do not show. */
const shown = (path: string): string => {
  const parts = path
    .split('/')
    .filter((part) => part !== '' && !part.startsWith('_') && !/^\(.*\)$/.test(part))
    .map((part) => part.replace(/_$/, ''))
    .map((part) => (part === '$' ? '*splat' : part.replaceAll(/\{?\$(\w+)\}?/g, ':$1')));
  return `/${parts.join('/')}`;
};

/** A layout without a path is no page: `/_auth`, `/(app)/_shell`. */
function isLayout(value: ResultValue): boolean {
  const written = value.callee.made?.args[0] ?? firstArgs(value);
  const options = value.args[0];
  const own = options?.kind === 'object' ? options.fields.get('path') : undefined;
  const text = (written && textOf(written)) ?? (own && textOf(own)) ?? '';
  return /(^|\/)_[^/]*$|\/\([^/]*\)$/.test(text) && text !== '';
}

interface Handled {
  readonly method: Method;
  readonly handler: FileHandler;
}

/** `server: { handlers: { GET } }`, or what `methods({ GET })` was given. */
function serverHandlers(value: ResultValue, config: ObjectValue | undefined): readonly Handled[] {
  const server = config?.fields.get('server');
  const nested = server?.kind === 'object' ? server.fields.get('handlers') : undefined;
  const direct = /\.methods$|createAPIFileRoute/.test(value.callee.path) ? config : undefined;
  const table = nested?.kind === 'object' ? nested : direct;
  return verbs.flatMap((method) => {
    const found = table?.fields.get(method);
    return found === undefined ? [] : [{ method, handler: { value: found, site: value.site, wrappers: [] } }];
  });
}

/** `validateSearch`: a schema, an adapter around one, or a function that gives an object. */
function searchParameters(config: ObjectValue, { site }: ResultValue): readonly Parameter[] {
  const search = config.fields.get('validateSearch');
  const names =
    search === undefined ? [] : search.kind === 'function' ? keysReturned(search) : schemaFields(search);
  return names.map((field) => ({ required: false, ...field, in: 'query', origin: site.origin }));
}

function keysReturned({
  node,
}: Extract<Value, { kind: 'function' }>): readonly { readonly name: string; readonly type?: string }[] {
  const found: { name: string }[] = [];
  if (node.body === null) return [];
  walk(node.body, (each) => {
    if (each.type !== 'ObjectExpression') return;
    for (const property of each.properties)
      if (property.type === 'Property' && property.key.type === 'Identifier')
        found.push({ name: property.key.name });
    return false;
  });
  return found.length > 0 ? found : node.params.flatMap((param) => patternReads(param));
}
