import type { Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { Application, Convention } from '../applications.ts';
import { applicationFor } from '../applications.ts';
import type { BindingRules } from '../binding.ts';
import { boundParameters } from '../binding.ts';
import type { Code } from '../code.ts';
import { looksAtCredentials, reachedText, signsIn } from '../credentials.ts';
import { readsOf } from '../reads.ts';
import { bodyOf } from '../syntax.ts';
import { templatePath, templateTypes } from '../templates.ts';
import { conventionalRoutes } from './conventional.ts';
import { accessOf } from './access.ts';
import type { Types } from '../statements/types.ts';
import type { Action, Controller } from './controllers.ts';
import { controllersOf } from './controllers.ts';
import type { ActionRoute } from './routes.ts';
import { attributeRoutes } from './routes.ts';
import { originIn } from '../../languages/syntax.ts';

/** Actions of controllers: by the routes they declare, else by the conventional routes of their application. */
export function mvcRoutes(
  types: Types,
  applications: readonly Application[],
  conventions: readonly Convention[],
): readonly DeclaredRoute[] {
  const { code } = types;
  const controllers = controllersOf(code);
  const actions = new Set(
    controllers.flatMap(({ name, actions: own }) =>
      own.map((action) => `${name}.${action.name}`.toLowerCase()),
    ),
  );
  return [
    ...unseenTargets(conventions, actions),
    ...controllers.flatMap((controller) => actionRoutes(types, controller, applications, conventions)),
  ];
}

/** A conventional route to one action that is not in the repository. */
const unseenTargets = (
  conventions: readonly Convention[],
  actions: ReadonlySet<string>,
): readonly DeclaredRoute[] =>
  conventions.flatMap(({ controller, action, pattern, guards, origin }): readonly DeclaredRoute[] => {
    if (controller === undefined || action === undefined || /\{controller/i.test(pattern.text)) return [];
    if (actions.has(`${controller}.${action}`.toLowerCase())) return [];
    return [
      {
        technology: 'aspnet',
        methods: ['GET'],
        path: templatePath(pattern),
        guards,
        handlerLooksAtCredentials: 'unseen',
        parameters: [],
        origin,
      },
    ];
  });

function actionRoutes(
  types: Types,
  controller: Controller,
  applications: readonly Application[],
  conventions: readonly Convention[],
): readonly DeclaredRoute[] {
  const { code } = types;
  const owners = applicationFor(code, applications, controller.type.file);
  const own: readonly (Application | undefined)[] = owners.length === 0 ? [undefined] : owners;
  return own.flatMap((application) =>
    controller.actions.flatMap((action) => {
      const declared = attributeRoutes(code, controller, action, application?.slugs === true);
      if (declared !== undefined)
        return declared.map((route) =>
          declaredRoute(types, controller, action, route, application, application?.controllers ?? []),
        );
      return conventionalRoutes(code, controller, action, application, conventions).map(({ route, guards }) =>
        declaredRoute(types, controller, action, route, application, guards),
      );
    }),
  );
}

function declaredRoute(
  types: Types,
  controller: Controller,
  action: Action,
  route: ActionRoute,
  application: Application | undefined,
  mapped: readonly JudgedGuard[],
): DeclaredRoute {
  const { code } = types;
  const { file } = action.type;
  const path = templatePath(route.path);
  const access = accessOf(types, controller, action, application, mapped);
  const body = bodyOf(action.node);
  const text = `${reachedText(code, controller.type, body)}${action.node.text.slice(0, 200).includes('ClaimsPrincipal') ? 'ClaimsPrincipal' : ''}`;
  const parameters = parametersFor(code, controller, action, route, path);
  const isSignIn = signsIn(
    text,
    parameters.map(({ name }) => name),
  );
  return {
    technology: 'aspnet',
    methods: route.methods,
    path,
    guards: access.guards,
    handler: { file, line: action.node.line, name: `${controller.type.name}.${action.name}` },
    handlerLooksAtCredentials: body === undefined ? 'unseen' : isSignIn ? 'no' : looksAtCredentials(text),
    parameters,
    ...(application === undefined ? {} : { application: application.project.path }),
    ...(action.attributes.some(({ name }) => name === 'Obsolete') ? { deprecated: true } : {}),
    origin: originIn(file, action.node),
  };
}

function parametersFor(
  code: Code,
  controller: Controller,
  action: Action,
  route: ActionRoute,
  path: RoutePath,
): readonly Parameter[] {
  const { file } = action.type;
  const rules = rulesFor(controller, route);
  const bound = boundParameters(code, action.node, { file, path: path.text, rules });
  const names = new Set(bound.map((each) => `${each.in} ${each.name}`));
  const read = readsOf(bodyOf(action.node), file).filter((each) => !names.has(`${each.in} ${each.name}`));
  const typed = [...templateTypes(route.path.text)].flatMap(([name, type]): readonly Parameter[] =>
    names.has(`path ${name}`)
      ? []
      : [{ name, in: 'path', type, required: true, origin: originIn(file, action.node) }],
  );
  return [...bound, ...read, ...typed];
}

/** API controllers take values from the query and types from the body; others take both from the form as well. */
function rulesFor(controller: Controller, { methods }: ActionRoute): BindingRules {
  const reads = methods.every((method) => /^(GET|HEAD|DELETE|OPTIONS|ANY)$/.test(method));
  if (controller.isApi || controller.technology === 'webapi2')
    return { simple: 'query', complex: reads && !methods.includes('DELETE') ? 'query' : 'body' };
  return reads ? { simple: 'query', complex: 'query' } : { simple: 'body', complex: 'body' };
}
