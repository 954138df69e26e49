import { joinPaths, rootPath } from '../../http/paths.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Code } from '../code.ts';
import { callOf, constantName, statementsOf } from '../syntax.ts';
import { textOf } from '../values.ts';

/** An application that is put below a path by something else than its own framework. */
export interface RackMount {
  readonly constant: string;
  readonly path: RoutePath;
  readonly guards: readonly JudgedGuard[];
}

/** `map '/x' do run App end` of config.ru. */
export function rackMounts(code: Code): readonly RackMount[] {
  const found: RackMount[] = [];
  for (const { path } of code.files)
    if (path.endsWith('.ru')) visit(code, statementsOf(code.tree(path)), rootPath, found, 0);
  return found;
}

function visit(
  code: Code,
  nodes: readonly SyntaxNode[],
  prefix: RoutePath,
  found: RackMount[],
  depth: number,
): void {
  if (depth > 12) return;
  for (const node of nodes) {
    const call = callOf(node);
    if (call === undefined) continue;
    if (call.name === 'map' && call.block !== undefined) {
      const path = textOf(call.args[0], { code, namespace: '' });
      visit(code, statementsOf(call.block), joinPaths(prefix, path), found, depth + 1);
    } else if (call.name === 'run' || call.name === 'use')
      for (const arg of call.args) {
        for (const constant of constantsIn(code, arg, 0)) found.push({ constant, path: prefix, guards: [] });
        if (callOf(arg)?.name === 'new')
          visit(code, statementsOf(callOf(arg)?.block), prefix, found, depth + 1);
      }
    else if (call.block !== undefined) visit(code, statementsOf(call.block), prefix, found, depth + 1);
  }
}

/** `App`, `App.new`, `Rack::URLMap.new('/' => App)`, `Rack::Cascade.new [A, B]`. */
function constantsIn(code: Code, node: SyntaxNode, depth: number): readonly string[] {
  if (depth > 6) return [];
  const name = constantName(node);
  if (name !== '') return [code.find(name, '')[0]?.name ?? name];
  const call = callOf(node);
  if (node.type === 'array') return node.children.flatMap((child) => constantsIn(code, child, depth + 1));
  if (call?.receiver === undefined) return [];
  const inner = call.args.flatMap((arg) => constantsIn(code, arg, depth + 1));
  return inner.length > 0 ? inner : constantsIn(code, call.receiver, depth + 1);
}

/** Where an application is put; at the root where nothing says so. */
export function placesFor(
  mounts: readonly RackMount[],
  name: string,
): readonly { readonly path: RoutePath; readonly guards: readonly JudgedGuard[] }[] {
  const own = mounts.filter(({ constant }) => constant === name);
  return own.length > 0 ? own : [{ path: rootPath, guards: [] }];
}
