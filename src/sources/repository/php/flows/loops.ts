import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { assign, itemsOf } from './assignments.ts';
import { narrowBy } from './conditions.ts';
import { fork, merged } from './environment.ts';
import type { Env } from './environment.ts';
import { evaluate } from './expressions.ts';
import type { Frame, Machine } from './machine.ts';
import { executeOne } from './statements.ts';
import { nothing, stepped } from './value.ts';

/** Twice: what the first turn leaves is there in the second. */
const turns = 2;

function looped(machine: Machine, frame: Frame, isSure: boolean, turn: () => void): void {
  const ways: Env[] = isSure ? [] : [fork(frame.env)];
  const left: Env[] = [];
  machine.branches += 1;
  for (let at = 0; at < turns && !frame.env.dead; at += 1) {
    frame.jumps.push([]);
    turn();
    left.push(...(frame.jumps.pop() ?? []));
    frame.env = merged([frame.env, ...left]);
    ways.push(fork(frame.env));
  }
  machine.branches -= 1;
  frame.env = merged(ways);
}

/** `while`, `do` and `for`. */
export function executeLoop(machine: Machine, node: SyntaxNode, frame: Frame): void {
  const body = inField(node, 'body');
  const condition = inField(node, 'condition');
  for (const each of node.children) if (each.field === 'initialize') evaluate(machine, each, frame);
  looped(machine, frame, node.type === 'do_statement', () => {
    if (condition !== undefined && node.type !== 'do_statement') {
      evaluate(machine, condition, frame);
      narrowBy(machine, condition, true, frame);
    }
    if (body !== undefined) executeOne(machine, body, frame);
    for (const each of node.children)
      if (each.field === undefined && each !== body && node.type === 'for_statement')
        executeOne(machine, each, frame);
  });
}

export function executeForeach(machine: Machine, node: SyntaxNode, frame: Frame): void {
  const [subject, target] = node.children.filter(({ type }) => type !== 'comment');
  const body = inField(node, 'body');
  if (subject === undefined || target === undefined) return;
  const list = evaluate(machine, subject, frame);
  const [key, item] = target.type === 'pair' ? target.children : [undefined, target];
  const [keyValue, itemValue] = itemsOf(machine, list, subject, frame);
  const isTaken = item?.type === 'by_ref';
  looped(machine, frame, list.array !== undefined && list.array.fields.size > 0, () => {
    if (key !== undefined) assign(machine, key, keyValue, frame);
    if (item !== undefined)
      assign(machine, item, stepped(itemValue, `taken as ${item.text}`, frame.file, item), frame);
    if (body !== undefined) executeOne(machine, body, frame);
    if (!isTaken || frame.env.dead) return;
    // What is changed by reference is changed in the list.
    const changed = evaluate(machine, item.children[0] ?? item, frame);
    assign(machine, subject, { ...nothing, array: { fields: new Map(), rest: changed } }, frame);
  });
}
