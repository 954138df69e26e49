import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import { lastName } from '../code.ts';
import { credentialSigns } from '../credentials.ts';
import type { ClassDeclaration } from '../classes.ts';
import type { HandlerMethod } from '../handlers.ts';
import { handlerMethods } from '../handlers.ts';
import { supertypeNames } from '../names.ts';
import { moduleOf } from '../properties.ts';
import { outerChecks } from '../servlet/outer-checks.ts';
import { constraintsOf } from '../servlet/constraints.ts';
import { filterGuards } from '../servlet/web-filters.ts';
import { webXmls } from '../web-xml.ts';
import type { World } from '../world.ts';
import type { StrutsConfiguration, XmlAction, XmlPackage } from './configuration.ts';
import { strutsConfigurations } from './configuration.ts';
import type { ConventionAction } from './convention.ts';
import { conventionActions } from './convention.ts';

interface Found {
  readonly path: string;
  readonly methods: readonly Method[];
  readonly of?: ClassDeclaration | undefined;
  readonly handler?: HandlerMethod | undefined;
  /** Interceptors of the target run before it. */
  readonly intercepted: boolean;
  readonly file: string;
  readonly line: number;
}

/** Actions of Struts 2: the configuration, the Convention plugin and the REST plugin. */
export function strutsRoutes(world: World): readonly DeclaredRoute[] {
  const configurations = strutsConfigurations(world);
  const usesStruts =
    configurations.size > 0 || world.paths.some((path) => world.text(path).includes('org.apache.struts2'));
  if (!usesStruts) return [];
  const configurationOf = (path: string): StrutsConfiguration | undefined =>
    configurations.get(moduleOf(path));
  const described = [...configurations.values()].flatMap((each) => describedActions(world, each));
  const byName = conventionActions(world, configurationOf).flatMap((each) =>
    foundOf(each, configurationOf(each.of.file.path)),
  );
  const seen = new Set<string>();
  // What the configuration says of a name comes before conventions.
  const all = [...described, ...byName].filter(({ path, methods, file }) => {
    const key = `${moduleOf(file)} ${methods.join()} ${path}`;
    return !seen.has(key) && seen.add(key);
  });
  return routesOf(world, all);
}

function describedActions(world: World, configuration: StrutsConfiguration): readonly Found[] {
  const { packages, constants } = configuration;
  const byName = new Map(packages.map((each) => [each.name, each]));
  return packages.flatMap((each) => {
    if (each.isAbstract) return [];
    const line = [each, ...parentsOf(each, byName)];
    // Without one the default namespace answers wherever nothing else does, so also below the parent's.
    const namespace = line.find((one) => one.namespace !== undefined)?.namespace ?? '';
    const isStrange = (name: string): boolean => !byName.has(name) && !libraryPackages.test(name);
    const intercepted = line.some(({ intercepts, parents }) => intercepts || parents.some(isStrange));
    return line.flatMap(({ actions }) =>
      actions.flatMap((action) => {
        const target = targetOf(world, action);
        return pathsOf(namespace, action.name, constants).map((path) => ({
          path,
          methods: ['ANY' as const],
          ...target,
          intercepted,
          file: action.file,
          line: action.line,
        }));
      }),
    );
  });
}

/** Packages of the library itself; others that are not in the target may bring interceptors along. */
const libraryPackages = /^((struts|json|rest|convention|jasperreports|tiles|jfreechart)-default)?$/;

function parentsOf(of: XmlPackage, byName: ReadonlyMap<string, XmlPackage>): readonly XmlPackage[] {
  const found = new Set<XmlPackage>();
  const queue = [...of.parents];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const parent = byName.get(name);
    if (parent === undefined || parent === of || found.has(parent)) continue;
    found.add(parent);
    queue.push(...parent.parents);
  }
  return [...found];
}

function targetOf(world: World, { type, method, file }: XmlAction): Pick<Found, 'of' | 'handler'> {
  const of = type === undefined ? undefined : world.qualified(type, file);
  const name = method ?? 'execute';
  return {
    of,
    handler:
      of === undefined ? undefined : handlerMethods(world, of).find((each) => each.method.name === name),
  };
}

const restActions: Readonly<Record<string, readonly [Method, string]>> = {
  index: ['GET', ''],
  editNew: ['GET', '/new'],
  create: ['POST', ''],
  show: ['GET', '/{id}'],
  edit: ['GET', '/{id}/edit'],
  deleteConfirm: ['GET', '/{id}/deleteConfirm'],
  update: ['PUT', '/{id}'],
  destroy: ['DELETE', '/{id}'],
};

function foundOf(
  { of, namespace, name, handler, line, isRest, methods }: ConventionAction,
  configuration: StrutsConfiguration | undefined,
): readonly Found[] {
  const intercepted = configuration?.packages.some(({ intercepts }) => intercepts) ?? false;
  const constants = configuration?.constants ?? new Map<string, string>();
  const shared = { of, intercepted, file: of.file.path };
  if (isRest)
    return methods.flatMap((each): readonly Found[] => {
      const rest = Object.hasOwn(restActions, each.method.name) ? restActions[each.method.name] : undefined;
      if (rest === undefined || each.method.body === undefined) return [];
      const path = joined(namespace, name) + rest[1];
      return [{ ...shared, methods: [rest[0]], path, handler: each, line: each.method.line }];
    });
  const paths = pathsOf(namespace, name, constants);
  const index = name === 'index' ? [namespace === '' ? '/' : namespace] : [];
  return [...paths, ...index].map((path) => ({ ...shared, path, methods: ['ANY'], handler, line }));
}

/** By default an action answers with and without the ending `action`; a list without an empty one insists on it. */
function pathsOf(namespace: string, name: string, constants: ReadonlyMap<string, string>): readonly string[] {
  const endings = (constants.get('struts.action.extension') ?? 'action,,')
    .split(',')
    .map((each) => each.trim());
  const path = joined(namespace, name).replaceAll(/\*+/g, '{*}');
  return endings.includes('') ? [path] : endings.map((ending) => `${path}.${ending}`);
}

/** An absolute name leaves the namespace. */
const joined = (namespace: string, name: string): string =>
  (name.startsWith('/') ? name : `/${namespace}/${name}`).replaceAll(/\/{2,}/g, '/');

const asksForSession = /^(SessionAware|PrincipalAware|ServletRequestAware|ServletPrincipalAware)$/;

function routesOf(world: World, all: readonly Found[]): readonly DeclaredRoute[] {
  const descriptors = webXmls(world);
  const filters = filterGuards(world, descriptors);
  const isFiltered = outerChecks(world, descriptors);
  return all.map(({ path, methods, of, handler, intercepted, file, line }) => {
    const near = descriptors.filter((each) => moduleOf(each.path) === moduleOf(file));
    const asks =
      intercepted ||
      isFiltered(file) ||
      (of !== undefined && supertypeNames(world, of).some(({ name }) => asksForSession.test(lastName(name))));
    const place = handler === undefined ? of : { file: handler.owner.file, line: handler.method.line };
    return {
      technology: 'struts2',
      methods,
      path: { text: path, resolved: true },
      guards: [...filters(path), ...methods.flatMap((method) => constraintsOf(near, [method], path))],
      ...(of === undefined || place === undefined
        ? {}
        : {
            handler: {
              file: place.file.path,
              line: place.line,
              name: handler === undefined ? of.name : `${of.name}.${handler.method.name}`,
            },
          }),
      handlerLooksAtCredentials:
        handler === undefined ? 'unseen' : asks ? 'perhaps' : credentialSigns(world, handler),
      parameters: [],
      application: moduleOf(file),
      origin: { kind: 'read', file, line },
    };
  });
}
