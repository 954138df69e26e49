import type { DeclaredRoute } from '../../http/declared.ts';
import { joinPaths, rootPath } from '../../http/paths.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { walkSyntax, originIn } from '../../languages/syntax.ts';
import type { Code, Lineage } from '../code.ts';
import { lineageOf } from '../code.ts';
import { comparable } from '../inflections.ts';
import { judgeText, looksAtCaller, reachedText } from '../rails/judging.ts';
import { readsOf } from '../reads.ts';
import type { Call } from '../syntax.ts';
import { callOf, constantName, option, statementsOf } from '../syntax.ts';
import { listOf, textOf } from '../values.ts';
import { sinatraPath } from './sinatra.ts';
import { isCommonMethod } from '../../http/methods.ts';

interface Block {
  readonly code: Code;
  readonly lineage: Lineage;
  readonly app: string;
  readonly file: string;
  readonly mount: RoutePath;
  /** Path of the controller; undefined in the application itself. */
  readonly controller?: RoutePath;
  readonly guards: readonly JudgedGuard[];
  readonly out: DeclaredRoute[];
}

/** Applications of Padrino and the controllers they open. */
export function padrinoRoutes(code: Code): readonly DeclaredRoute[] {
  const out: DeclaredRoute[] = [];
  if (!code.files.some(({ text }) => /Padrino/.test(text))) return out;
  const mounts = mountsOf(code);
  const apps = new Map<string, Lineage>();
  for (const { path, text } of code.files)
    if (/Padrino::Application/.test(text))
      for (const opening of code.openingsIn(path)) {
        const lineage = lineageOf(code, [opening]);
        if (opening.kind === 'class' && lineage.outside.includes('Padrino::Application'))
          apps.set(opening.name, lineage);
      }
  for (const [app, lineage] of apps) {
    const first = lineage.openings[0];
    const mount = mounts.get(comparable(app)) ?? rootPath;
    if (first !== undefined)
      walk({ code, lineage, app, file: first.file, mount, guards: [], out }, first.statements);
  }
  for (const { path, text } of code.files) {
    const tree = /\.controllers?\b/.test(text) ? code.tree(path) : undefined;
    for (const node of statementsOf(tree)) {
      const call = callOf(node);
      const app = constantName(call?.receiver);
      const lineage = apps.get(app);
      if (call?.block === undefined || lineage === undefined || !/^controllers?$/.test(call.name)) continue;
      const block: Block = {
        code,
        lineage,
        app,
        file: path,
        mount: mounts.get(comparable(app)) ?? rootPath,
        guards: [],
        out,
      };
      walk({ ...block, controller: controllerPath(block, call) }, statementsOf(call.block));
    }
  }
  return out;
}

/** `Padrino.mount('admin', app_class: 'Admin').to('/admin')`. */
function mountsOf(code: Code): ReadonlyMap<string, RoutePath> {
  const found = new Map<string, RoutePath>();
  for (const { path, text } of code.files) {
    const tree = /Padrino\.mount/.test(text) ? code.tree(path) : undefined;
    if (tree === undefined) continue;
    walkSyntax(tree, (node) => {
      const call = node.type === 'call' ? callOf(node) : undefined;
      const mount = call?.name === 'to' ? callOf(call.receiver) : undefined;
      if (call === undefined || mount?.name !== 'mount' || mount.args[0] === undefined) return;
      const scope = { code, namespace: '' };
      const given = option(mount, 'app_class');
      const name =
        given === undefined
          ? constantName(mount.args[0]) || textOf(mount.args[0], scope).text
          : textOf(given, scope).text;
      found.set(comparable(name), textOf(call.args[0], scope));
    });
  }
  return found;
}

function controllerPath(block: Block, call: Call): RoutePath {
  const scope = { code: block.code, namespace: block.app };
  const names = call.args.flatMap((arg) => listOf(arg, scope));
  const map = option(call, 'map');
  const parents = listOf(option(call, 'parent'), scope).map((name) => `${name}/:${name}_id`);
  const own = map === undefined ? names.join('/') : textOf(map, scope).text;
  return { text: `/${[...parents, own].join('/')}`, resolved: true };
}

function walk(block: Block, nodes: readonly SyntaxNode[]): void {
  let guards = block.guards;
  for (const node of nodes) {
    const call = callOf(node);
    if (call === undefined || call.receiver !== undefined) continue;
    if (call.name === 'before' && call.block !== undefined) {
      const told = judgeText(reachedText(block.lineage, call.block, new Set(), 0), 'before', call.block);
      guards = [
        ...guards,
        {
          guard: { name: 'before', kind: told.kind, requires: [], origin: originIn(block.file, node) },
          resolved: true,
          conditional: told.conditional || call.args.length > 0,
          passes: told.kind === 'other',
        },
      ];
    } else if (/^controllers?$/.test(call.name))
      walk({ ...block, guards, controller: controllerPath(block, call) }, statementsOf(call.block));
    else if (call.block !== undefined) route({ ...block, guards }, call);
  }
}

function route(block: Block, call: Call): void {
  const method = call.name.toUpperCase();
  if (!isCommonMethod(method) || call.block === undefined) return;
  const scope = { code: block.code, namespace: block.app };
  const path = pathOf(block, call);
  block.out.push({
    technology: 'padrino',
    methods: [method],
    path: { ...path, text: sinatraPath(path.text) },
    guards: block.guards,
    handler: { file: block.file, line: call.node.line },
    handlerLooksAtCredentials: looksAtCaller(reachedText(block.lineage, call.block, new Set(), 0)),
    parameters: readsOf([call.block], {
      file: block.file,
      scope,
      methods: [method],
      lineage: block.lineage,
    }).filter(({ name }) => !path.text.includes(`:${name}`)),
    origin: originIn(block.file, call.node),
  });
}

/** A symbol is a name below its controller; `map:` is a path of its own; `with:` adds parameters. */
function pathOf(block: Block, call: Call): RoutePath {
  const scope = { code: block.code, namespace: block.app };
  const [first] = call.args;
  const map = option(call, 'map');
  const rest = listOf(option(call, 'with'), scope)
    .map((name) => `/:${name}`)
    .join('');
  if (map !== undefined)
    return joinPaths(block.mount, { ...textOf(map, scope), text: textOf(map, scope).text + rest });
  const base = joinPaths(block.mount, block.controller ?? rootPath);
  if (first === undefined) return base;
  const written = textOf(first, scope);
  const own = first.type === 'simple_symbol' && written.text === 'index' ? '' : written.text;
  return joinPaths(base, { ...written, text: own + rest });
}
