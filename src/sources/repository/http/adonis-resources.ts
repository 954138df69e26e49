import type { Method } from '../../../model/api.ts';
import type { HostValue, Site, Value } from '../javascript/value.ts';
import { arrayOf, native, nothing, primitive, textOf } from '../javascript/value.ts';
import type { RouteEntry, World } from './adonis.ts';
import { addRoute } from './adonis.ts';

interface Action {
  readonly name: string;
  readonly methods: readonly Method[];
  /** Behind the path of the resource; `:id` stands for its parameter. */
  readonly path: string;
}

const actions: readonly Action[] = [
  { name: 'index', methods: ['GET'], path: '' },
  { name: 'create', methods: ['GET'], path: '/create' },
  { name: 'store', methods: ['POST'], path: '' },
  { name: 'show', methods: ['GET'], path: '/:id' },
  { name: 'edit', methods: ['GET'], path: '/:id/edit' },
  { name: 'update', methods: ['PUT', 'PATCH'], path: '/:id' },
  { name: 'destroy', methods: ['DELETE'], path: '/:id' },
];

/** `router.resource('posts.comments', CommentsController).apiOnly()`. */
export function resourceRoutes(
  world: World,
  [resource, controller]: readonly Value[],
  site: Site,
  shallow: boolean,
  chained: (routes: readonly RouteEntry[]) => Value,
): Value {
  const text = resource === undefined ? undefined : textOf(resource);
  if (text === undefined) return nothing;
  const group = world.open.at(-1) ?? world.root;
  const made = new Map(
    actions.map((action): readonly [string, RouteEntry] => {
      const path = `${base(text, shallow && action.path.includes(':id'))}${action.path}`;
      const handler = handlerFor(controller, action.name);
      return [action.name, addRoute(world, action.methods, primitive(path), handler, site)];
    }),
  );
  const keep = (fits: (name: string) => boolean): void => {
    for (const [name, entry] of made) {
      if (fits(name)) continue;
      made.delete(name);
      group.entries.splice(group.entries.indexOf(entry), 1);
    }
  };
  const host: HostValue = {
    kind: 'host',
    technology: 'adonis',
    fields: new Map(),
    member: (name) =>
      native(name, (args, at) => {
        const names = textsIn(args[0]);
        if (name === 'apiOnly') keep((each) => each !== 'create' && each !== 'edit');
        else if (name === 'only') keep((each) => names.includes(each));
        else if (name === 'except') keep((each) => !names.includes(each));
        else if (name === 'middleware' || name === 'use') guardSome([...made], args, at, chained, world);
        return host;
      }),
  };
  return host;
}

/** `use('*', check)`, `use(['store', 'update'], check)`, `middleware({ store: [check] })`. */
function guardSome(
  made: readonly (readonly [string, RouteEntry])[],
  args: readonly Value[],
  site: Site,
  chained: (routes: readonly RouteEntry[]) => Value,
  { machine }: World,
): void {
  const [which, check] = args;
  const apply = (names: readonly string[], value: Value): void => {
    const routes = made.flatMap(([name, entry]) =>
      names.includes('*') || names.includes(name) ? [entry] : [],
    );
    const use = machine.member(chained(routes), 'use', site);
    machine.call(use, [value], site);
  };
  if (which?.kind === 'object') for (const [names, value] of which.fields) apply(names.split(','), value);
  else if (check !== undefined) apply(textsIn(which), check);
}

const textsIn = (value: Value | undefined): readonly string[] =>
  (value?.kind === 'array' ? value.items : value === undefined ? [] : [value]).flatMap(
    (item) => textOf(item) ?? [],
  );

/** `posts.comments` lies below one post; a shallow one only where it is listed and made. */
function base(text: string, alone: boolean): string {
  const parts = text.split('.');
  const own = parts.at(-1) ?? text;
  if (alone) return `/${own}`;
  const above = parts.slice(0, -1).map((part) => `/${part}/:${singular(part)}_id`);
  return `${above.join('')}/${own}`;
}

const singular = (word: string): string =>
  word
    .replace(/ies$/, 'y')
    .replace(/(ss|us)$/, '$1\u0000')
    .replace(/s$/, '')
    .replace('\u0000', '')
    .replaceAll('-', '_');

function handlerFor(controller: Value | undefined, action: string): Value | undefined {
  if (controller === undefined) return undefined;
  const text = textOf(controller);
  return text === undefined ? arrayOf([controller, primitive(action)]) : primitive(`${text}.${action}`);
}
