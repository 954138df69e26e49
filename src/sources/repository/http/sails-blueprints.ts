import type { Method } from '../../../model/api.ts';
import type { Site, Value } from '../javascript/value.ts';
import { primitive, textOf } from '../javascript/value.ts';
import type { Route } from './routing.ts';
import type { Project } from './sails.ts';
import { routeTo, tableOf } from './sails.ts';

const rest: readonly (readonly [Method, string, string])[] = [
  ['GET', '', 'find'],
  ['POST', '', 'create'],
  ['GET', '/:id', 'findOne'],
  ['PATCH', '/:id', 'update'],
  ['DELETE', '/:id', 'destroy'],
];

/** Routes by convention: five for each model unless `rest` is off, one for each action where `actions` is on. */
export function blueprintRoutes(project: Project, site: Site): readonly Route[] {
  const settings = tableOf(project, 'config/blueprints', 'blueprints');
  const { repository } = project.codebase;
  const local = repository.files.get(`${project.folder}.sailsrc`)?.text ?? '';
  if (/"blueprints"\s*:\s*false/.test(local)) return [];
  const prefix = [settings.get('prefix'), settings.get('restPrefix')];
  const [base = '', below = ''] = prefix.map((value) => (value === undefined ? '' : (textOf(value) ?? '')));
  const resources = isOn(settings.get('rest'), true) ? resourcesOf(project) : [];
  const actions = isOn(settings.get('actions'), false) ? actionsOf(project) : [];
  return [
    ...resources.flatMap((name) =>
      rest.map(([method, path, action]) =>
        routeTo(project, [method], `${base}${below}/${name}${path}`, primitive(`${name}/${action}`), site),
      ),
    ),
    ...actions.map((action) => routeTo(project, ['ANY'], `${base}/${action}`, primitive(action), site)),
  ];
}

const isOn = (value: Value | undefined, fallback: boolean): boolean =>
  value?.kind === 'primitive' && typeof value.value === 'boolean' ? value.value : fallback;

const namesIn = ({ codebase, folder }: Project, part: string): readonly string[] =>
  [...codebase.files.keys()].flatMap((path) => {
    const own = path.startsWith(`${folder}api/${part}/`)
      ? path.slice(`${folder}api/${part}/`.length)
      : undefined;
    return own === undefined || !/\.[jt]s$/.test(own) ? [] : [own.replace(/\.[jt]s$/, '')];
  });

const resourcesOf = (project: Project): readonly string[] => [
  ...new Set(namesIn(project, 'models').map((name) => name.toLowerCase())),
];

/** Files of single actions; controllers of the older kind keep theirs in one file. */
const actionsOf = (project: Project): readonly string[] =>
  namesIn(project, 'controllers').filter((name) => !name.endsWith('Controller'));
