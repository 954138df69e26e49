import type { Method } from '../../../../model/api.ts';
import type { RoutePath } from '../../http/paths.ts';
import { joinPaths, rootPath } from '../../http/paths.ts';
import type { Attribute } from '../attributes.ts';
import { attributeNamed, named, positional } from '../attributes.ts';
import type { Code } from '../code.ts';
import { slug, withTokens } from '../templates.ts';
import type { Scope } from '../texts.ts';
import { textOf, textsOf } from '../texts.ts';
import { routeOfOwn } from './own-routes.ts';
import type { Action, Controller } from './controllers.ts';
import { isMethod } from '../../http/methods.ts';

export interface ActionRoute {
  readonly methods: readonly Method[];
  /** The template, not yet cleaned of its constraints. */
  readonly path: RoutePath;
}

const verbOf: Readonly<Record<string, Method>> = {
  HttpGet: 'GET',
  HttpPost: 'POST',
  HttpPut: 'PUT',
  HttpPatch: 'PATCH',
  HttpDelete: 'DELETE',
  HttpHead: 'HEAD',
  HttpOptions: 'OPTIONS',
};
interface Declared {
  readonly methods: readonly Method[];
  readonly template?: RoutePath;
}

/** Routes an action declares with attributes; `undefined` = it declares none and conventional routes lead to it. */
export function attributeRoutes(
  code: Code,
  controller: Controller,
  action: Action,
  slugs: boolean,
): readonly ActionRoute[] | undefined {
  const scope: Scope = { file: action.type.file, type: action.type };
  const declared = declaredBy(code, action, scope);
  const prefixes = controllerTemplates(code, controller);
  const templated = declared.filter(({ template }) => template !== undefined);
  if (prefixes.length === 0 && templated.length === 0) return undefined;
  const plain = declared.filter(({ template, methods }) => template === undefined && methods.length > 0);
  const verbs = plain.flatMap(({ methods }) => methods);
  const tokens = tokensOf(code, controller, action, slugs);
  const all = (methods: readonly Method[], template: RoutePath): readonly ActionRoute[] => {
    const isAbsolute = /^~?\//.test(template.text);
    const bases = isAbsolute || prefixes.length === 0 ? [rootPath] : prefixes;
    return bases.map((base) => ({
      methods,
      path: withTokens(joinPaths(base, { ...template, text: template.text.replace(/^~\//, '/') }), tokens),
    }));
  };
  if (templated.length === 0)
    return all(verbs.length > 0 ? verbs : (conventionVerb(controller, action) ?? ['ANY']), rootPath);
  // Verbs without a template hold for the templates without a verb.
  const withVerb = templated.filter(({ methods }) => methods.length > 0);
  const withoutVerb = templated.filter(({ methods }) => methods.length === 0);
  const rest = verbs.length > 0 ? verbs : (conventionVerb(controller, action) ?? ['ANY']);
  return [
    ...withVerb.flatMap(({ methods, template }) => all(methods, template ?? rootPath)),
    ...(withVerb.length > 0 && withoutVerb.length === 0 && plain.length > 0 ? all(verbs, rootPath) : []),
    ...(withoutVerb.length > 0
      ? withoutVerb.flatMap(({ template }) =>
          all(
            withVerb.length > 0 && verbs.length === 0 ? withVerb.flatMap(({ methods }) => methods) : rest,
            template ?? rootPath,
          ),
        )
      : []),
  ];
}

/** Web API 2 takes the verb from the name of the method. */
export function conventionVerb(controller: Controller, action: Action): readonly Method[] | undefined {
  if (controller.technology !== 'webapi2') return undefined;
  const verb = /^(Get|Post|Put|Patch|Delete|Head|Options)/.exec(action.name)?.[1]?.toUpperCase() ?? 'POST';
  return isMethod(verb) ? [verb] : undefined;
}

function declaredBy(code: Code, action: Action, scope: Scope): readonly Declared[] {
  return action.attributes.flatMap((attribute): readonly Declared[] => {
    const verb = Object.hasOwn(verbOf, attribute.name) ? verbOf[attribute.name] : undefined;
    if (verb !== undefined) return [{ methods: [verb], ...templateOf(code, attribute, scope) }];
    if (attribute.name === 'Route') return [{ methods: [], ...templateOf(code, attribute, scope) }];
    if (attribute.name !== 'AcceptVerbs') return ownRoute(code, attribute, scope);
    const methods = positional(attribute)
      .flatMap((node) => textsOf(code, node, scope))
      .map((text) => text.toUpperCase())
      .filter(isMethod);
    const route = named(attribute, 'Route');
    return [{ methods, ...(route === undefined ? {} : { template: textOf(code, route, scope) }) }];
  });
}

/** Where the verbs of an attribute of the target are not known, neither is the route. */
function ownRoute(code: Code, attribute: Attribute, scope: Scope): readonly Declared[] {
  const own = routeOfOwn(code, attribute, scope);
  if (own === undefined) return [];
  const { methods, template } = own;
  if (methods !== undefined) return [{ methods, ...(template === undefined ? {} : { template }) }];
  const why = `the verbs of ${attribute.name} are not known`;
  return [{ methods: ['ANY'], template: { text: template?.text ?? '', resolved: false, why } }];
}

function templateOf(code: Code, attribute: Attribute, scope: Scope): { template?: RoutePath } {
  const node = positional(attribute)[0] ?? named(attribute, 'template', 'Template');
  return node === undefined ? {} : { template: textOf(code, node, scope) };
}

/** `[Route]` and `[RoutePrefix]` of the class; those of the classes above it where it has none. */
function controllerTemplates(code: Code, controller: Controller): readonly RoutePath[] {
  const routes = controller.attributes.flatMap(({ attribute, type }) => {
    if (/^(Route|RoutePrefix)$/.test(attribute.name))
      return [{ type, template: templateOf(code, attribute, { file: type.file, type }).template }];
    const own = routeOfOwn(code, attribute, { file: type.file, type });
    return own?.template === undefined ? [] : [{ type, template: own.template }];
  });
  const [nearest] = routes;
  return routes
    .filter(({ type }) => type.name === nearest?.type.name)
    .map(({ template }) => template ?? rootPath);
}

export function tokensOf(
  code: Code,
  controller: Controller,
  action: Action,
  slugs: boolean,
): ReadonlyMap<string, string> {
  const area = areaOf(code, controller);
  const shaped = slugs ? slug : (name: string): string => name;
  return new Map([
    ['controller', shaped(controller.name)],
    ['action', shaped(actionName(code, action))],
    ...(area === undefined ? [] : [['area', shaped(area)] as const]),
  ]);
}

export function actionName(code: Code, action: Action): string {
  const given = attributeNamed(action.attributes, 'ActionName');
  const node = given === undefined ? undefined : positional(given)[0];
  if (node === undefined) return action.name.replace(/(.)Async$/, '$1');
  return textOf(code, node, { file: action.type.file, type: action.type }).text;
}

export function areaOf(code: Code, controller: Controller): string | undefined {
  const found = controller.attributes.find(({ attribute }) => attribute.name === 'Area');
  const node = found === undefined ? undefined : positional(found.attribute)[0];
  if (found === undefined || node === undefined) return undefined;
  return textOf(code, node, { file: found.type.file, type: found.type }).text;
}
