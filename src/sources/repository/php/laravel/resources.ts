import type { Method } from '../../../../model/api.ts';
import type { RoutePath } from '../../http/paths.ts';
import { routePath, joinBelow } from '../paths.ts';
import type { Arguments, Host, PhpValue, Site } from '../value.ts';
import { argument, textOf, textsOf } from '../value.ts';
import type { GivenMiddleware, Group } from './registry.ts';
import { middlewareOf } from './groups.ts';
import type { Routing } from './router.ts';
import { singular } from './words.ts';

interface Action {
  readonly name: string;
  readonly methods: readonly Method[];
  /** After the name of the resource; `{}` stands for its parameter. */
  readonly tail: string;
}

const actions: readonly Action[] = [
  { name: 'index', methods: ['GET'], tail: '' },
  { name: 'create', methods: ['GET'], tail: '/create' },
  { name: 'store', methods: ['POST'], tail: '' },
  { name: 'show', methods: ['GET'], tail: '/{}' },
  { name: 'edit', methods: ['GET'], tail: '/{}/edit' },
  { name: 'update', methods: ['PUT', 'PATCH'], tail: '/{}' },
  { name: 'destroy', methods: ['DELETE'], tail: '/{}' },
];

/** A singleton has no parameter of its own. */
const singletonActions: readonly Action[] = [
  { name: 'create', methods: ['GET'], tail: '/create' },
  { name: 'store', methods: ['POST'], tail: '' },
  { name: 'show', methods: ['GET'], tail: '' },
  { name: 'edit', methods: ['GET'], tail: '/edit' },
  { name: 'update', methods: ['PUT', 'PATCH'], tail: '' },
  { name: 'destroy', methods: ['DELETE'], tail: '' },
];

export const isResourceCall = (method: string): boolean =>
  /^(api)?(resources?|singletons?)$|^softdeletableresources$/.test(method);

/** What is said of one resource by its options and the calls on it. */
interface Resource {
  readonly name: PhpValue | undefined;
  readonly controller: PhpValue | undefined;
  readonly single: boolean;
  only: readonly string[] | undefined;
  except: readonly string[];
  parameters: Readonly<Record<string, string>>;
  parameter: string | undefined;
  shallow: boolean;
  creatable: boolean;
  destroyable: boolean;
  readonly middleware: GivenMiddleware[];
  readonly byAction: (readonly [actions: readonly string[], middleware: readonly GivenMiddleware[]])[];
  readonly without: string[];
  readonly withoutByAction: (readonly [actions: readonly string[], names: readonly string[]])[];
}

export function registerResources(
  routing: Routing,
  group: Group,
  method: string,
  args: Arguments,
  site: Site,
): PhpValue {
  const isApi = method.startsWith('api');
  const single = method.includes('singleton');
  if (!method.endsWith('s')) {
    const options = argument(args, 2, 'options');
    return pendingResource(routing, group, args[0]?.value, args[1]?.value, { isApi, single, options }, site);
  }
  const list = args[0]?.value;
  for (const entry of list?.kind === 'array' ? list.entries : [])
    if (entry.key !== undefined)
      pendingResource(
        routing,
        group,
        { kind: 'text', text: entry.key },
        entry.value,
        { isApi, single, options: args[1]?.value },
        site,
      );
  return { kind: 'null' };
}

function pendingResource(
  routing: Routing,
  group: Group,
  name: PhpValue | undefined,
  controller: PhpValue | undefined,
  kind: { readonly isApi: boolean; readonly single: boolean; readonly options: PhpValue | undefined },
  site: Site,
): PhpValue {
  const resource: Resource = {
    name,
    controller,
    single: kind.single,
    only: undefined,
    except: kind.isApi ? ['create', 'edit'] : [],
    parameters: {},
    parameter: undefined,
    shallow: false,
    creatable: false,
    destroyable: false,
    middleware: [],
    byAction: [],
    without: [],
    withoutByAction: [],
  };
  if (kind.options?.kind === 'array')
    for (const entry of kind.options.entries)
      if (entry.key !== undefined)
        apply(routing, resource, entry.key.toLowerCase(), [{ value: entry.value, node: entry.node }], site);
  const host: Host = {
    className: 'Illuminate\\Routing\\PendingResourceRegistration',
    call: (method, args, where) => {
      apply(routing, resource, method, args, where);
      return { kind: 'host', host };
    },
  };
  routing.registry.pending.push(() => {
    expand(routing, group, resource, site);
  });
  return { kind: 'host', host };
}

function apply(routing: Routing, resource: Resource, method: string, args: Arguments, site: Site): void {
  const texts = args.flatMap(({ value }) => textsOf(value));
  switch (method) {
    case 'only':
      resource.only = texts;
      return;
    case 'except':
      resource.except = [...resource.except, ...texts];
      return;
    case 'parameters':
      resource.parameters = { ...resource.parameters, ...pairsOf(args[0]?.value) };
      return;
    case 'parameter':
      resource.parameters = { ...resource.parameters, [texts[0] ?? '']: texts[1] ?? '' };
      return;
    case 'shallow':
      resource.shallow = !(args[0]?.value.kind === 'boolean' && !args[0].value.value);
      return;
    case 'creatable':
      resource.creatable = true;
      return;
    case 'destroyable':
      resource.destroyable = true;
      return;
    case 'middleware':
      resource.middleware.push(...middlewareOf(routing.machine, args, site));
      return;
    case 'middlewarefor':
      resource.byAction.push([textsOf(args[0]?.value), middlewareOf(routing.machine, args.slice(1), site)]);
      return;
    case 'withoutmiddleware':
      resource.without.push(...texts);
      return;
    case 'withoutmiddlewarefor':
      resource.withoutByAction.push([
        textsOf(args[0]?.value),
        args.slice(1).flatMap(({ value }) => textsOf(value)),
      ]);
      return;
    default:
      return;
  }
}

function pairsOf(value: PhpValue | undefined): Readonly<Record<string, string>> {
  const entries = value?.kind === 'array' ? value.entries : [];
  return Object.fromEntries(
    entries.flatMap(({ key, value: given }) => {
      const name = textOf(given);
      return key === undefined || name === undefined ? [] : [[key, name] as const];
    }),
  );
}

function expand(routing: Routing, group: Group, resource: Resource, site: Site): void {
  const written = routePath(resource.name, (text) => text);
  for (const action of chosenActions(resource)) {
    const path = pathOf(resource, written, action);
    const middleware = resource.byAction.flatMap(([names, list]) =>
      names.includes(action.name) ? list : [],
    );
    const without = resource.withoutByAction.flatMap(([names, list]) =>
      names.includes(action.name) ? list : [],
    );
    routing.registry.registrations.push({
      methods: action.methods,
      path: joinBelow(group.prefix, path),
      name: `${group.name ?? ''}${nameOf(written.text)}.${action.name}`,
      group,
      middleware: [...resource.middleware, ...middleware],
      without: [...resource.without, ...without],
      action: resource.controller,
      controllerMethod: action.name,
      site,
    });
  }
}

/** `shop/orders` names its routes `orders.index` and so on. */
const nameOf = (written: string): string => written.split('/').at(-1) ?? written;

function chosenActions(resource: Resource): readonly Action[] {
  const { only, except, single } = resource;
  const all = single
    ? singletonActions.filter(({ name }) => {
        if (name === 'create' || name === 'store') return resource.creatable;
        return name !== 'destroy' || resource.destroyable || resource.creatable;
      })
    : actions;
  return all.filter(({ name }) => (only === undefined || only.includes(name)) && !except.includes(name));
}

/** `albums.songs` is nested: `/albums/{album}/songs/{song}`; shallow ones drop what the own key makes needless. */
function pathOf(resource: Resource, written: RoutePath, action: Action): RoutePath {
  if (!written.resolved) return { ...written, text: `${written.text}${action.tail.replace('{}', '{id}')}` };
  const trimmed = written.text.replace(/^\/+|\/+$/g, '');
  const slash = trimmed.lastIndexOf('/');
  const [folder, dotted] =
    slash === -1 ? ['', trimmed] : [trimmed.slice(0, slash + 1), trimmed.slice(slash + 1)];
  const parts = dotted.split('.');
  const last = parts.at(-1) ?? '';
  const outer = parts.slice(0, -1).map((part) => `${part}/{${parameterOf(resource, part)}}/`);
  const needsKey = action.tail.includes('{}');
  const above = resource.shallow && needsKey ? '' : outer.join('');
  const tail = action.tail.replace('{}', `{${parameterOf(resource, last)}}`);
  return { text: `${folder}${above}${last}${tail}`, resolved: true };
}

const parameterOf = (resource: Resource, part: string): string =>
  resource.parameters[part] ?? singular(part).replaceAll('-', '_');
