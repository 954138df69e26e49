import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import { joinPaths } from '../../http/paths.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, originIn } from '../../languages/syntax.ts';
import type { Code, Lineage, Opening } from '../code.ts';
import { lineageOf } from '../code.ts';
import { judgeText, looksAtCaller, reachedText } from '../rails/judging.ts';
import { readsOf } from '../reads.ts';
import type { Call } from '../syntax.ts';
import { blockParameters, callOf, constantName, option, statementsOf } from '../syntax.ts';
import { listOf, textOf } from '../values.ts';
import { placesFor } from './rack.ts';
import type { RackMount } from './rack.ts';
import { isCommonMethod } from '../../http/methods.ts';

interface Tree {
  readonly code: Code;
  readonly lineage: Lineage;
  readonly opening: Opening;
  readonly out: DeclaredRoute[];
  readonly branches: ReadonlyMap<string, SyntaxNode>;
}

interface Branch {
  readonly path: RoutePath;
  readonly guards: readonly JudgedGuard[];
  /** Name of the request in the block. */
  readonly request: string;
  readonly depth: number;
}

const verbs = /^(get|post|put|patch|delete|head|options)$/;

/** The routing tree of classes below `Roda`. */
export function rodaRoutes(code: Code, mounts: readonly RackMount[]): readonly DeclaredRoute[] {
  const out: DeclaredRoute[] = [];
  if (!code.files.some(({ text }) => /\bRoda\b/.test(text))) return out;
  for (const { path, text } of code.files) {
    if (!/\broute\b|hash_branch|hash_path/.test(text)) continue;
    for (const opening of code.openingsIn(path)) {
      const lineage = lineageOf(code, code.find(opening.name, ''));
      if (opening.kind !== 'class' || !lineage.outside.includes('Roda')) continue;
      const branches = branchesOf(code, lineage);
      for (const place of placesFor(mounts, opening.name))
        for (const node of opening.statements) {
          const call = callOf(node);
          if (call?.name !== 'route' || call.block === undefined || call.args.length > 0) continue;
          walk({ code, lineage, opening, out, branches }, statementsOf(call.block), {
            path: place.path,
            guards: place.guards,
            request: blockParameters(call.block)[0] ?? 'r',
            depth: 0,
          });
        }
    }
  }
  return out;
}

/** `hash_branch "users" do |r|`, `route "users" do |r|`: branches by their name. */
function branchesOf(code: Code, lineage: Lineage): ReadonlyMap<string, SyntaxNode> {
  const found = new Map<string, SyntaxNode>();
  for (const { statements, name } of lineage.openings)
    for (const node of statements) {
      const call = callOf(node);
      if (call?.block === undefined || !/^(hash_branch|hash_path|route)$/.test(call.name)) continue;
      const key = call.args.map((arg) => textOf(arg, { code, namespace: name }).text).join('/');
      if (key !== '') found.set(key.replace(/^\/+/, ''), call.block);
    }
  return found;
}

function walk(tree: Tree, nodes: readonly SyntaxNode[], start: Branch): void {
  let branch = start;
  if (branch.depth > 30) return;
  for (const node of nodes) {
    if (/^(if|unless|case|begin|else|then|when)(_modifier)?$/.test(node.type)) {
      const body = inField(node, 'body');
      if (body !== undefined && node.type.endsWith('_modifier'))
        branch = { ...branch, guards: [...branch.guards, ...checkOf(tree, node)] };
      walk(tree, node.children.filter(({ field }) => field !== 'condition').flatMap(statementsOf), {
        ...branch,
        depth: branch.depth + 1,
      });
      continue;
    }
    const call = callOf(node.type === 'assignment' ? inField(node, 'right') : node);
    if (call === undefined) continue;
    if (call.receiver?.text === branch.request) matcher(tree, call, branch);
    else branch = { ...branch, guards: [...branch.guards, ...checkOf(tree, node)] };
  }
}

/** A statement in a branch that turns callers away guards what follows it. */
function checkOf(tree: Tree, node: SyntaxNode): readonly JudgedGuard[] {
  if (!/rodauth|auth|login|require|401|403|halt/.test(node.text)) return [];
  const text = reachedText(tree.lineage, node, new Set(), 0);
  const isRodauth = /rodauth\.(require_\w+|require_authentication)/.test(text);
  const told = isRodauth
    ? ({ kind: 'authentication', conditional: false } as const)
    : judgeText(text, callOf(node)?.name ?? 'check', node);
  if (told.kind !== 'authentication' && told.kind !== 'authorisation') return [];
  return [
    {
      guard: {
        name: isRodauth ? 'rodauth' : (callOf(node)?.name ?? 'check'),
        kind: told.kind,
        requires: [],
        origin: originIn(tree.opening.file, node),
      },
      resolved: true,
      conditional: told.conditional,
      passes: false,
    },
  ];
}

function matcher(tree: Tree, call: Call, branch: Branch): void {
  const { name } = call;
  if (name === 'hash_branches' || name === 'hash_routes' || name === 'multi_route') {
    for (const [key, block] of tree.branches) {
      const prefix = branch.path.text.replace(/^\/+/, '');
      if (prefix === '' || key.startsWith(`${prefix}/`)) {
        const path = joinPaths(branch.path, {
          text: prefix === '' ? key : key.slice(prefix.length),
          resolved: true,
        });
        walk(tree, statementsOf(block), {
          ...branch,
          path,
          request: blockParameters(block)[0] ?? 'r',
          depth: branch.depth + 1,
        });
      }
    }
    return;
  }
  if (!/^(on|is|root)$/.test(name) && !verbs.test(name)) return;
  const methods = methodsOf(tree, call);
  for (const path of pathsOf(tree, call, branch)) {
    if (methods !== undefined && call.block !== undefined) {
      endpoint(tree, call, methods, path, branch);
    } else if (call.block !== undefined) {
      const below = statementsOf(call.block);
      const request = branch.request;
      if (name === 'is' && !asksAgain(below, request)) endpoint(tree, call, ['ANY'], path, branch);
      else walk(tree, below, { ...branch, path, depth: branch.depth + 1 });
    }
  }
}

const asksAgain = (nodes: readonly SyntaxNode[], request: string): boolean =>
  nodes.some(({ text }) =>
    new RegExp(`\\b${request}\\.(get|post|put|patch|delete|head|options|is|on|root)\\b`).test(text),
  );

function methodsOf(tree: Tree, call: Call): readonly Method[] | undefined {
  if (call.name === 'root') return ['GET'];
  const verb = call.name.toUpperCase();
  if (isCommonMethod(verb)) return [verb];
  const told = option(call, 'method');
  if (told === undefined) return undefined;
  const methods = listOf(told, { code: tree.code, namespace: tree.opening.name })
    .map((text) => text.toUpperCase())
    .filter(isCommonMethod);
  return methods.length === 0 ? undefined : methods;
}

/** Matchers after each other make one path; a list of alternatives makes several. */
function pathsOf(tree: Tree, call: Call, branch: Branch): readonly RoutePath[] {
  const names = [...blockParameters(call.block)];
  const scope = { code: tree.code, namespace: tree.opening.name };
  let paths: readonly RoutePath[] = [branch.path];
  for (const arg of call.args) {
    const options = arg.type === 'array' ? arg.children : [arg];
    const taken: { name: string | undefined } = { name: undefined };
    const own = options.map((each): RoutePath => {
      const constant = constantName(each);
      if (each.type === 'true') return { text: '', resolved: true };
      if (each.type === 'regex')
        return { text: '{unresolved}', resolved: false, why: 'the path is a regular expression' };
      if (constant === 'String' || constant === 'Integer' || /^:(d|rest|\w+_?)$/.test(each.text)) {
        taken.name ??= names.shift();
        const symbol = each.type === 'simple_symbol' ? each.text.slice(1) : undefined;
        return {
          text: `{${symbol !== undefined && symbol !== 'd' ? symbol : (taken.name ?? 'id')}}`,
          resolved: true,
        };
      }
      const text = textOf(each, scope);
      return { ...text, text: text.text.replaceAll(/:([A-Za-z_]\w*)/g, '{$1}') };
    });
    paths = paths.flatMap((path) => own.map((each) => joinPaths(path, each)));
  }
  return paths;
}

function endpoint(tree: Tree, call: Call, methods: readonly Method[], path: RoutePath, branch: Branch): void {
  if (call.block === undefined) return;
  const statements = statementsOf(call.block);
  const guards = [
    ...branch.guards,
    ...statements.flatMap((node) =>
      checkOf(tree, node).filter(({ guard }) => guard.name === 'rodauth' || node.type !== 'if'),
    ),
  ];
  const scope = { code: tree.code, namespace: tree.opening.name };
  tree.out.push({
    technology: 'roda',
    methods,
    path,
    guards,
    handler: { file: tree.opening.file, line: call.node.line },
    handlerLooksAtCredentials:
      looksAtCaller(reachedText(tree.lineage, call.block, new Set(), 0)) === 'perhaps' ||
      /rodauth|\bhalt\s+40[13]/.test(call.block.text)
        ? 'perhaps'
        : 'no',
    parameters: readsOf([call.block], {
      file: tree.opening.file,
      scope,
      methods,
      lineage: tree.lineage,
    }).filter(({ name }) => !path.text.includes(`{${name}}`)),
    origin: originIn(tree.opening.file, call.node),
  });
}
