import { repositoryPath } from '../includes.ts';
import { callValue, runFile } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { routePath, joinBelow } from '../paths.ts';
import type { Arguments, PhpValue, Site } from '../value.ts';
import { entryOf, itemsOf, textOf, textsOf } from '../value.ts';
import type { GivenMiddleware, Group } from './registry.ts';
import { routerHost } from './router.ts';
import type { Routing } from './router.ts';

/** What `prefix`, `middleware` and the like add to what was said; undefined for other methods. */
export function withAttribute(
  machine: Machine,
  own: Group,
  method: string,
  args: Arguments,
  site: Site,
): Group | undefined {
  switch (method) {
    case 'prefix':
      return { ...own, prefix: joinBelow(own.prefix, routePath(args[0]?.value)) };
    case 'middleware':
      return { ...own, middleware: [...own.middleware, ...middlewareOf(machine, args, site)] };
    case 'can':
      return { ...own, middleware: [...own.middleware, canMiddleware(machine, args, site)] };
    case 'withoutmiddleware':
      return { ...own, without: [...own.without, ...args.flatMap(({ value }) => textsOf(value))] };
    case 'controller':
      return { ...own, ...(args[0] === undefined ? {} : { controller: args[0].value }) };
    case 'namespace':
      return { ...own, namespace: joinNamespaces(own.namespace, textOf(args[0]?.value)) };
    case 'name':
    case 'as':
      return { ...own, name: `${own.name ?? ''}${textOf(args[0]?.value) ?? ''}` };
    case 'domain':
    case 'where':
    case 'wherenumber':
    case 'whereuuid':
    case 'wherein':
    case 'wherealpha':
    case 'wherealphanumeric':
    case 'whereulid':
    case 'missing':
    case 'withoutscopedbindings':
    case 'scopebindings':
    case 'metadata':
      return own;
    default:
      return undefined;
  }
}

export function middlewareOf(machine: Machine, args: Arguments, site: Site): readonly GivenMiddleware[] {
  return args.flatMap(({ value }) => {
    const items = value.kind === 'array' ? itemsOf(value) : [value];
    return items
      .flatMap((item): readonly PhpValue[] =>
        item.kind === 'text' && item.hole === undefined && item.text.includes('|')
          ? item.text.split('|').map((text) => ({ kind: 'text', text }))
          : [item],
      )
      .filter(({ kind }) => kind !== 'null')
      .map((item): GivenMiddleware => ({ value: item, site, conditional: machine.conditions > 0 }));
  });
}

export function canMiddleware(machine: Machine, args: Arguments, site: Site): GivenMiddleware {
  const texts = args.flatMap(({ value }) => textsOf(value));
  return {
    value: { kind: 'text', text: `can:${texts.join(',')}` },
    site,
    conditional: machine.conditions > 0,
  };
}

function joinNamespaces(outer: string, inner: string | undefined): string {
  if (inner === undefined || inner === '') return outer;
  if (inner.startsWith('\\')) return inner.slice(1).replace(/\\$/, '');
  return outer === '' ? inner : `${outer}\\${inner}`;
}

export function nested(outer: Group, own: Group | undefined): Group {
  if (own === undefined) return outer;
  const controller = own.controller ?? outer.controller;
  return {
    prefix: joinBelow(outer.prefix, own.prefix),
    middleware: [...outer.middleware, ...own.middleware],
    without: [...outer.without, ...own.without],
    ...(controller === undefined ? {} : { controller }),
    name: `${outer.name ?? ''}${own.name ?? ''}`,
    namespace: joinNamespaces(outer.namespace, own.namespace),
  };
}

/** `group(['prefix' => …], closure or file)`, `->group(closure or file)`. */
export function runGroup(routing: Routing, own: Group, args: Arguments, site: Site): PhpValue {
  const { machine, registry } = routing;
  const [first, second] = args;
  const attributes = second === undefined ? undefined : first?.value;
  const body = second ?? first;
  const said = groupOf(machine, own, attributes, site);
  const outer = registry.group;
  registry.group = nested(outer, said);
  for (const value of body?.value.kind === 'array' ? itemsOf(body.value) : [body?.value]) {
    if (value?.kind === 'closure' && body !== undefined)
      callValue(machine, value, [{ value: routerHost(routing), node: body.node }]);
    else loadRoutes(routing, textOf(value), site);
  }
  registry.group = outer;
  return routerHost(routing, own);
}

export function loadRoutes(routing: Routing, path: string | undefined, site: Site): void {
  const found = path === undefined ? undefined : repositoryPath(routing.machine, path, site.scope);
  if (found === undefined) return;
  runFile(routing.machine, found, { variables: new Map([['router', routerHost(routing)]]) });
}

function groupOf(machine: Machine, own: Group, attributes: PhpValue | undefined, site: Site): Group {
  if (attributes?.kind !== 'array') return own;
  let group = own;
  for (const key of [
    'prefix',
    'as',
    'middleware',
    'controller',
    'namespace',
    'withoutMiddleware',
    'excluded_middleware',
  ]) {
    const value = entryOf(attributes, key);
    if (value === undefined || value.kind === 'null') continue;
    const method = key === 'excluded_middleware' ? 'withoutmiddleware' : key.toLowerCase();
    group = withAttribute(machine, group, method, [{ value, node: site.node }], site) ?? group;
  }
  return group;
}
