import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField } from '../../languages/syntax.ts';
import { assign } from './assignments.ts';
import { evaluate, truth } from './expressions.ts';
import type { Machine } from './machine.ts';
import { elements } from './sequences.ts';
import type { Scope } from './scope.ts';
import { childScope } from './scope.ts';
import type { Value } from './value.ts';
import { list } from './value.ts';

/** `[a for b in c if d]` and its kin. */
export function comprehension(machine: Machine, node: SyntaxNode, scope: Scope): Value {
  const inner = childScope(scope);
  const body = inField(node, 'body');
  const clauses = allOfType(node, 'for_in_clause', 'if_clause');
  const items: Value[] = [];
  const pairs: [Value, Value][] = [];
  let open = false;
  const walk = (at: number): void => {
    const clause = clauses[at];
    if (items.length + pairs.length > 2_000) return;
    if (clause === undefined) {
      if (body?.type === 'pair') {
        const [key, value] = [inField(body, 'key'), inField(body, 'value')];
        if (key !== undefined && value !== undefined)
          pairs.push([evaluate(machine, key, inner), evaluate(machine, value, inner)]);
      } else if (body !== undefined) items.push(evaluate(machine, body, inner));
      return;
    }
    if (clause.type === 'if_clause') {
      const [condition] = clause.children;
      if (condition !== undefined && truth(evaluate(machine, condition, inner)) === false) return;
      walk(at + 1);
      return;
    }
    const [left, right] = [inField(clause, 'left'), inField(clause, 'right')];
    if (left === undefined || right === undefined) return;
    const found = elements(machine, evaluate(machine, right, inner));
    open ||= found.open;
    for (const each of found.items.slice(0, 500)) {
      assign.to(machine, left, each, inner);
      walk(at + 1);
    }
  };
  walk(0);
  return node.type === 'dictionary_comprehension'
    ? { kind: 'dict', entries: pairs, open }
    : list(items, open);
}
