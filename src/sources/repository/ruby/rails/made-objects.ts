import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import { secretLookedUp } from '../anonymous/secrets.ts';
import type { Code, Lineage, Method } from '../code.ts';
import { lineageOf, methodNamed } from '../code.ts';
import { callOf, constantName } from '../syntax.ts';
import type { Controller } from './controllers.ts';

/**
 * Whether an action makes an object of what was sent and asks it something that looks a secret up: `report.valid?`, where
 * a report is valid by its key. What the object answers somebody without the secret is not followed.
 */
export function asksMadeObject(code: Code, controller: Controller, method: Method | undefined): boolean {
  if (method === undefined) return false;
  const made = new Map<string, string>();
  let asks = false;
  walkSyntax(method.node, (node) => {
    const [left, right] = [inField(node, 'left'), inField(node, 'right')];
    const maker = node.type === 'assignment' ? callOf(right) : undefined;
    if (left !== undefined && maker?.name === 'new' && maker.args.length > 0)
      made.set(left.text, constantName(maker.receiver));
    const call = node.type === 'call' ? callOf(node) : undefined;
    const owner = call?.name.endsWith('?') === true ? made.get(call.receiver?.text ?? '') : undefined;
    if (call === undefined || owner === undefined || owner === '') return;
    const lineage = lineageOf(code, code.find(owner, controller.name));
    asks ||= looksUpSecret(lineage, call.name, new Set());
  });
  return asks;
}

function looksUpSecret(lineage: Lineage, name: string, seen: Set<string>): boolean {
  const method = seen.has(name) || seen.size > 40 ? undefined : methodNamed(lineage, name);
  seen.add(name);
  if (method === undefined) return false;
  let found = false;
  walkSyntax(method.node, (node: SyntaxNode) => {
    const call = node.type === 'call' ? callOf(node) : undefined;
    if (call !== undefined && secretLookedUp(call) !== undefined) found = true;
    const own = node.type === 'identifier' ? node.text : undefined;
    if (!found && own !== undefined && own !== name) found = looksUpSecret(lineage, own, seen);
    return !found;
  });
  return found;
}
