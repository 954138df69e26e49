import type { Origin } from '../../../model/origin.ts';
import type { RoutePath } from '../http/paths.ts';
import type { JudgedGuard } from '../http/routing.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { walkSyntax } from '../languages/syntax.ts';
import type { Code, TypeDeclaration } from './code.ts';
import type { Project } from './projects.ts';
import { judged, judgeType } from './judging.ts';
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

/** Middleware of the repository that turns some callers away. */
export interface Middleware extends Filter {
  /** It looks at what an endpoint says of itself, or at where the application runs. */
  readonly isBound: boolean;
}

const startUp =
  /CreateBuilder|UseStartup|class\s+Startup|ConfigureServices|AddControllers|AddAuthorization|UseEndpoints|FilterConfig|GlobalFilters|UseMiddleware|UseRouting/;

/** Projects whose code starts an application, with what holds for all their endpoints. */
export function applicationsOf(code: Code): readonly Application[] {
  const byProject = new Map<Project, { file: string; text: string }[]>();
  for (const { path, text } of code.files) {
    if (!startUp.test(text)) continue;
    const project = code.projects.of(path);
    byProject.set(project, [...(byProject.get(project) ?? []), { file: path, text }]);
  }
  return [...byProject].map(([project, files]) => applicationOf(code, project, files));
}

function applicationOf(
  code: Code,
  project: Project,
  files: readonly { file: string; text: string }[],
): Application {
  const fallback = first(files, /FallbackPolicy\s*=(?!=)|SetFallbackPolicy\s*\(/);
  const filters = filtersOf(code, files);
  const middleware = middlewareOf(code, files);
  const required = first(
    files,
    /MapControllers\s*\(\s*\)\s*(?:\.\s*(?!Require|Allow)\w+\s*(?:<[^>]*>)?\([^()]*\)\s*)*\.\s*RequireAuthorization/,
  );
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
    controllers:
      required === undefined
        ? []
        : [judged('RequireAuthorization', 'authentication', required.file, required)],
    slugs: files.some(({ text }) => /RouteTokenTransformerConvention/.test(text)),
  };
}

interface Place {
  readonly file: string;
  readonly line: number;
}

function first(files: readonly { file: string; text: string }[], pattern: RegExp): Place | undefined {
  for (const { file, text } of files) {
    const at = pattern.exec(text);
    if (at !== null) return { file, line: lineAt(text, at.index) };
  }
  return undefined;
}

/** `options.Filters.Add(new AuthorizeFilter(…))`, `filters.Add(new AuthorizeAttribute())`. */
function filtersOf(
  code: Code,
  files: readonly { file: string; text: string }[],
): readonly { readonly judged: JudgedGuard; readonly type?: TypeDeclaration }[] {
  return files.flatMap(({ file, text }) =>
    [
      ...text.matchAll(
        /\b(?:[Ff]ilters|GlobalFilters\.Filters)\s*\.\s*(?:Add|AddService)\s*(?:<\s*([\w.]+)\s*>|\(\s*(?:new\s+|typeof\s*\(\s*)?([\w.]+))/g,
      ),
    ].flatMap((match) => {
      const name = (match[1] ?? match[2] ?? '').split('.').at(-1) ?? '';
      const at = { line: lineAt(text, match.index) };
      if (/^Authorize(Filter|Attribute)$/.test(name))
        return [{ judged: judged(name, 'authentication', file, at) }];
      const type = code.find(name, file);
      if (type === undefined) return [];
      const guard = judgeType(code, type, { name });
      const isCheck = guard.guard.kind === 'authentication' || guard.guard.kind === 'authorisation';
      return isCheck ? [{ judged: guard, type }] : [];
    }),
  );
}

const refuses = /Unauthori[sz]ed|Forbid|Challenge|\b40[13]\b|Redirect|AuthenticateAsync|AuthorizeAsync/;

/** What is answered to an error that came from behind is no check. */
function withoutCatches(node: SyntaxNode): string {
  let { text } = node;
  walkSyntax(node, (each) => {
    if (each.type !== 'catch_clause') return true;
    text = text.replace(each.text, '');
    return false;
  });
  return text;
}

/** Middleware of the repository that turns callers away. */
function middlewareOf(code: Code, files: readonly { file: string; text: string }[]): readonly Middleware[] {
  return files.flatMap(({ file, text }) =>
    [...text.matchAll(/\.UseMiddleware\s*(?:<\s*([\w.]+)\s*>|\(\s*typeof\s*\(\s*([\w.]+)\s*\))/g)].flatMap(
      (match): readonly Middleware[] => {
        const name = (match[1] ?? match[2] ?? '').split('.').at(-1) ?? '';
        const type = code.find(name, file);
        if (type === undefined || /exception|error|throttl|rate_?limit/i.test(name)) return [];
        if (!refuses.test(withoutCatches(type.node))) return [];
        const isBound = /GetEndpoint|Metadata|IsDevelopment|AllowAnonymous/.test(type.node.text);
        const guard = judgeType(code, type, { name });
        const isCheck = guard.guard.kind === 'authentication' || guard.guard.kind === 'authorisation';
        return isCheck ? [{ judged: guard, type, isBound }] : [];
      },
    ),
  );
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
