import type { Method } from '../../../../model/api.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { Call } from '../machine/calls.ts';
import type { Machine } from '../machine/machine.ts';
import { optionsOf, partsOf, plainText } from '../machine/value.ts';
import type { Site, Value } from '../machine/value.ts';
import type { Given, GoEntry, GoRoute, GoRouter } from './router.ts';
import { aroundRouter } from './served.ts';
import { template } from './paths.ts';

export const everyMethod: readonly Method[] = ['ANY'];

export function newRouter(
  machine: Machine,
  technology: string,
  kind: GoRouter['kind'],
  site: Site,
  standIn = false,
): Value & { readonly kind: 'router' } {
  const router: GoRouter = { technology, kind, entries: [], site, standIn, notes: new Map() };
  machine.routers.push(router);
  return { kind: 'router', router };
}

export function addRoute(
  machine: Machine,
  router: GoRouter,
  told: {
    readonly methods: readonly Method[];
    readonly path: Value | undefined;
    readonly handler: Given | undefined;
    readonly guards?: readonly Given[];
    readonly site: Site;
  },
): Value & { readonly kind: 'route' } {
  const route: GoRoute = {
    kind: 'route',
    methods: told.methods,
    path: pathOf(told.path, router.technology),
    guards: told.guards ?? [],
    handler: told.handler,
    parameters: [],
    dropped: false,
    branch: machine.branch,
    site: told.site,
  };
  add(router, route);
  return { kind: 'route', route, router };
}

/** A router below a path; the path of a group is often empty. */
export function addGroup(
  machine: Machine,
  router: GoRouter,
  path: Value | undefined,
  guards: readonly Given[],
  site: Site,
): Value & { readonly kind: 'router' } {
  const group = newRouter(machine, router.technology, 'router', site);
  addMount(router, path, group.router, guards);
  return group;
}

export function addMount(
  router: GoRouter,
  path: Value | undefined,
  mounted: GoRouter,
  guards: readonly Given[],
  how: 'below' | 'cut' | 'whole' = 'below',
): void {
  const place = { path: pathOf(path, router.technology), router: mounted, guards };
  add(router, { kind: 'mount', ...place, isCut: how === 'cut', whole: how === 'whole' });
}

export function addUse(
  router: GoRouter,
  givens: readonly Given[],
  reach: 'later' | 'all' = 'later',
  below?: Value,
): void {
  for (const given of givens)
    add(router, {
      kind: 'use',
      given,
      reach,
      ...(below === undefined ? {} : { below: pathOf(below, router.technology) }),
    });
}

/** No application registers more; a loop that is walked again and again stays harmless. */
function add(router: GoRouter, entry: GoEntry): void {
  if (router.entries.length < 20_000) router.entries.push(entry);
}

/** Frameworks whose parameters stand in braces: a colon is a letter there. */
export const colonless =
  /^(net\/http|chi|gorilla\/mux|huma|goyave|pocketbase|go-restful|kratos|iris|connect|grpc-gateway|flamego)$/;

export function pathOf(value: Value | undefined, technology = ''): RoutePath {
  const colons = !colonless.test(technology);
  if (value === undefined) return { text: '', resolved: true };
  if (value.kind === 'type' || value.kind === 'nil') return { text: '', resolved: true };
  const below = withoutBase(value);
  if (below !== undefined) return pathOf(below, technology);
  if (value.kind === 'text') {
    const hole = value.parts.find((part) => typeof part !== 'string');
    const joined = value.parts.map((part) => (typeof part === 'string' ? part : '{unresolved}')).join('');
    if (typeof hole === 'object') return { text: template(joined, colons), resolved: false, why: hole.why };
    return { text: template(joined, colons), resolved: true };
  }
  const why = value.kind === 'unknown' ? value.why : `the path is a ${value.kind}`;
  return {
    text: '{unresolved}',
    resolved: false,
    why: value.kind === 'choice' ? 'one of several values' : why,
  };
}

const baseName =
  /^(get_?)?((http|web|api|server|site|app|ui|service|public|external)_?)*((base|root|sub|context|prefix|mount)_?(path|url|uri|prefix|root|route)*|(url|uri|path|route|router|site|web|http)_?(base|prefix|root|path)+)$/i;

/**
 * A setting that says below which path an installation is served (`cfg.Server.RootPath`) is empty unless somebody sets
 * it: the paths are told without it.
 */
function withoutBase(value: Value): Value | undefined {
  const [first, ...rest] = partsOf(value);
  if (value.kind !== 'text' && value.kind !== 'unknown' && value.kind !== 'result') return undefined;
  if (typeof first !== 'object' || first.name === undefined) return undefined;
  const name = first.name.split(/[.:]/).at(-1)?.replaceAll('-', '_') ?? '';
  if (!baseName.test(name)) return undefined;
  return rest.length === 0 ? { kind: 'text', parts: [''] } : { kind: 'text', parts: rest };
}

/** Middlewares and handlers of a call from a place on, lists among them opened. */
export function givensOf(machine: Machine, call: Call, from = 0): readonly Given[] {
  const alone = call.nodes.length === call.args.length;
  return call.args
    .slice(from)
    .flatMap((value, at) =>
      opened(value).map((each) =>
        givenOf(machine, each, alone ? call.nodes[at + from] : undefined, call.site),
      ),
    );
}

const opened = (value: Value, depth = 0): readonly Value[] =>
  value.kind === 'list' && depth < 4 ? value.items.flatMap((item) => opened(item, depth + 1)) : [value];

export function givenOf(machine: Machine, value: Value, node: SyntaxNode | undefined, site: Site): Given {
  const perhaps = optionsOf(value);
  const told = perhaps.filter(({ kind }) => kind !== 'nil');
  const [only] = told.map((each) => aroundRouter(machine, each));
  const isOpen = told.length < perhaps.length;
  const written = writtenName(node);
  return {
    value: told.length === 1 && only !== undefined ? only : value,
    ...(written === undefined ? {} : { written }),
    site,
    branch: isOpen ? [...machine.branch, -1] : machine.branch,
  };
}

/** The name a middleware goes by where it is given: `auth.Required`, `requireRole`. */
export function writtenName(node: SyntaxNode | undefined): string | undefined {
  switch (node?.type) {
    case 'identifier':
    case 'selector_expression':
      return node.text.length < 80 ? node.text.replaceAll(/\s+/g, '') : undefined;
    case 'call_expression':
      return writtenName(inField(node, 'function'));
    case 'variadic_argument':
    case 'literal_element':
    case 'parenthesized_expression':
      return writtenName(node.children[0]);
    case 'unary_expression':
      return writtenName(inField(node, 'operand'));
    case undefined:
    default:
      return undefined;
  }
}

const verbs: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'QUERY'];

/** The method a text names; methods that the model does not know are left out. */
export function methodOf(value: Value | string | undefined): Method | undefined {
  const name = typeof value === 'string' ? value : plainText(value);
  return verbs.find((verb) => verb === name?.toUpperCase());
}

/** Methods in texts, in lists of them, and in texts that name several. */
export function methodsOf(values: readonly Value[]): readonly Method[] {
  const names = values
    .flatMap((value) => opened(value))
    .flatMap((value) => plainText(value)?.split(/[\s,]+/) ?? []);
  if (names.includes('*')) return everyMethod;
  return names.flatMap((name) => methodOf(name) ?? []);
}
