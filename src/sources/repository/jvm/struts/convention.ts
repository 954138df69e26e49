import type { Annotated } from '../annotations.ts';
import { attribute, expand } from '../annotations.ts';
import { dependsOn } from '../builds.ts';
import type { ClassDeclaration } from '../classes.ts';
import { lastName } from '../code.ts';
import type { HandlerMethod } from '../handlers.ts';
import { handlerMethods } from '../handlers.ts';
import { scopeOf, supertypeNames } from '../names.ts';
import { moduleOf } from '../properties.ts';
import { itemsOf, textOf } from '../values.ts';
import type { World } from '../world.ts';
import type { StrutsConfiguration } from './configuration.ts';

/** An action found by names and annotations; without a method the class is answered by its library. */
export interface ConventionAction {
  readonly of: ClassDeclaration;
  readonly namespace: string;
  /** Absolute with a slash. */
  readonly name: string;
  readonly handler?: HandlerMethod;
  readonly line: number;
  /** The REST plugin chooses the methods of the class. */
  readonly isRest: boolean;
  readonly methods: readonly HandlerMethod[];
}

const annotationPackage = 'org.apache.struts2.convention.annotation';
const plugin = /struts2-(convention|rest)-plugin/;
const restMethods = /^(index|show|create|update|destroy|edit|editNew|deleteConfirm)$/;

/** Classes below packages named for it, or annotated: the Convention plugin maps them without configuration. */
export function conventionActions(
  world: World,
  configurationOf: (path: string) => StrutsConfiguration | undefined,
): readonly ConventionAction[] {
  const namespaces = packageNamespaces(world);
  const actions = world.filesWith(/\b(struts2|xwork2|Action|Controller)\b|\w(Action|Controller)\b/);
  return actions.flatMap((file) => {
    const constants = configurationOf(file.path)?.constants ?? new Map<string, string>();
    const imports = file.imports.some(({ name }) => name.startsWith(annotationPackage));
    const packaged = namespaces.get(packageKey(file.path, file.package));
    const isOn = imports || packaged !== undefined || dependsOn(world, file.path, plugin);
    if (!isOn) return [];
    return file.classes.flatMap((of) => actionsOf(world, of, { constants, packaged, imports }));
  });
}

interface Context {
  readonly constants: ReadonlyMap<string, string>;
  readonly packaged: readonly string[] | undefined;
  /** The file imports annotations of the plugin. */
  readonly imports: boolean;
}

function actionsOf(world: World, of: ClassDeclaration, context: Context): readonly ConventionAction[] {
  const { constants, packaged } = context;
  if (of.kind !== 'class' || of.isAbstract) return [];
  const own = context.imports ? expand(world, of.annotations, scopeOf(of)) : [];
  const methods = handlerMethods(world, of);
  const placed = locatedNamespace(
    of.file.package,
    listOf(constants, 'package.locators', 'action,actions,struts,struts2'),
  );
  const declared = namesIn(world, own, 'Namespace', 'Namespaces');
  const classActions = actionNames(world, own);
  const byMethod = methods.flatMap((handler) =>
    actionNames(world, context.imports ? handler.annotations : []).map((name) => ({ name, handler })),
  );
  const isAnnotated = declared.length + classActions.length + byMethod.length > 0;
  const suffixes = listOf(constants, 'action.suffix', 'Action');
  const suffix = suffixes.find((each) => of.name.endsWith(each));
  const isAction =
    suffix !== undefined ||
    supertypeNames(world, of).some(({ name }) => /^(ActionSupport|Action)$/.test(lastName(name)));
  if (!isAnnotated && !(isAction && (placed !== undefined || packaged !== undefined))) return [];
  const isRest =
    usesRest(world, of, constants) && methods.some(({ method }) => restMethods.test(method.name));
  const standard = seoName(of.name.slice(0, of.name.length - (suffix?.length ?? 0)) || of.name, constants);
  const execute = methods.find(({ method }) => method.name === 'execute' && method.body !== undefined);
  const fallback = execute === undefined ? {} : { handler: execute };
  const names = [
    ...byMethod,
    ...classActions.map((name) => ({ name, ...fallback })),
    ...(byMethod.length + classActions.length === 0 || (classActions.length === 0 && execute !== undefined)
      ? [{ name: undefined, ...fallback }]
      : []),
  ];
  const spaces = declared.length > 0 ? declared : (packaged ?? [placed ?? '']);
  return spaces.flatMap((namespace) =>
    names.map((each) => ({
      ...each,
      of,
      methods,
      namespace,
      name: each.name ?? standard,
      line: each.handler?.method.line ?? of.line,
      isRest: isRest && each.name === undefined,
    })),
  );
}

const listOf = (constants: ReadonlyMap<string, string>, key: string, otherwise: string): readonly string[] =>
  (constants.get(`struts.convention.${key}`) ?? otherwise)
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

function usesRest(world: World, of: ClassDeclaration, constants: ReadonlyMap<string, string>): boolean {
  return (
    constants.get('struts.convention.default.parent.package') === 'rest-default' ||
    /rest/i.test(constants.get('struts.mapper.class') ?? '') ||
    of.file.imports.some(({ name }) => name.startsWith('org.apache.struts2.rest')) ||
    dependsOn(world, of.file.path, /struts2-rest-plugin/)
  );
}

/** What follows the package that the plugin looks for; undefined outside such packages. */
function locatedNamespace(inPackage: string, locators: readonly string[]): string | undefined {
  const parts = inPackage.split('.');
  const at = parts.findLastIndex((part) => locators.includes(part));
  return at < 0
    ? undefined
    : parts
        .slice(at + 1)
        .map((part) => `/${dashed(part, '-')}`)
        .join('');
}

function seoName(name: string, constants: ReadonlyMap<string, string>): string {
  const lower = constants.get('struts.convention.action.name.lowercase') !== 'false';
  const separator = constants.get('struts.convention.action.name.separator') ?? '-';
  return lower ? dashed(name, separator) : name.replaceAll(/([a-z\d])([A-Z])/g, `$1${separator}$2`);
}

const dashed = (name: string, separator: string): string =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, (_, before: string, next: string) => before + separator + next)
    .toLowerCase();

/** Values of an annotation, also of several in the one that holds them. */
function namesIn(
  world: World,
  annotations: readonly Annotated[],
  one: string,
  many: string,
): readonly string[] {
  return annotations.flatMap((each): readonly string[] => {
    if (each.name === many)
      return itemsOf(world, attribute(each, 'value'), each.scope).flatMap((item) =>
        item.kind === 'annotation' && lastName(item.annotation.name) === one
          ? namesIn(world, [{ ...each, name: one, args: item.annotation.args }], one, many)
          : [],
      );
    if (each.name !== one) return [];
    const { text } = textOf(world, attribute(each, 'value'), each.scope);
    return text === undefined ? [] : [text];
  });
}

/** `@Action` without a value keeps the name of the class. */
function actionNames(world: World, annotations: readonly Annotated[]): readonly (string | undefined)[] {
  const named = namesIn(world, annotations, 'Action', 'Actions');
  const bare = annotations.some((each) => each.name === 'Action' && attribute(each, 'value') === undefined);
  return bare ? [...named, undefined] : named;
}

const packageKey = (path: string, name: string): string => `${moduleOf(path)} ${name}`;

/** Namespaces of `package-info.java`: its annotations stand before the package. */
function packageNamespaces(world: World): ReadonlyMap<string, readonly string[]> {
  return new Map(
    world.paths
      .filter((path) => path.endsWith('package-info.java') && world.text(path).includes(annotationPackage))
      .flatMap((path) => {
        const text = world.text(path).replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
        const name = /^\s*package\s+([\w.]+)/m.exec(text)?.[1] ?? '';
        const found = [...text.matchAll(/@(?:[\w.]+\.)?Namespace\s*\(\s*(?:value\s*=\s*)?"([^"\n]*)"/g)];
        return found.length === 0
          ? []
          : [[packageKey(path, name), found.map((each) => each[1] ?? '')] as const];
      }),
  );
}
