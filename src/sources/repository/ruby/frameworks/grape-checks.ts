import type { JudgedGuard } from '../../http/routing.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { walkSyntax, originIn } from '../../languages/syntax.ts';
import { kindByName } from '../../http/guards.ts';
import type { Code, Lineage, Opening } from '../code.ts';
import { lineageOf } from '../code.ts';
import { judgeText, reachedText } from '../rails/judging.ts';
import type { Call } from '../syntax.ts';
import { callOf, constantName, statementsOf } from '../syntax.ts';

/** A callback that turns callers away; nothing for one that does other things. */
export function beforeGuard(code: Code, lineage: Lineage, call: Call, file: string): JudgedGuard | undefined {
  if (/^(http_basic|http_digest|auth)$/.test(call.name))
    return {
      guard: { name: call.name, kind: 'authentication', requires: [], origin: originIn(file, call.node) },
      resolved: true,
      conditional: false,
      passes: false,
    };
  if (call.block === undefined) return undefined;
  const all = withHelpers(code, lineage);
  const told = judgeText(reachedText(all, call.block, new Set(), 0), call.name, call.block);
  const name = checkIn(call.block) ?? call.name;
  const kind = told.kind === 'other' ? kindByName(name) : told.kind;
  if (kind !== 'authentication' && kind !== 'authorisation') return undefined;
  return {
    guard: { name, kind, requires: [], origin: originIn(file, call.node) },
    resolved: true,
    conditional: told.conditional || standsUnderCondition(call.block, name),
    passes: false,
  };
}

/** Whether the check itself stands behind a condition; conditions elsewhere in the block do not matter. */
function standsUnderCondition(block: SyntaxNode, name: string): boolean {
  let found = false;
  walkSyntax(block, (node, above) => {
    if (
      node.type === 'identifier' &&
      node.text === name &&
      above.some(({ type }) => /^(if|unless|case)(_modifier)?$/.test(type))
    )
      found = true;
  });
  return found;
}

function checkIn(block: SyntaxNode): string | undefined {
  let found: string | undefined;
  walkSyntax(block, (node) => {
    const call = node.type === 'identifier' || node.type === 'call' ? callOf(node) : undefined;
    if (
      found === undefined &&
      call !== undefined &&
      call.receiver === undefined &&
      /auth|require|guard|login|token|check/i.test(call.name)
    )
      found = call.name;
  });
  return found;
}

/** Methods inside `helpers do … end` and of the modules `helpers Name` brings. */
function withHelpers(code: Code, lineage: Lineage): Lineage {
  const more: Opening[] = [];
  for (const opening of lineage.openings)
    for (const node of opening.statements) {
      const call = callOf(node);
      if (call?.name !== 'helpers') continue;
      if (call.block !== undefined) more.push({ ...opening, statements: statementsOf(call.block) });
      for (const arg of call.args)
        more.push(...lineageOf(code, code.find(constantName(arg), opening.name)).openings);
    }
  return { ...lineage, openings: [...lineage.openings, ...more] };
}

/** `helpers do params :paging do … end end`. */
export function helpersOf(lineage: Lineage): ReadonlyMap<string, SyntaxNode> {
  const found = new Map<string, SyntaxNode>();
  const visit = (nodes: readonly SyntaxNode[]): void => {
    for (const node of nodes) {
      const call = callOf(node);
      if (call?.name === 'params' && call.args[0] !== undefined)
        found.set(call.args[0].text.replace(/^:/, ''), node);
      else if (call?.name === 'helpers') visit(statementsOf(call.block));
    }
  };
  for (const { statements } of lineage.openings) visit(statements);
  return found;
}
