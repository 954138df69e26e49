import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import { joinPaths } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { TextFile } from '../../gather.ts';
import type { Machine } from '../evaluator/machine.ts';
import { nameInModule, runModule } from '../evaluator/modules.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { Module } from '../evaluator/scope.ts';
import type { Place, ResultValue, Value } from '../evaluator/value.ts';
import { argument, itemsOf, stringOf } from '../evaluator/value.ts';
import { routeOf } from '../reading/routes.ts';
import { routePath, textOf } from '../reading/texts.ts';
import { patternPaths, rewrittenJoin } from './django-paths.ts';
import type { Project } from './django-settings.ts';
import { djangoProjects, moduleOf } from './django-settings.ts';
import { includedModules } from './django-included.ts';
import { djangoViews } from './django-views.ts';
import { routerRoutes } from './drf-routers.ts';

export interface At {
  readonly prefix: RoutePath;
  readonly guards: readonly JudgedGuard[];
  readonly from: string;
  readonly depth: number;
  /** Modules and lists on the way, to end circles. */
  readonly above: readonly (string | Value)[];
}

export type Emit = (route: DeclaredRoute) => void;

/** Django: the patterns of each project's root followed through every include. */
export function djangoRoutes(machine: Machine, files: readonly TextFile[]): readonly DeclaredRoute[] {
  const routes: DeclaredRoute[] = [];
  const projects = djangoProjects(machine, files);
  const roots = projects.length > 0 ? projects : looseRoots(machine, files);
  for (const project of roots)
    walkModule(
      project,
      project.root,
      {
        prefix: { text: '', resolved: true },
        guards: project.middlewares,
        from: project.root.path,
        depth: 0,
        above: [],
      },
      (route) => routes.push({ ...route, slash: 'kept', application: project.root.path }),
    );
  return routes;
}

/** No settings: modules with patterns that no pattern of another one includes. */
function looseRoots(machine: Machine, files: readonly TextFile[]): readonly Project[] {
  const modules = files
    .filter(({ text }) => /^urlpatterns\b/m.test(text) && /django/.test(text))
    .map(({ path }) => runModule(machine, path));
  const included = new Set<string>();
  for (const { result } of machine.events) {
    if (!/(^|\.)include\(\)$/.test(libraryPath(result) ?? '')) continue;
    const [given] = result.args.positional;
    const target = moduleOf(
      machine,
      result.place.module.path,
      given?.kind === 'list' ? given.items[0] : given,
    );
    if (target !== undefined) included.add(target.path);
  }
  return modules
    .filter(({ path }) => !included.has(path))
    .map((root) => ({ machine, settings: undefined, root, middlewares: [], permissions: [] }));
}

function walkModule(project: Project, module: Module, at: At, emit: Emit): void {
  if (at.above.includes(module.path) || at.depth > 20) return;
  const patterns = nameInModule(project.machine, module, 'urlpatterns');
  walkPatterns(
    project,
    patterns,
    { ...at, from: module.path, depth: at.depth + 1, above: [...at.above, module.path] },
    emit,
  );
}

export function walkPatterns(project: Project, patterns: Value | undefined, at: At, emit: Emit): void {
  if (at.depth > 20 || (patterns !== undefined && at.above.includes(patterns))) return;
  const inside = patterns === undefined ? at : { ...at, above: [...at.above, patterns] };
  for (const each of itemsOf(patterns)) walkPattern(project, each, inside, emit);
}

function walkPattern(project: Project, value: Value, at: At, emit: Emit): void {
  const path = libraryPath(value) ?? '';
  if (value.kind === 'list' || value.kind === 'choice') {
    walkPatterns(project, value, { ...at, depth: at.depth + 1 }, emit);
    return;
  }
  if (value.kind === 'member') {
    if (value.name === 'urls') walkUrls(project, value.object, at, emit, undefined);
    return;
  }
  if (value.kind !== 'result') return;
  if (/(^|\.)i18n_patterns\(\)$/.test(path)) {
    const isPlain = value.args.keywords.get('prefix_default_language');
    const prefix =
      isPlain === undefined ? rewrittenJoin(at.prefix, { text: '{language}/', resolved: true }) : at.prefix;
    for (const each of value.args.positional)
      walkPattern(project, each, { ...at, prefix, depth: at.depth + 1 }, emit);
    return;
  }
  if (/(^|\.)(format_suffix_patterns|decorator_include|patterns|list)\(\)$/.test(path)) {
    for (const each of value.args.positional)
      walkPattern(project, each, { ...at, depth: at.depth + 1 }, emit);
    return;
  }
  const isRegular = /(^|\.)(re_path|url)\(\)$/.test(path);
  if (!isRegular && !/(^|\.)path\(\)$/.test(path)) return;
  followPattern(project, value, isRegular, at, emit);
}

function followPattern(project: Project, value: ResultValue, isRegular: boolean, at: At, emit: Emit): void {
  for (const own of patternPaths(routePath(argument(value.args, 0, 'route', 'regex')), isRegular))
    followPath(project, value, own, at, emit);
}

function followPath(project: Project, value: ResultValue, own: RoutePath, at: At, emit: Emit): void {
  const prefix = rewrittenJoin(at.prefix, own);
  const view = argument(value.args, 1, 'view');
  if (view === undefined) return;
  const inside: At = { ...at, prefix, depth: at.depth + 1 };
  if (view.kind === 'result' && /(^|\.)include\(\)$/.test(libraryPath(view) ?? '')) {
    include(project, argument(view.args, 0, 'arg'), inside, emit, value.place);
    return;
  }
  if (view.kind === 'library' && view.path.endsWith('.urls') && isAdmin(view.path.replace(/\.urls$/, ''))) {
    adminRoute(project, inside, emit, value.place);
    return;
  }
  if (view.kind === 'member' && view.name === 'urls') {
    walkUrls(project, view.object, inside, emit, value.place);
    return;
  }
  if (view.kind === 'list') {
    include(project, view, inside, emit, value.place);
    return;
  }
  for (const each of djangoViews(project, view, value.place))
    emit(
      routeOf(project.machine, {
        technology: 'django',
        path: prefix,
        place: value.place,
        ...each,
        guards: [...at.guards, ...each.guards],
      }),
    );
}

function include(project: Project, given: Value | undefined, at: At, emit: Emit, place: Place): void {
  if (given === undefined) return;
  if (given.kind === 'list') {
    const [first, second] = given.items;
    const isPair =
      given.items.length <= 3 &&
      second !== undefined &&
      (stringOf(second) !== undefined || second.kind === 'unknown');
    if (!isPair || first === undefined) walkPatterns(project, given, at, emit);
    else include(project, first, at, emit, place);
    return;
  }
  if (given.kind === 'member' && given.name === 'urls') {
    walkUrls(project, given.object, at, emit, place);
    return;
  }
  if (given.kind === 'result' && isPattern(libraryPath(given) ?? '')) {
    walkPattern(project, given, at, emit);
    return;
  }
  if (given.kind === 'unknown' || given.kind === 'result') {
    const why =
      given.kind === 'unknown' ? given.why : `what ${libraryPath(given) ?? 'a call'} gives is not known`;
    unknownRoutes(project, why, at, emit, place);
    return;
  }
  const module = moduleOf(project.machine, at.from, given);
  if (module !== undefined) walkModule(project, module, at, emit);
  else if (given.kind !== 'constant' && textOf(given) === undefined) walkPatterns(project, given, at, emit);
  else includeLibrary(project, textOf(given) ?? '', at, emit, place);
}

/** A module of a package: known of Django's own, else told as a place whose routes are not known. */
function includeLibrary(project: Project, name: string, at: At, emit: Emit, place: Place): void {
  const known = includedModules.get(name);
  if (known === undefined && name.includes('.'))
    unknownRoutes(project, `${name} is not part of the repository`, at, emit, place);
  for (const [text, path] of known ?? [])
    for (const view of djangoViews(project, { kind: 'library', path }, place))
      emit(
        routeOf(project.machine, {
          technology: 'django',
          path: rewrittenJoin(at.prefix, { text, resolved: true }),
          place,
          ...view,
          guards: [...at.guards, ...view.guards],
        }),
      );
}

const isPattern = (path: string): boolean =>
  /(^|\.)(i18n_patterns|format_suffix_patterns|decorator_include|patterns|list|static|re_path|url|path)\(\)$/.test(
    path,
  );

/** Something is served here, and what it is was not found. */
function unknownRoutes(project: Project, why: string, at: At, emit: Emit, place: Place): void {
  const path = rewrittenJoin(at.prefix, { text: '{unresolved}', resolved: false, why });
  emit(
    routeOf(project.machine, {
      technology: 'django',
      methods: ['ANY'],
      path,
      handler: undefined,
      guards: at.guards,
      parameters: [],
      place,
    }),
  );
}

/** `router.urls`, `admin.site.urls`, `api.urls`. */
function walkUrls(project: Project, object: Value, at: At, emit: Emit, place: Place | undefined): void {
  const path = libraryPath(object) ?? '';
  if (isAdmin(path) && place !== undefined) {
    adminRoute(project, at, emit, place);
    return;
  }
  routerRoutes(project, object, at, emit);
}

const isAdmin = (path: string): boolean =>
  /^django\.contrib\.(\w+\.)*admin\.(site|sites\.site)$|AdminSite\(\)$/.test(path);

/** The admin site answers below its path, to members of the staff only. */
function adminRoute(project: Project, at: At, emit: Emit, place: Place): void {
  const guard: JudgedGuard = {
    guard: {
      name: 'admin site',
      kind: 'authorisation',
      requires: ['is_staff'],
      origin: { kind: 'read', file: place.module.path, line: place.node.line },
    },
    resolved: true,
    conditional: false,
    passes: false,
  };
  emit(
    routeOf(project.machine, {
      technology: 'django',
      methods: ['ANY'],
      path: joinPaths(at.prefix, { text: '{*path}', resolved: true }),
      handler: undefined,
      guards: [...at.guards, guard],
      parameters: [],
      place,
    }),
  );
}
