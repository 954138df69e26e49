import type { Method } from '../../../../model/api.ts';
import { argumentValues } from '../calls.ts';
import type { PhpAttribute, PhpClass } from '../classes.ts';
import type { Machine } from '../machine.ts';
import { methodsNamed } from '../methods.ts';
import { joinBelow, routePath } from '../paths.ts';
import { argument, entryOf, text, textOf, textsOf } from '../value.ts';
import type { Arguments, PhpValue, Site } from '../value.ts';
import { middlewareOf } from './groups.ts';
import { outermost } from './registry.ts';
import type { GivenMiddleware, Group } from './registry.ts';
import { add } from './router.ts';
import type { Routing } from './router.ts';
import { setting } from './settings.ts';

const space = 'Spatie\\RouteAttributes\\Attributes\\';
const verbs: Readonly<Record<string, Method>> = {
  Get: 'GET',
  Post: 'POST',
  Put: 'PUT',
  Patch: 'PATCH',
  Delete: 'DELETE',
  Options: 'OPTIONS',
  Any: 'ANY',
};

interface Said {
  readonly kind: string;
  readonly args: Arguments;
  readonly site: Site;
}

/** Routes that controllers declare by attributes of spatie/laravel-route-attributes. */
export function registerAttributeRoutes(routing: Routing, folder: string): void {
  const { machine } = routing;
  const { codebase } = machine;
  for (const { path, text: source } of codebase.sources)
    if (source.includes(space) && (folder === '' || path.startsWith(`${folder}/`)))
      for (const declared of codebase.file(path)?.classes.values() ?? [])
        if (declared.kind === 'class' && !declared.isAbstract)
          for (const group of groupsOf(machine, folder, declared)) registerClass(routing, declared, group);
}

function registerClass(routing: Routing, declared: PhpClass, outer: Group): void {
  const { machine } = routing;
  const own = said(machine, declared, declared.attributes);
  const group: Group = {
    ...outer,
    prefix: own
      .filter(({ kind }) => kind === 'Prefix' || kind === 'Group')
      .reduce((prefix, { args }) => joinBelow(prefix, pathIn(args, 'prefix')), outer.prefix),
    middleware: [...outer.middleware, ...own.flatMap((each) => middlewareIn(machine, each))],
    without: own.flatMap(withoutIn),
  };
  for (const method of declared.methods.values()) {
    const told = said(machine, declared, method.attributes);
    for (const route of told) {
      const methods =
        route.kind === 'Route' ? methodsNamed(textsOf(route.args[0]?.value)) : [verbs[route.kind]];
      const named = methods.flatMap((each) => each ?? []);
      if (named.length === 0) continue;
      // The methods come first where one attribute serves for all.
      const args = route.kind === 'Route' ? route.args.slice(1) : route.args;
      const name = textOf(argument(args, 1, 'name'));
      const kept = told.filter(({ kind }) => kind === 'Middleware' || kind === 'WithoutMiddleware');
      add(routing, {
        methods: named,
        path: joinBelow(group.prefix, pathIn(args, 'uri')),
        ...(name === undefined ? {} : { name }),
        group,
        middleware: [
          ...given(machine, argument(args, 2, 'middleware'), route.site),
          ...kept.flatMap((each) => middlewareIn(machine, each)),
        ],
        without: [...textsOf(argument(args, 3, 'withoutMiddleware')), ...kept.flatMap(withoutIn)],
        action: text(`\\${declared.name}@${method.name}`),
        site: route.site,
      });
    }
  }
}

const said = (machine: Machine, declared: PhpClass, attributes: readonly PhpAttribute[]): readonly Said[] =>
  attributes.flatMap(({ name, node }) => {
    if (!name.startsWith(space)) return [];
    const scope = { file: declared.file, class: declared, variables: new Map<string, PhpValue>() };
    return [
      { kind: name.slice(space.length), args: argumentValues(machine, node, scope), site: { node, scope } },
    ];
  });

const pathIn = (args: Arguments, name: string): ReturnType<typeof routePath> => {
  const value = argument(args, 0, name);
  return value === undefined ? { text: '', resolved: true } : routePath(value);
};

const middlewareIn = (machine: Machine, { kind, args, site }: Said): readonly GivenMiddleware[] =>
  kind === 'Middleware'
    ? given(machine, argument(args, 0, 'middleware'), site)
    : kind === 'Group'
      ? given(machine, argument(args, -1, 'middleware'), site)
      : [];

const withoutIn = ({ kind, args }: Said): readonly string[] =>
  kind === 'WithoutMiddleware' ? textsOf(argument(args, 0, 'withoutMiddleware')) : [];

const given = (machine: Machine, value: PhpValue | undefined, site: Site): readonly GivenMiddleware[] =>
  value === undefined ? [] : middlewareOf(machine, [{ value, node: site.node }], site);

/** The folders of the settings that bring a class in; without any, where its routes stand is not known. */
function groupsOf(machine: Machine, folder: string, declared: PhpClass): readonly Group[] {
  const directories = setting(machine, folder, 'route-attributes.directories');
  if (directories === undefined) return [outermost];
  const site: Site = { node: declared.node, scope: { file: declared.file, variables: new Map() } };
  const entries = directories.kind === 'array' ? directories.entries : [];
  const found = entries.flatMap(({ key, value }): readonly Group[] => {
    const below = `${(key ?? textOf(value) ?? '/').replace(/^\/+/, '').replace(/\/+$/, '')}/`;
    if (!declared.file.path.startsWith(below)) return [];
    const rest = declared.file.path.slice(below.length);
    const fits = (name: string): boolean =>
      textsOf(entryOf(value, name)).some((pattern) => like(pattern).test(rest));
    if (fits('not_patterns')) return [];
    const prefix = entryOf(value, 'prefix');
    return [
      {
        ...outermost,
        prefix: prefix === undefined ? outermost.prefix : routePath(prefix),
        middleware: given(machine, entryOf(value, 'middleware'), site),
      },
    ];
  });
  const why = 'no setting was seen to bring this controller in';
  return found.length > 0 ? found : [{ ...outermost, prefix: { text: '', resolved: false, why } }];
}

const like = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split(/\*+/)
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );
