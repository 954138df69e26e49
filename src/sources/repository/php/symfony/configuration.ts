import { folderOf } from '../../file-paths.ts';
import type { RoutePath } from '../../http/paths.ts';
import { parseYaml } from '../../yaml.ts';
import type { YamlView } from '../../yaml.ts';
import { normalized } from '../includes.ts';
import type { Machine } from '../machine.ts';
import { methodsNamed } from '../methods.ts';
import { bracePath } from '../paths.ts';
import { parseXml } from '../../xml.ts';
import type { XmlElement } from '../../xml.ts';
import type { PhpValue, ReadOrigin } from '../value.ts';
import { boolean, nothing, text, unknown } from '../value.ts';
import { controllerRoutes } from './attributes.ts';
import { bundlePath } from './bundles.ts';
import { parameterNamed, references } from './container-parameters.ts';
import type { ContainerParameters } from './container-parameters.ts';
import { phpRoutes } from './php-routes.ts';
import { controllerNamed, isBuiltInController, prefixed, withoutDefaults } from './routes.ts';
import type { SymfonyRoute } from './routes.ts';

/** Routes as files of configuration tell them, and the classes of controllers they bring in. */
export interface Loading {
  readonly machine: Machine;
  /** Folder of the application. */
  readonly folder: string;
  readonly parameters: ContainerParameters;
  /** Files of controllers that were brought in. */
  readonly imported: Set<string>;
  readonly loaded: Set<string>;
}

export interface Import {
  readonly resource: string;
  readonly type: string | undefined;
  readonly prefixes: readonly RoutePath[];
  readonly methods: readonly string[];
  /** What it puts in front of the names of routes. */
  readonly named?: string;
  /** It gives them defaults, which are not read. */
  readonly givesDefaults?: boolean;
}

/** A file with routes, by its format; nothing when it is not there. */
export function fileRoutes(loading: Loading, path: string): readonly SymfonyRoute[] {
  const source = loading.machine.codebase.repository.files.get(path)?.text;
  if (source === undefined || loading.loaded.has(path) || loading.loaded.size > 400) return [];
  loading.loaded.add(path);
  if (/\.ya?ml$/.test(path)) {
    const [document] = parseYaml(source).documents;
    return document === undefined
      ? []
      : document.entries().flatMap(([name, view]) => yamlRoutes(loading, path, name, view));
  }
  if (path.endsWith('.xml'))
    return parseXml(source).children.flatMap((root) =>
      root.children.flatMap((each) => xmlRoutes(loading, path, each)),
    );
  return path.endsWith('.php') ? phpRoutes(loading, path) : [];
}

function yamlRoutes(loading: Loading, file: string, name: string, view: YamlView): readonly SymfonyRoute[] {
  if (name.startsWith('when@'))
    return name === 'when@prod'
      ? view.entries().flatMap(([inner, each]) => yamlRoutes(loading, file, inner, each))
      : [];
  const resource = view.at('resource');
  if (resource.exists) {
    const prefix = view.at('prefix');
    return importRoutes(loading, file, {
      resource: resource.text() ?? resource.at('path').text() ?? '',
      type: view.at('type').text(),
      prefixes: pathsOf(loading, prefix),
      methods: textsOf(view.at('methods')),
      named: view.at('name_prefix').text() ?? '',
      givesDefaults: view.at('defaults').exists,
    });
  }
  if (!view.at('path').exists && !view.at('pattern').exists) return [];
  const controller = view.at('controller').text() ?? view.at('defaults').at('_controller').text();
  const origin: ReadOrigin = { kind: 'read', file, line: view.line };
  const paths = pathsOf(loading, view.at('path').exists ? view.at('path') : view.at('pattern'));
  return paths.map((path) => ({
    name,
    ...yamlDefaults(view.at('defaults')),
    path,
    methods: methodsNamed(
      textsOf(view.at('methods').exists ? view.at('methods') : view.at('requirements').at('_method')),
    ),
    controller: controllerNamed(controller),
    ...(isBuiltInController(controller) ? { builtIn: true } : {}),
    origin,
  }));
}

/** Plain values are known; lists and maps are not read. */
function yamlDefaults(view: YamlView): Pick<SymfonyRoute, 'defaults'> {
  const found = view.entries().map(([key, each]) => [key, scalar(each.text())] as const);
  return { defaults: new Map(found) };
}

function scalar(written: string | undefined): PhpValue {
  if (written === undefined || written.includes('%')) return unknown('a value of a file that is not read');
  if (/^(true|false)$/i.test(written)) return boolean(/^true$/i.test(written));
  return /^(null|~)$/i.test(written) ? nothing : text(written);
}

const textsOf = (view: YamlView): readonly string[] => {
  const one = view.text();
  return one === undefined ? view.items().flatMap((item) => item.text() ?? []) : [one];
};

/** One path, or one for each language. */
function pathsOf(loading: Loading, view: YamlView): readonly RoutePath[] {
  const one = view.text();
  if (one !== undefined) return [pathOf(loading, one)];
  const many = view.entries().flatMap(([, each]) => each.text() ?? []);
  return many.length === 0 ? [{ text: '', resolved: true }] : many.map((each) => pathOf(loading, each));
}

/** `%name%` stands for a parameter of the container. */
export function pathOf(loading: Loading, written: string): RoutePath {
  const filled = written.replaceAll(
    references,
    (whole, name: string) => parameterNamed(loading.parameters, name) ?? whole,
  );
  const open = /%[\w.():]+%/.exec(filled)?.[0];
  return open === undefined
    ? { text: bracePath(filled), resolved: true }
    : {
        text: bracePath(filled.replaceAll(/%[\w.():]+%/g, '{unresolved}')),
        resolved: false,
        why: `the parameter ${open} is not known`,
      };
}

function xmlRoutes(loading: Loading, file: string, element: XmlElement): readonly SymfonyRoute[] {
  const get = (name: string): string | undefined => element.attributes.get(name);
  const origin: ReadOrigin = { kind: 'read', file, line: element.line };
  if (element.name === 'import')
    return importRoutes(loading, file, {
      resource: get('resource') ?? '',
      type: get('type'),
      prefixes: [pathOf(loading, get('prefix') ?? '')],
      methods: [get('methods') ?? ''],
      named: get('name-prefix') ?? '',
      givesDefaults: element.children.some((child) => child.name === 'default'),
    });
  if (element.name !== 'route') return [];
  const fallback = element.children.find((child) => child.attributes.get('key') === '_controller')?.text;
  const controller = get('controller') ?? fallback;
  const name = get('id');
  return [
    {
      ...(name === undefined ? {} : { name }),
      path: pathOf(loading, get('path') ?? get('pattern') ?? ''),
      methods: methodsNamed([get('methods') ?? '']),
      ...xmlDefaults(element),
      controller: controllerNamed(controller),
      ...(isBuiltInController(controller) ? { builtIn: true } : {}),
      origin,
    },
  ];
}

const xmlDefaults = (element: XmlElement): Pick<SymfonyRoute, 'defaults'> => ({
  defaults: new Map(
    element.children
      .filter(({ name }) => name === 'default')
      .map((each) => [each.attributes.get('key') ?? '', scalar(each.text === '' ? undefined : each.text)]),
  ),
});

/** What an import brings: another file, or the controllers below a folder. */
export function importRoutes(loading: Loading, from: string, what: Import): readonly SymfonyRoute[] {
  const imported = importedRoutes(loading, from, what);
  const found = what.givesDefaults === true ? imported.map(withoutDefaults) : imported;
  const methods = methodsNamed(what.methods);
  const by = [from, what.resource, ...what.prefixes.map(({ text }) => text)].join(' ');
  return what.prefixes.flatMap((prefix) =>
    found.map((route) => ({
      ...prefixed(prefix, methods.length === 0 ? route : { ...route, methods }),
      imported: {
        by: `${by} ${route.imported?.by ?? ''}`,
        named: `${what.named ?? ''}${route.imported?.named ?? ''}`,
      },
    })),
  );
}

function importedRoutes(loading: Loading, from: string, { resource, type }: Import): readonly SymfonyRoute[] {
  const { files } = loading.machine.codebase.repository;
  if (resource === 'routing.controllers') return classRoutes(loading, '', undefined);
  const written =
    bundlePath(loading.machine.codebase, resource) ??
    resource.replace('%kernel.project_dir%', '/').replace('%kernel.root_dir%', '/app');
  const base =
    resource.startsWith('@') || resource.startsWith('%')
      ? [written, `${loading.folder}/${written}`]
      : [`${folderOf(from)}/${written}`, written];
  for (const option of base.map(normalized)) {
    const plain = option.replace(/\/?\{?[^/]*\*.*$/, '');
    if (files.has(option))
      return option.endsWith('.php') && type !== 'php' && !/routes?\b/.test(option)
        ? classRoutes(loading, option, undefined)
        : fileRoutes(loading, option);
    const isClasses = type === undefined || /attribute|annotation|rest/.test(type);
    const below = loading.machine.codebase.sources.some(({ path }) => path.startsWith(`${plain}/`));
    if (isClasses && below) return classRoutes(loading, plain, option.includes('*') ? /\.php$/ : undefined);
    const others = [...files.keys()].filter(
      (path) => path.startsWith(`${plain}/`) && /\.(ya?ml|xml|php)$/.test(path),
    );
    if (option.includes('*') && others.length > 0) return others.flatMap((path) => fileRoutes(loading, path));
  }
  return [];
}

/** Controllers below a folder, or of one file. */
export function classRoutes(
  loading: Loading,
  below: string,
  only: RegExp | undefined,
): readonly SymfonyRoute[] {
  const { machine, imported } = loading;
  return machine.codebase.sources.flatMap(({ path, text }) => {
    const inside = below === '' || path === below || path.startsWith(`${below}/`);
    if (!inside || (only !== undefined && !only.test(path))) return [];
    if (!/Route\b|@(Rest\\)?(Get|Post|Put|Patch|Delete)\b|#\[.*(Get|Post|Put|Patch|Delete)\(/.test(text))
      return [];
    imported.add(path);
    return [...(machine.codebase.file(path)?.classes.values() ?? [])].flatMap((declared) =>
      controllerRoutes(machine, declared),
    );
  });
}
