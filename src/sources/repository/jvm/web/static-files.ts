import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import { rootPath } from '../../http/paths.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import type { Code } from '../code.ts';
import { dotted, lastName, walkCode } from '../code.ts';
import { bracePath, joinAll } from '../http-paths.ts';
import { scopeOf } from '../names.ts';
import { moduleOf } from '../properties.ts';
import { pathOf, textOf } from '../values.ts';
import type { World } from '../world.ts';
import { dropwizardContext } from '../jaxrs/applications.ts';

/** Folders that a configuration in code serves below a path of their own: Dropwizard and Javalin. */
export function staticFileRoutes(world: World): readonly DeclaredRoute[] {
  return world
    .filesWith(/\bAssetsBundle\s*\(|\bstaticFiles\b/)
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of) =>
      of.methods.flatMap((method) => {
        const found: DeclaredRoute[] = [];
        walkCode(method.body?.() ?? [], (code) => {
          const route = assetsOf(world, of, code) ?? hostedOf(world, of, code);
          if (route !== undefined) found.push(route);
        });
        return found;
      }),
    );
}

/** `new AssetsBundle("/folder", "/at")`; a folder alone is served at its own name, `/assets` where none is told. */
function assetsOf(world: World, of: ClassDeclaration, code: Code): DeclaredRoute | undefined {
  if (code.kind !== 'new' || lastName(code.type.name) !== 'AssetsBundle') return undefined;
  const given = (code.args[1] ?? code.args[0])?.value;
  const at = given === undefined ? { text: '/assets' } : textOf(world, given, scopeOf(of));
  return served(of, code, 'dropwizard', pathOf(at), dropwizardContext(world, of.file.path));
}

/** `config.staticFiles.add(files -> { files.hostedPath = "/at"; })`, `config.staticFiles.enableWebjars()`. */
function hostedOf(world: World, of: ClassDeclaration, code: Code): DeclaredRoute | undefined {
  if (code.kind !== 'call' || lastName(dotted(code.on) ?? '') !== 'staticFiles') return undefined;
  if (code.name === 'enableWebjars') return served(of, code, 'javalin', pathOf({ text: '/webjars' }));
  let hosted: Code | undefined;
  walkCode(
    code.args.map(({ value }) => value),
    (part) => {
      if (part.kind === 'assign' && lastName(dotted(part.target) ?? '') === 'hostedPath') hosted = part.value;
    },
  );
  return hosted === undefined
    ? undefined
    : served(of, code, 'javalin', pathOf(textOf(world, hosted, scopeOf(of))));
}

/** Files at the root stand behind every other route and have no address of their own. */
function served(
  of: ClassDeclaration,
  code: Code,
  technology: string,
  at: RoutePath,
  outer: RoutePath = rootPath,
): DeclaredRoute | undefined {
  if (!/[^/]/.test(at.text)) return undefined;
  const path = joinAll(outer, at);
  return {
    technology,
    methods: ['GET'],
    path: bracePath({ ...path, text: `${path.text}/**` }),
    guards: [],
    // Handlers and filters of the server in front of it are not read.
    handlerLooksAtCredentials: 'unseen',
    parameters: [],
    application: moduleOf(of.file.path),
    origin: { kind: 'read', file: of.file.path, line: code.line },
  };
}
