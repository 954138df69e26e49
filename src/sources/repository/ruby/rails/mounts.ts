import { joinPaths, rootPath } from '../../http/paths.ts';
import type { Call } from '../syntax.ts';
import { callOf, constantName, option } from '../syntax.ts';
import { textOf } from '../values.ts';
import { guardOfConstraint } from './constraints.ts';
import type { Draw, Place } from './place.ts';
import { railsPath, scopeOf } from './place.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';

/** `mount Engine => '/x'`, `mount Engine, at: '/x'`. */
export function mountCall(draw: Draw, call: Call, place: Place): void {
  const scope = scopeOf(draw, place);
  const pair = call.pairs.find(
    ({ key }) => key.type !== 'hash_key_symbol' && !/^:(at|as|via|constraints)$/.test(key.text),
  );
  const target = call.args[0] ?? pair?.key;
  const at = option(call, 'at') ?? pair?.value;
  if (target === undefined) return;
  const guard = guardOfConstraint(draw, call, place);
  draw.mounts.push({
    constant: mountedName(target),
    path: railsPath(joinPaths(place.prefix, at === undefined ? rootPath : textOf(at, scope))),
    guards: guard === undefined ? place.guards : [...place.guards, guard],
    file: place.file,
    node: call.node,
  });
}

/** `ActionCable.server`, `Foo::API.new`, `Sidekiq::Web`. */
function mountedName(node: SyntaxNode): string {
  const name = constantName(node);
  if (name !== '') return name;
  const call = callOf(node);
  if (call?.receiver === undefined) return node.text.slice(0, 60);
  const owner = mountedName(call.receiver);
  return call.name === 'server' ? `${owner}.server` : owner;
}
