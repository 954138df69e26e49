import type { Origin } from '../../../model/origin.ts';
import type { RoutePath } from '../http/paths.ts';
import type { JudgedGuard } from '../http/routing.ts';
import type { Code, TypeDeclaration } from './code.ts';
import type { Project } from './projects.ts';
import type { Middleware, SourceText } from './pipeline.ts';
import { middlewareOf } from './pipeline.ts';
import { filtersOf } from './filters.ts';
import { judged } from './judging.ts';
import { lineAt } from '../lines.ts';

/** A conventional route: `{controller=Home}/{action=Index}/{id?}`. */
export interface Convention {
  readonly pattern: RoutePath;
  readonly area?: string;
  /** Of a route that leads to one action only. */
  readonly controller?: string;
  readonly action?: string;
  readonly guards: readonly JudgedGuard[];
  readonly file: string;
  readonly origin: Origin & { readonly kind: 'read' };
}

/** What the start-up code of a project says for all of its controllers and endpoints. */
export interface Application {
  readonly project: Project;
  /** Holds where an endpoint says nothing about who may call. */
  readonly fallback?: JudgedGuard;
  /** Filters and middleware for every request. */
  readonly guards: readonly JudgedGuard[];
  /** The middleware among them. */
  readonly middleware: readonly Middleware[];
  /** The filters among them that stand in the repository. */
  readonly filters: readonly Filter[];
  /** What `MapControllers().RequireAuthorization()` adds. */
  readonly controllers: readonly JudgedGuard[];
  readonly slugs: boolean;
}

/** A filter of the repository that turns some callers away. */
export interface Filter {
  readonly judged: JudgedGuard;
  readonly type: TypeDeclaration;
}

const startUp =
  /CreateBuilder|UseStartup|class\s+Startup|ConfigureServices|AddControllers|AddAuthorization|UseEndpoints|FilterConfig|GlobalFilters|UseMiddleware|UseRouting|FallbackPolicy|[Ff]ilters\s*\.\s*(?:Add|Insert)|MessageHandlers\s*\.\s*Add|Conventions\s*\.\s*Add/;
/** It starts a server by itself: others are only code of one that does. */
const starts =
  /Create(?:Slim|Empty|Default)?(?:Host)?Builder|UseStartup|class\s+Startup|HttpApplication|class\s+(?:FilterConfig|WebApiConfig)|IAppBuilder|\bMain\s*\(/;

/** Projects whose code starts an application, with what holds for all their endpoints. */
export function applicationsOf(code: Code): readonly Application[] {
  const byProject = new Map<Project, SourceText[]>();
  for (const { path, text } of code.files) {
    if (!startUp.test(text)) continue;
    const project = code.projects.of(path);
    byProject.set(project, [...(byProject.get(project) ?? []), { file: path, text }]);
  }
  const found = [...byProject];
  const starting = found.filter(([, files]) => files.some(({ text }) => starts.test(text)));
  return (starting.length > 0 ? starting : found).map(([project, files]) =>
    applicationOf(code, project, [...files, ...calledFrom(code, project, files, byProject)]),
  );
}

/** Start-up code of the projects it refers to, as far as it is named there: `services.AddOurs()`. */
function calledFrom(
  code: Code,
  project: Project,
  own: readonly SourceText[],
  all: ReadonlyMap<Project, readonly SourceText[]>,
): readonly SourceText[] {
  const reach = code.projects.reach(project);
  const open = [...all].flatMap(([each, files]) => (each !== project && reach.has(each.folder) ? files : []));
  const found: SourceText[] = [];
  for (let from = own; from.length > 0;) {
    const text = from.map((each) => each.text).join('\n');
    const next = open.filter((each) => !found.includes(each) && isNamedIn(each.text, text));
    found.push(...next);
    from = next;
  }
  return found;
}

const isNamedIn = (text: string, by: string): boolean =>
  [
    ...text.matchAll(/\bstatic\s+[\w<>[\]?., ]+?\s(\w+)\s*(?:<[^>()]*>)?\s*\(|\b(?:class|record)\s+(\w+)/g),
  ].some(([, method, type]) => new RegExp(`\\b${method ?? type ?? ''}\\b`).test(by));

function applicationOf(code: Code, project: Project, files: readonly SourceText[]): Application {
  const fallback = first(files, /FallbackPolicy\s*=(?!=)|SetFallbackPolicy\s*\(/);
  const filters = filtersOf(code, files);
  const middleware = middlewareOf(code, files);
  return {
    project,
    ...(fallback === undefined
      ? {}
      : { fallback: judged('FallbackPolicy', 'authentication', fallback.file, fallback) }),
    guards: [...middleware.map((each) => each.judged), ...filters.map((each) => each.judged)],
    middleware,
    filters: filters.flatMap(({ judged: guard, type }) =>
      type === undefined ? [] : [{ judged: guard, type }],
    ),
    controllers: requiredOfControllers(files),
    slugs: files.some(({ text }) => /RouteTokenTransformerConvention/.test(text)),
  };
}

const ofControllers =
  /MapControllers\s*\(\s*\)\s*(?:\.\s*(?!Require|Allow)\w+\s*(?:<[^>]*>)?\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\s*)*\.\s*RequireAuthorization|RequireAuthorization\s*\((?:[^()]|\([^()]*\))*\)\s*\.\s*MapControllers\s*\(/;

/** `MapControllers().RequireAuthorization()`, on a group around it, or on what it gave back. */
function requiredOfControllers(files: readonly SourceText[]): readonly JudgedGuard[] {
  const kept = files.flatMap(({ text }) =>
    [...text.matchAll(/\b(\w+)\s*=\s*\w+\s*\.\s*MapControllers\s*\(/g)].map(([, name = '']) => name),
  );
  const required =
    first(files, ofControllers) ??
    kept
      .map((name) =>
        first(files, new RegExp(`\\b${name}\\s*(?:\\.\\s*\\w+\\([^()]*\\)\\s*)*\\.\\s*RequireAuthorization`)),
      )
      .find((each) => each !== undefined);
  return required === undefined
    ? []
    : [judged('RequireAuthorization', 'authentication', required.file, required)];
}

interface Place {
  readonly file: string;
  readonly line: number;
}

function first(files: readonly SourceText[], pattern: RegExp): Place | undefined {
  for (const { file, text } of files) {
    const at = pattern.exec(text);
    if (at !== null) return { file, line: lineAt(text, at.index) };
  }
  return undefined;
}

/** The application a file belongs to: that of its project, or one that refers to it. */
export function applicationFor(
  code: Code,
  applications: readonly Application[],
  file: string,
): readonly Application[] {
  const project = code.projects.of(file);
  const own = applications.filter((each) => each.project.folder === project.folder);
  if (own.length > 0) return own;
  return applications.filter((each) => code.projects.reach(each.project).has(project.folder));
}
