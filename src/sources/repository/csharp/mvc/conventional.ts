import type { RoutePath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Application, Convention } from '../applications.ts';
import type { Code } from '../code.ts';
import { parametersOf } from '../syntax.ts';
import type { Action, Controller } from './controllers.ts';
import type { ActionRoute } from './routes.ts';
import { areaOf, conventionVerb, tokensOf } from './routes.ts';
import { methodsOfAction } from './verbs.ts';
import { originIn } from '../../languages/syntax.ts';

interface Found {
  readonly route: ActionRoute;
  readonly guards: readonly JudgedGuard[];
}

const byDefault: RoutePath = { text: '{controller}/{action}', resolved: true };

/** Paths that conventional routes give to an action without a route of its own. */
export function conventionalRoutes(
  code: Code,
  controller: Controller,
  action: Action,
  application: Application | undefined,
  conventions: readonly Convention[],
): readonly Found[] {
  const here = conventions.filter(({ file }) => reaches(code, application, file, controller.type.file));
  const general = here.filter(({ pattern }) => /\{controller/i.test(pattern.text));
  // The project template's route: classic applications that show none have it elsewhere.
  const assumed: readonly Convention[] =
    general.length === 0 && controller.technology === 'mvc5'
      ? [
          {
            pattern: byDefault,
            guards: [],
            file: controller.type.file,
            origin: originIn(controller.type.file, controller.type.node),
          },
        ]
      : [];
  const area = areaOf(code, controller);
  const tokens = tokensOf(code, controller, action, application?.slugs === true);
  return [...here, ...assumed].flatMap((convention): readonly Found[] => {
    const path = pathFor(convention, tokens, area, action);
    if (path === undefined) return [];
    const methods = methodsOfAction(action) ?? conventionVerb(controller, action) ?? ['GET'];
    return [{ route: { methods, path }, guards: convention.guards }];
  });
}

function reaches(
  code: Code,
  application: Application | undefined,
  file: string,
  controller: string,
): boolean {
  const project = code.projects.of(file);
  if (project.folder === code.projects.of(controller).folder) return true;
  return application !== undefined && project.folder === application.project.folder;
}

function pathFor(
  convention: Convention,
  tokens: ReadonlyMap<string, string>,
  area: string | undefined,
  action: Action,
): RoutePath | undefined {
  const { pattern } = convention;
  const controller = tokens.get('controller') ?? '';
  const name = tokens.get('action') ?? '';
  const hasArea = /\{area/i.test(pattern.text) || convention.area !== undefined;
  if ((area !== undefined) !== hasArea) return undefined;
  if (convention.area !== undefined && convention.area.toLowerCase() !== area?.toLowerCase())
    return undefined;
  if (
    !/\{controller/i.test(pattern.text) &&
    convention.controller?.toLowerCase() !== controller.toLowerCase()
  )
    return undefined;
  const byVerb = convention.action === undefined && /\{controller/i.test(pattern.text);
  if (
    !/\{action/i.test(pattern.text) &&
    !byVerb &&
    (convention.action ?? '').toLowerCase() !== name.toLowerCase()
  )
    return undefined;
  const names = new Set(parametersOf(action.node).map((each) => each.name.toLowerCase()));
  const segments = pattern.text.split('/').flatMap((segment): readonly string[] => {
    const optional = /^\{(\w+)(?::[^}]*)?(\?|=[^}]*)?\}$/.exec(segment);
    const key = optional?.[1]?.toLowerCase();
    if (key === undefined) return [segment];
    if (key === 'controller') return [controller];
    if (key === 'action') return [name];
    if (key === 'area') return [area ?? ''];
    return optional?.[2] === undefined || names.has(key) ? [segment] : [];
  });
  return { ...pattern, text: segments.join('/') };
}
