import type { Method, Parameter } from '../../../model/api.ts';
import type { DeclaredRoute } from '../http/declared.ts';
import type { JudgedGuard } from '../http/routing.ts';
import { bodyOfClosure, bodyOfMethod, bodyOfValue } from './body.ts';
import type { PhpBody } from './body.ts';
import { instance } from './calls.ts';
import type { PhpCodebase } from './codebase.ts';
import { judged } from './guards.ts';
import { callMethod, createMachine, runFile } from './machine.ts';
import type { Machine } from './machine.ts';
import { methodsNamed } from './methods.ts';
import { methodsOfBody } from './methods-of-body.ts';
import type { Dialect } from './parameters.ts';
import { toDeclared } from './route.ts';
import { signsOf } from './signs.ts';
import type { Arguments, PhpValue, Site } from './value.ts';
import { argument, entryOf, originAt, textOf, textsOf } from './value.ts';

const dialect: Dialect = {
  methods: { get_param: 'input', get_header: 'header', has_param: 'input' },
  bags: {
    get_params: 'input',
    get_query_params: 'query',
    get_body_params: 'body',
    get_json_params: 'body',
    get_file_params: 'file',
  },
  requestType: /WP_REST_Request$/,
  receivers: /^never$/,
  array: 'input',
};

interface Context {
  readonly machine: Machine;
  readonly found: DeclaredRoute[];
  /** Actions of admin-ajax and admin-post with what answers them. */
  readonly actions: { readonly hook: string; readonly body: PhpBody | undefined; readonly site: Site }[];
  readonly seen: Set<string>;
}

const constants: Readonly<Record<string, string>> = {
  READABLE: 'GET',
  CREATABLE: 'POST',
  EDITABLE: 'POST,PUT,PATCH',
  DELETABLE: 'DELETE',
  ALLMETHODS: 'GET,POST,PUT,PATCH,DELETE',
};

const concerns =
  /register_rest_route\s*\(|['"](wp_ajax_|admin_post_)|add_action\s*\(\s*["'](wp_ajax|admin_post)/;

/** Routes of WordPress plugins: the REST API, and actions of `admin-ajax.php` and `admin-post.php`, which keep their query. */
export function wordpressRoutes(codebase: PhpCodebase): readonly DeclaredRoute[] {
  const files = codebase.sources.filter(({ text: source }) => concerns.test(source));
  if (files.length === 0) return [];
  const machine = createMachine(codebase, {
    functionCall: (name, args, site) => hear(context, name, args, site),
  });
  const context: Context = { machine, found: [], actions: [], seen: new Set() };
  for (const { path } of files) {
    if (!machine.included.has(path)) runFile(machine, path);
    runMethods(context, path);
  }
  return [...context.found, ...context.actions.flatMap((each) => actionRoutes(context, each))];
}

/** Methods that register: a class is made by code that may not be seen. */
function runMethods({ machine }: Context, path: string): void {
  const file = machine.codebase.file(path);
  for (const declared of file?.classes.values() ?? []) {
    if (declared.isAbstract || declared.kind !== 'class') continue;
    const self = instance(machine, declared.name, []);
    for (const method of declared.methods.values())
      if (method.name !== '__construct' && concerns.test(method.node.text))
        callMethod(machine, method, [], self);
  }
  for (const own of file?.functions.values() ?? [])
    if (concerns.test(own.node.text)) callMethod(machine, own, [], undefined);
}

function hear(context: Context, name: string, args: Arguments, site: Site): PhpValue | undefined {
  if (name === 'register_rest_route') {
    register(context, args, site);
    return { kind: 'null' };
  }
  if (name !== 'add_action') return undefined;
  const hook = textOf(args[0]?.value);
  if (hook !== undefined && /^(wp_ajax_|admin_post_)./.test(hook)) {
    const key = `${hook}@${site.scope.file.path}:${site.node.line}`;
    if (!context.seen.has(key))
      context.actions.push({ hook, body: callbackBody(context, args[1]?.value, site), site });
    context.seen.add(key);
    return { kind: 'null' };
  }
  return undefined;
}

/** `'name'`, `[$this, 'name']`, `[Foo::class, 'name']`, a closure. */
function callbackBody({ machine }: Context, value: PhpValue | undefined, site: Site): PhpBody | undefined {
  const closure = bodyOfClosure(value);
  if (closure !== undefined) return closure;
  const name = textOf(value);
  if (name !== undefined && !name.includes('::')) return bodyOfMethod(machine.codebase.function(name));
  const [first, second] = value?.kind === 'array' ? value.entries : [];
  const method = textOf(second?.value);
  if (first?.value.kind === 'unknown' && method !== undefined && site.scope.class !== undefined)
    return bodyOfMethod(site.scope.class.methods.get(method.toLowerCase()), site.scope.class);
  return bodyOfValue(machine.codebase, value);
}

function register(context: Context, args: Arguments, site: Site): void {
  const key = `${site.scope.file.path}:${site.node.start}:${site.scope.class?.name ?? ''}`;
  const [space, route] = [argument(args, 0), argument(args, 1)];
  const namespace = textOf(space);
  if (context.seen.has(key) && namespace === undefined) return;
  const written = textOf(route);
  const path = namespace === undefined || written === undefined ? undefined : restPath(namespace, written);
  const options = argument(args, 2);
  const endpoints =
    options?.kind === 'array' &&
    entryOf(options, 'callback') === undefined &&
    entryOf(options, 'methods') === undefined
      ? options.entries
          .filter(({ key: name, value }) => name === undefined && value.kind === 'array')
          .map(({ value }) => value)
      : [options];
  for (const endpoint of endpoints) {
    const body = callbackBody(context, entryOf(endpoint, 'callback'), site);
    const methods = methodsNamed(methodTexts(entryOf(endpoint, 'methods'), endpoint));
    const full = path ?? '/wp-json/{unresolved}';
    const id = `${full} ${methods.join(',')} ${site.node.start}`;
    if (context.seen.has(id)) continue;
    context.seen.add(id);
    context.found.push(
      ...toDeclared(context.machine.codebase, dialect, {
        technology: 'wordpress',
        methods: methods.length === 0 ? ['GET'] : methods,
        path:
          path === undefined
            ? { text: full, resolved: false, why: 'the namespace of the route is not known' }
            : { text: path, resolved: true },
        body,
        guards: permission(context, entryOf(endpoint, 'permission_callback'), site),
        parameters: declaredParameters(entryOf(endpoint, 'args'), methods[0] ?? 'GET', site),
        origin: originAt(site.scope.file, site.node),
      }),
    );
  }
  context.seen.add(key);
}

/** `WP_REST_Server::EDITABLE` names several methods. */
function methodTexts(value: PhpValue | undefined, endpoint: PhpValue | undefined): readonly string[] {
  const known = textsOf(value);
  if (known.length > 0 || endpoint?.kind !== 'array') return known;
  const written = endpoint.entries.find(({ key }) => key === 'methods')?.node.text ?? '';
  return [...written.matchAll(/::(\w+)/g)].flatMap((match) => constants[match[1] ?? ''] ?? []);
}

function declaredParameters(args: PhpValue | undefined, method: Method, site: Site): readonly Parameter[] {
  return (args?.kind === 'array' ? args.entries : []).flatMap(
    ({ key, value, node }): readonly Parameter[] => {
      if (key === undefined) return [];
      const type = textOf(entryOf(value, 'type'));
      const required = entryOf(value, 'required');
      return [
        {
          name: key,
          in: method === 'GET' || method === 'DELETE' ? 'query' : 'body',
          ...(type === undefined ? {} : { type }),
          required: required?.kind === 'boolean' && required.value,
          origin: originAt(site.scope.file, node),
        },
      ];
    },
  );
}

/** `(?P<id>\d+)` as `{id}`; other groups and marks of regular expressions are left out. */
function restPath(namespace: string, written: string): string {
  const route = named(written)
    .replaceAll(/\(\?:/g, '')
    .replaceAll(/[()?^$]/g, '')
    .replaceAll(/\\(.)/g, '$1');
  return `/wp-json/${namespace.replace(/^\/+|\/+$/g, '')}/${route.replace(/^\/+/, '')}`;
}

function named(written: string): string {
  let made = '';
  for (let at = 0; at < written.length; at += 1) {
    const match = /^\(\?P?<(\w+)>/.exec(written.slice(at, at + 80));
    if (match === null) {
      made += written.charAt(at);
      continue;
    }
    let depth = 0;
    let end = at;
    for (; end < written.length; end += 1) {
      if (written[end] === '(') depth += 1;
      else if (written[end] === ')') depth -= 1;
      if (depth === 0) break;
    }
    made += `{${match[1] ?? ''}}`;
    at = end;
  }
  return made;
}

/** Who may call a route: `__return_true` is everyone; none at all is a mistake that opens it. */
function permission(context: Context, value: PhpValue | undefined, site: Site): readonly JudgedGuard[] {
  if (value === undefined) return [];
  const name = textOf(value);
  if (name === '__return_true') return [];
  const origin = originAt(site.scope.file, site.node);
  const body = callbackBody(context, value, site);
  if (body === undefined)
    return [
      judged(name ?? 'permission_callback', 'authorisation', origin, { resolved: false, conditional: true }),
    ];
  const returned = body.body.text.replaceAll(/\s+/g, ' ');
  if (/^\{ return true; \}$|^true$/.test(returned)) return [];
  const signs = signsOf(context.machine.codebase, body);
  const asks = signs.readsCredential || signs.rejectsForbidden || signs.rejectsUnknown || signs.namesSecret;
  const at = originAt(body.file, { line: body.line });
  if (asks)
    return [
      judged(
        body.name ?? 'permission_callback',
        /is_user_logged_in/.test(body.body.text) && !/current_user_can/.test(body.body.text)
          ? 'authentication'
          : 'authorisation',
        at,
      ),
    ];
  return [judged(body.name ?? 'permission_callback', 'authorisation', at, { conditional: true })];
}

/** `wp_ajax_x` asks for a user; `wp_ajax_nopriv_x` opens the same action. */
function actionRoutes(
  context: Context,
  { hook, body, site }: Context['actions'][number],
): readonly DeclaredRoute[] {
  const match = /^(wp_ajax|admin_post)_(nopriv_)?(.+)$/.exec(hook);
  if (match === null) return [];
  const [, kind, open, action = ''] = match;
  const isOpen =
    open !== undefined || context.actions.some((each) => each.hook === `${kind ?? ''}_nopriv_${action}`);
  if (open !== undefined && context.actions.some((each) => each.hook === `${kind ?? ''}_${action}`))
    return [];
  const page = kind === 'wp_ajax' ? 'admin-ajax.php' : 'admin-post.php';
  const origin = originAt(site.scope.file, site.node);
  const found = methodsOfBody(context.machine.codebase, body, dialect);
  const query: Parameter = { name: 'action', in: 'query', required: true, origin };
  return toDeclared(context.machine.codebase, dialect, {
    technology: 'wordpress',
    methods: found.length > 1 ? found : ['GET', 'POST'],
    path: { text: `/wp-admin/${page}?action=${action}`, resolved: true },
    body,
    guards: isOpen ? [] : [judged(hook, 'authentication', origin)],
    parameters: [query],
    origin,
  });
}
