import type { SyntaxNode } from '../languages/syntax.ts';
import { walkSyntax } from '../languages/syntax.ts';
import type { Frame } from './frame.ts';
import { bindingsOf, callOf } from './shapes.ts';

const prepares = /^(prepare\w*|Prepare\w*|Preparex|createStatement)$/;
const sets = /^set[A-Z]\w*$/;
const runs = /^(Exec|Query|QueryRow|Get|Select)\w*$/;

/**
 * The values that a prepared statement is given after the call that makes it: `ps.setInt(1, id)`, `stmt.QueryRow(id)`.
 * Undefined for any other call.
 */
export function preparedValues(frame: Frame, made: SyntaxNode): readonly SyntaxNode[] | undefined {
  const call = callOf(made);
  if (call === undefined || !prepares.test(call.name)) return undefined;
  const names = namesOf(frame, made);
  const name = names.get(made.start);
  if (name === undefined) return undefined;
  const next = [...names].filter(([start, other]) => other === name && start > made.start);
  const end = Math.min(...next.map(([start]) => start));
  const values: SyntaxNode[] = [];
  walkSyntax(frame.node, (node) => {
    const given = node.start > made.start && node.start < end ? callOf(node) : undefined;
    if (given?.receiver?.text !== name) return;
    if (sets.test(given.name)) values.push(...given.args.slice(1).map(({ value }) => value));
    if (runs.test(given.name)) values.push(...given.args.map(({ value }) => value));
  });
  return values;
}

/** Names that are given prepared statements, by where the calls that make them begin. */
function namesOf(frame: Frame, { start, text }: SyntaxNode): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const end = start + text.length;
  walkSyntax(frame.node, (node) => {
    for (const { target, value } of bindingsOf(node)) {
      const own = value.start <= start && end <= value.start + value.text.length;
      if (own) found.set(start, target.text);
      else if (prepares.test(callOf(value)?.name ?? '')) found.set(value.start, target.text);
    }
  });
  return found;
}
