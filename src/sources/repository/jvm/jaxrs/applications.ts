import type { RoutePath } from '../../http/paths.ts';
import { rootPath } from '../../http/paths.ts';
import { parseYaml } from '../../yaml.ts';
import { attribute, expand } from '../annotations.ts';
import { dependsOn } from '../builds.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { lastName, walkCode } from '../code.ts';
import { scopeOf, supertypeNames } from '../names.ts';
import { moduleOf } from '../properties.ts';
import { pathOf, textOf } from '../values.ts';
import { programmedContainers } from './programmed.ts';
import { webXmls } from '../web-xml.ts';
import type { World } from '../world.ts';

/** Where applications of JAX-RS answer. */
export interface Applications {
  /** `outer`: the context path, `inner`: that of the application. */
  readonly prefixOf: (of: ClassDeclaration) => { readonly outer: RoutePath; readonly inner: RoutePath };
}

interface Application {
  readonly package: string;
  readonly module: string;
  readonly path: RoutePath;
  /** In a descriptor, which counts before the annotation. */
  readonly described: boolean;
  /** Classes it names itself; empty = whatever is found. */
  readonly resources: ReadonlySet<string>;
}

export function jaxrsApplications(world: World): Applications {
  const found = [...annotated(world), ...described(world), ...programmed(world)];
  return {
    prefixOf: (of) => {
      const near = of.file.path;
      const settings = settingsPath(world, near);
      const module = moduleOf(near);
      const named = found.find(({ resources }) => resources.has(of.name));
      const open = found.filter(({ resources }) => resources.size === 0);
      const mine = open.filter((each) => each.module === module);
      const shares = open.filter((each) => sharedPackage(each.package, of) > 0);
      const candidates = [...new Set([...mine, ...shares])];
      const [best = named ?? (found.length === 1 ? open[0] : undefined)] = candidates.toSorted(
        (a, b) =>
          sharedPackage(b.package, of) - sharedPackage(a.package, of) ||
          Number(b.described) - Number(a.described) ||
          Number(b.module === module) - Number(a.module === module),
      );
      const isNear = best !== undefined && (candidates.length < 2 || sharedPackage(best.package, of) > 0);
      const chosen = named ?? (isNear ? best : undefined);
      if (chosen !== undefined) return { outer: settings.root, inner: chosen.path };
      return { outer: settings.root, inner: settings.rest };
    },
  };
}

const partsOf = (name: string): readonly string[] => name.split('.').filter((part) => part !== '');

/** How many names the packages share; none where they part ways within the first two. */
function sharedPackage(name: string, of: ClassDeclaration): number {
  const [mine, theirs] = [partsOf(of.file.package), partsOf(name)];
  const parted = theirs.findIndex((part, at) => part !== mine[at]);
  const count = parted < 0 ? theirs.length : parted;
  return count < Math.min(2, theirs.length) ? 0 : count + 1;
}

function annotated(world: World): readonly Application[] {
  const classes = world
    .filesWith(
      /@ApplicationPath\b|\bextends\s+(\w+\.)*(Application|ResourceConfig)\b|:\s*(Application|ResourceConfig)\(/,
    )
    .flatMap(({ classes: own }) => everyClass(own));
  return classes.flatMap((of): readonly Application[] => {
    const annotation = expand(world, of.annotations, scopeOf(of)).find(
      ({ name }) => name === 'ApplicationPath',
    );
    const isApplication = supertypeNames(world, of).some(({ name }) =>
      /^(Application|ResourceConfig)$/.test(lastName(name)),
    );
    if (annotation === undefined && !isApplication) return [];
    if (annotation === undefined && !/(ws\.rs\.core|glassfish\.jersey)/.test(world.text(of.file.path)))
      return [];
    const path =
      annotation === undefined
        ? rootPath
        : pathOf(textOf(world, attribute(annotation, 'value'), annotation.scope));
    return [
      {
        package: of.file.package,
        module: moduleOf(of.file.path),
        path: withoutStar(path),
        described: false,
        resources: namedBy(of),
      },
    ];
  });
}

/** Classes that `getClasses` or `getSingletons` lists. */
function namedBy(of: ClassDeclaration): ReadonlySet<string> {
  const names = new Set<string>();
  for (const method of of.methods)
    if (/^get(Classes|Singletons)$/.test(method.name))
      walkCode(method.body?.() ?? [], (code) => {
        if (code.kind === 'class' || code.kind === 'new') names.add(lastName(code.type.name));
      });
  for (const name of ['HashSet', 'Set', 'HashMap', 'ArrayList', 'LinkedHashSet']) names.delete(name);
  return names;
}

/** Servlets of a descriptor that are an application, or a container of one. */
function described(world: World): readonly Application[] {
  return webXmls(world).flatMap(({ path, servlets, mappings }) =>
    mappings.flatMap(({ servlet, pattern }): readonly Application[] => {
      const target = servlets.get(servlet);
      const isContainer =
        /ServletContainer$|HttpServletDispatcher$|^(javax|jakarta)\.ws\.rs\.core\.Application$|CXFNonSpringJaxrsServlet$/.test(
          target?.target ?? servlet,
        );
      const application =
        target?.parameters.get('javax.ws.rs.Application') ??
        target?.parameters.get('jakarta.ws.rs.Application') ??
        (target === undefined ? servlet : target.target);
      if (!isContainer && application === undefined) return [];
      if (!isContainer && world.qualified(application ?? '', path) === undefined) return [];
      const of = application === undefined ? undefined : world.qualified(application, path);
      // A servlet of the target that is no application only answers for itself.
      const kinds = of === undefined ? [] : supertypeNames(world, of).map(({ name }) => lastName(name));
      if (!isContainer && kinds.some((name) => name.endsWith('Servlet'))) return [];
      return [
        {
          package: of?.file.package ?? '',
          module: moduleOf(path),
          path: withoutStar({ text: pattern, resolved: true }),
          described: true,
          resources: new Set(),
        },
      ];
    }),
  );
}

/** Containers that code puts below a path; one without packages serves whatever is found. */
const programmed = (world: World): readonly Application[] =>
  programmedContainers(world).flatMap(({ path, packages, file }) =>
    (packages.length === 0 ? [''] : packages).map((name) => ({
      package: name,
      module: moduleOf(file),
      path,
      described: true,
      resources: new Set<string>(),
    })),
  );

const withoutStar = (path: RoutePath): RoutePath => ({ ...path, text: path.text.replace(/\/?\*$/, '') });

/** Quarkus and Dropwizard say it in their settings. */
function settingsPath(world: World, near: string): { readonly root: RoutePath; readonly rest: RoutePath } {
  const get = (...keys: readonly string[]): string =>
    keys.flatMap((key) => world.properties.get(key, near) ?? [])[0] ?? '';
  const literal = (text: string): RoutePath => {
    const filled = world.properties.fill(text, near);
    return filled === undefined
      ? { text: '{unresolved}', resolved: false, why: `${text} has no value` }
      : { text: filled, resolved: true };
  };
  if (world.mentions('import io.dropwizard.') || dependsOn(world, near, /dropwizard/))
    return { root: dropwizardPath(world, near), rest: rootPath };
  return {
    root: literal(get('quarkus.http.root-path', 'server.servlet.context-path')),
    rest: literal(
      get(
        'quarkus.rest.path',
        'quarkus.resteasy-reactive.path',
        'quarkus.resteasy.path',
        'spring.jersey.application-path',
      ),
    ),
  };
}

const dropwizardPath = (world: World, near: string): RoutePath =>
  dropwizardParts(world, near, ['applicationContextPath', 'rootPath']);

/** Below it lies everything of a Dropwizard application, resources and files. */
export const dropwizardContext = (world: World, near: string): RoutePath =>
  dropwizardParts(world, near, ['applicationContextPath']);

function dropwizardParts(world: World, near: string, keys: readonly string[]): RoutePath {
  for (const { path, text } of world.repository.files.values()) {
    if (!/\.ya?ml$/.test(path) || !/applicationContextPath|rootPath/.test(text)) continue;
    const folder = path.slice(0, path.lastIndexOf('/') + 1).replace(/src\/main\/resources\/$/, '');
    if (!near.startsWith(folder)) continue;
    const server = parseYaml(text).documents[0]?.at('server');
    const parts = keys.map((key) => server?.at(key).text());
    if (parts.some((part) => part !== undefined))
      return withoutStar({ text: parts.map((part) => part ?? '').join('/'), resolved: true });
  }
  return rootPath;
}
