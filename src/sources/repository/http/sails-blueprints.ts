import type { Method } from '../../../model/api.ts';
import type { Site, Value } from '../javascript/value.ts';
import { primitive, textOf } from '../javascript/value.ts';
import { plural } from '../sequelize/plural.ts';
import type { Route } from './routing.ts';
import type { Project } from './sails.ts';
import { exportsOf, routeTo, tableOf } from './sails.ts';

type Blueprint = readonly [Method, string, string];

const rest: readonly Blueprint[] = [
  ['GET', '', 'find'],
  ['POST', '', 'create'],
  ['GET', '/:id', 'findOne'],
  ['PATCH', '/:id', 'update'],
  ['PUT', '/:id', 'update'],
  ['DELETE', '', 'destroy'],
  ['DELETE', '/:id', 'destroy'],
];

/** Everything by GET, as it is typed into a browser. */
const shortcuts: readonly Blueprint[] = [
  ['GET', '/find', 'find'],
  ['GET', '/find/:id', 'findOne'],
  ['GET', '/create', 'create'],
  ['GET', '/update/:id', 'update'],
  ['GET', '/destroy/:id', 'destroy'],
];

const ofCollection = (alias: string): readonly Blueprint[] => [
  ['PUT', `/:parentid/${alias}/:childid`, 'add'],
  ['PUT', `/:parentid/${alias}`, 'replace'],
  ['DELETE', `/:parentid/${alias}/:childid`, 'remove'],
];

const shortcutsOfCollection = (alias: string): readonly Blueprint[] => [
  ['GET', `/:parentid/${alias}/add/:childid`, 'add'],
  ['GET', `/:parentid/${alias}/replace`, 'replace'],
  ['GET', `/:parentid/${alias}/remove/:childid`, 'remove'],
];

/**
 * Routes by convention. Each model has those for its records and its associations unless `rest` is off, and the same by
 * GET alone unless `shortcuts` is off; actions have one each where `actions` is on.
 */
export function blueprintRoutes(project: Project, site: Site): readonly Route[] {
  const { repository } = project.codebase;
  const local = repository.files.get(`${project.folder}.sailsrc`)?.text ?? '';
  if (/"blueprints"\s*:\s*false/.test(local)) return [];
  const settings = settingsOf(project);
  const prefix = [settings.get('prefix'), settings.get('restPrefix')];
  const [base = '', below = ''] = prefix.map((value) => (value === undefined ? '' : (textOf(value) ?? '')));
  const isRest = isOn(settings.get('rest'), true);
  const isShort = isOn(settings.get('shortcuts'), true);
  const isPlural = isOn(settings.get('pluralize'), false);
  const actions = isOn(settings.get('actions'), false) ? actionsOf(project) : [];
  const models = modelsOf(project).flatMap((file) => {
    const name = file.toLowerCase();
    const { collections, all } = associationsOf(project, file);
    const populated = all.map((alias): Blueprint => ['GET', `/:parentid/${alias}`, 'populate']);
    const bound = (root: string, blueprints: readonly Blueprint[]): readonly Route[] =>
      blueprints.map(([method, path, action]) => {
        const address = `${root}/${isPlural ? plural(name) : name}${path}`;
        return routeTo(project, [method], address, primitive(`${name}/${action}`), site);
      });
    return [
      ...(isShort ? bound(base, [...shortcuts, ...collections.flatMap(shortcutsOfCollection)]) : []),
      ...(isRest
        ? bound(base + below, [...rest, ...collections.flatMap(ofCollection), ...populated])
        : isShort
          ? bound(base, populated)
          : []),
    ];
  });
  return [
    ...models,
    ...actions.map((action) => routeTo(project, ['ANY'], `${base}/${action}`, primitive(action), site)),
  ];
}

/** What holds in production comes over what holds everywhere. */
function settingsOf(project: Project): ReadonlyMap<string, Value> {
  const production = exportsOf(project, 'config/env/production').get('blueprints');
  return new Map([
    ...tableOf(project, 'config/blueprints', 'blueprints'),
    ...(production?.kind === 'object' ? production.fields : []),
  ]);
}

const isOn = (value: Value | undefined, fallback: boolean): boolean =>
  value?.kind === 'primitive' && typeof value.value === 'boolean' ? value.value : fallback;

/** Attributes of a model that lead to others: those that hold many, and all of them. */
function associationsOf(
  project: Project,
  file: string,
): { readonly collections: readonly string[]; readonly all: readonly string[] } {
  const attributes = exportsOf(project, `api/models/${file}`).get('attributes');
  const fields = attributes?.kind === 'object' ? [...attributes.fields] : [];
  const having = (...keys: readonly string[]): readonly string[] =>
    fields.flatMap(([name, value]) =>
      value.kind === 'object' && keys.some((key) => value.fields.has(key)) ? [name] : [],
    );
  return { collections: having('collection'), all: having('collection', 'model') };
}

const namesIn = ({ codebase, folder }: Project, part: string): readonly string[] =>
  [...codebase.files.keys()].flatMap((path) => {
    const own = path.startsWith(`${folder}api/${part}/`)
      ? path.slice(`${folder}api/${part}/`.length)
      : undefined;
    return own === undefined || !/\.[jt]s$/.test(own) ? [] : [own.replace(/\.[jt]s$/, '')];
  });

const modelsOf = (project: Project): readonly string[] => [...new Set(namesIn(project, 'models'))];

/** Files of single actions, and the functions of controllers of the older kind. */
const actionsOf = (project: Project): readonly string[] =>
  namesIn(project, 'controllers').flatMap((name) => {
    const of = /^(.*)Controller$/.exec(name)?.[1];
    if (of === undefined) return [name];
    return [...exportsOf(project, `api/controllers/${name}`)].flatMap(([action, value]) =>
      value.kind === 'function' ? [`${of}/${action}`.toLowerCase()] : [],
    );
  });
