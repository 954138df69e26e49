import type { DeclaredRoute } from '../../http/declared.ts';
import { joinPaths, rootPath } from '../../http/paths.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, originIn } from '../../languages/syntax.ts';
import type { Code, Lineage, Opening } from '../code.ts';
import { lineageOf } from '../code.ts';
import { judgeText, looksAtCaller, reachedText } from '../rails/judging.ts';
import { readsOf } from '../reads.ts';
import type { Call } from '../syntax.ts';
import { callOf, option, statementsOf } from '../syntax.ts';
import { listOf, textOf } from '../values.ts';
import { placesFor } from './rack.ts';
import type { RackMount } from './rack.ts';
import { isCommonMethod } from '../../http/methods.ts';

interface Before {
  readonly pattern?: string;
  readonly block: SyntaxNode;
  readonly file: string;
}

/** The body of an application: its own routes, then those of the classes above it. */
interface App {
  readonly code: Code;
  readonly lineage: Lineage;
  readonly namespace: string;
  readonly befores: Before[];
  readonly file: string;
  /** What it is mounted below. */
  readonly mount: string;
  readonly out: DeclaredRoute[];
}

/** Classic applications (top-level routes of a file that requires Sinatra) and classes below `Sinatra::Base`. */
export function sinatraRoutes(code: Code, mounts: readonly RackMount[]): readonly DeclaredRoute[] {
  const routes: DeclaredRoute[] = [];
  if (!code.files.some(({ text }) => /sinatra/i.test(text))) return routes;
  for (const { path, text } of code.files) {
    if (/require\s*\(?\s*['"]sinatra['"]|require\s+['"]sinatra\/(reloader|namespace|json)['"]/.test(text))
      classic(code, path, routes);
    if (!/class\s+\S+\s*<\s*\S+/.test(text) || !/\b(get|post|put|patch|delete)\b|\buse\b/.test(text))
      continue;
    for (const opening of code.openingsIn(path)) {
      const lineage = lineageOf(code, [opening]);
      if (
        opening.kind !== 'class' ||
        !lineage.outside.some((name) => /^Sinatra::(Base|Application)$/.test(name))
      )
        continue;
      for (const place of placesFor(mounts, opening.name)) modular(code, opening, lineage, place, routes);
    }
  }
  return routes;
}

function classic(code: Code, path: string, out: DeclaredRoute[]): void {
  const tree = code.tree(path);
  const statements = statementsOf(tree);
  const own: Opening = {
    name: '',
    kind: 'module',
    file: path,
    node: tree ?? { type: 'program', text: '', start: 0, line: 1, children: [] },
    statements,
  };
  const app: App = {
    code,
    lineage: { openings: [own], outside: [], methodsNamed: () => [], find: () => [] },
    namespace: '',
    befores: [],
    file: path,
    mount: '',
    out,
  };
  collectBefores(app, statements);
  body(app, statements, rootPath, []);
}

function modular(
  code: Code,
  opening: Opening,
  lineage: Lineage,
  place: { path: RoutePath; guards: readonly JudgedGuard[] },
  out: DeclaredRoute[],
): void {
  const app: App = {
    code,
    lineage,
    namespace: opening.name,
    befores: [],
    file: opening.file,
    mount: place.path.text,
    out,
  };
  for (const each of lineage.openings) collectBefores({ ...app, file: each.file }, each.statements);
  for (const each of lineage.openings)
    if (each.kind === 'class') body({ ...app, file: each.file }, each.statements, place.path, place.guards);
}

function collectBefores(app: App, statements: readonly SyntaxNode[]): void {
  for (const node of statements) {
    const call = callOf(node);
    if (call?.name !== 'before' || call.block === undefined || call.receiver !== undefined) continue;
    const pattern = call.args[0] === undefined ? undefined : textOf(call.args[0], scopeOf(app));
    app.befores.push({
      block: call.block,
      file: app.file,
      ...(pattern === undefined ? {} : { pattern: pattern.resolved ? pattern.text : '*' }),
    });
  }
}

const scopeOf = (app: App) => ({ code: app.code, namespace: app.namespace });

function body(
  app: App,
  statements: readonly SyntaxNode[],
  prefix: RoutePath,
  guards: readonly JudgedGuard[],
): void {
  for (const node of statements) {
    if (/^(if|unless)(_modifier)?$/.test(node.type)) {
      body(
        app,
        [inField(node, 'body'), inField(node, 'consequence')]
          .filter((each) => each !== undefined)
          .flatMap(statementsOf),
        prefix,
        guards,
      );
      continue;
    }
    const call = callOf(node);
    if (call === undefined || call.receiver !== undefined) continue;
    if (call.name === 'namespace' && call.block !== undefined) {
      const inner = { ...app, befores: [...app.befores] };
      const below = statementsOf(call.block);
      const own: Before[] = [];
      collectBefores({ ...inner, befores: own }, below);
      body(
        { ...inner, befores: [...app.befores, ...own] },
        below,
        joinPaths(prefix, pathOf(app, call.args[0])),
        guards,
      );
    } else route(app, call, prefix, guards);
  }
}

function route(app: App, call: Call, prefix: RoutePath, guards: readonly JudgedGuard[]): void {
  if (call.block === undefined) return;
  const verb = call.name.toUpperCase();
  const isMulti = call.name === 'route';
  if (!isMulti && !isCommonMethod(verb)) return;
  const texts = isMulti
    ? call.args.flatMap((arg) =>
        arg.type === 'simple_symbol' ? [textOf(arg, scopeOf(app)).text.toUpperCase()] : [],
      )
    : [verb];
  const given = isMulti ? call.args.findLast((arg) => arg.type !== 'simple_symbol') : call.args[0];
  if (given === undefined) return;
  for (const one of given.type === 'array' ? given.children : [given]) {
    const written = pathOf(app, one);
    const methods = texts.includes('ANY') ? (['ANY'] as const) : texts.filter(isCommonMethod);
    const path = joinPaths(prefix, written);
    const checks = app.befores
      .filter(({ pattern }) => pattern === undefined || covers(pattern, local(app, path)))
      .map((before) => judged(app, before));
    const text = reachedText(app.lineage, call.block, new Set(), 0);
    for (const method of methods)
      app.out.push({
        technology: 'sinatra',
        methods: [method],
        path,
        guards: [...guards, ...checks, ...authConditions(call, app)],
        handler: { file: app.file, line: call.node.line },
        handlerLooksAtCredentials: looksAtCaller(text),
        parameters: readsOf([call.block, ...app.befores.map(({ block }) => block)], {
          file: app.file,
          scope: scopeOf(app),
          methods: [method],
          lineage: app.lineage,
        }).filter(({ name }) => !path.text.includes(`{${name}}`)),
        origin: originIn(app.file, call.node),
      });
  }
}

/** `get '/x', auth: :admin do`: a condition the application defines with `set(:auth)`. */
const authConditions = (call: Call, app: App): readonly JudgedGuard[] => {
  const auth = option(call, 'auth', 'authenticate', 'login', 'role', 'roles');
  if (auth === undefined) return [];
  return [
    {
      guard: {
        name: 'auth',
        kind: 'authorisation',
        requires: listOf(auth, scopeOf(app)),
        origin: originIn(app.file, call.node),
      },
      resolved: true,
      conditional: false,
      passes: false,
    },
  ];
};

function judged(app: App, { block, pattern, file }: Before): JudgedGuard {
  const told = judgeText(reachedText(app.lineage, block, new Set(), 0), 'before', block);
  return {
    guard: {
      name: pattern === undefined ? 'before' : `before ${pattern}`,
      kind: told.kind,
      requires: [],
      origin: originIn(file, block),
    },
    resolved: told.resolved,
    conditional: told.conditional || /path_info|request\.path|\bpass\b/.test(block.text),
    passes: told.kind === 'other',
  };
}

/** The path as the application sees it, without what it is mounted below. */
const local = ({ mount }: App, { text }: RoutePath): string =>
  text.startsWith(mount) ? text.slice(mount.length) : text;

/** `/admin/*` covers `/admin/users`. */
function covers(pattern: string, path: string): boolean {
  const parts = pattern.split('/').filter((part) => part !== '');
  const given = path.split('/').filter((part) => part !== '');
  for (const [at, part] of parts.entries()) {
    if (part === '*' || part === '*?') return true;
    if (
      part !== given[at] &&
      !part.startsWith(':') &&
      !(part.includes('*') && (given[at] ?? '').startsWith(part.split('*')[0] ?? ''))
    )
      return false;
  }
  return parts.length === given.length;
}

export function sinatraPath(text: string): string {
  return text
    .replace(/\/\?$/, '')
    .replaceAll(/\(([^()]*)\)\?/g, '')
    .replaceAll(/:([A-Za-z_]\w*)\??/g, '{$1}')
    .replaceAll(/(?<!\{)\*([A-Za-z_]\w*)?/g, (_, name?: string) => `{*${name ?? 'splat'}}`);
}

function pathOf(app: App, node: SyntaxNode | undefined): RoutePath {
  if (node?.type === 'regex')
    return { text: '{unresolved}', resolved: false, why: 'the path is a regular expression' };
  const written = textOf(node, scopeOf(app));
  return { ...written, text: sinatraPath(written.text) };
}
