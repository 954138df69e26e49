import type { Language } from '../../anonymous/language.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { GoFile } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import { calleeOf, localTypes } from './callees.ts';

/** Fields of what stands in the context of a request that are set for callers without credentials too, by its key. */
export type ContextFacts = ReadonlySet<string>;

const reads = /\.(?:Get|MustGet|Value|Locals)\(\s*("[^"]+"|[\w.]+(?:\{\})?)\s*\)/;

/** `perm := Perm(c)`, where `Perm` reads `c.Get("perm")`: the names in a body that stand for what is in the context. */
export function contextNames(
  program: GoProgram,
  node: SyntaxNode,
  file: GoFile,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const types = localTypes(program, node, file);
  walkSyntax(node, (at) => {
    if (at.type !== 'short_var_declaration') return;
    const name = inField(at, 'left')?.children[0]?.text;
    const [value] = inField(at, 'right')?.children ?? [];
    if (name === undefined || value?.type !== 'call_expression') return;
    const callee = calleeOf(program, value, file, types);
    const key = reads.exec(callee?.node.text ?? value.text)?.[1];
    if (key !== undefined && (callee === undefined || callee.node.text.length < 600)) found.set(name, key);
  });
  return found;
}

/** `c.Set("perm", perm)`: names in a body that are put into the context, with their keys. */
function setNames(node: SyntaxNode): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  walkSyntax(node, (at) => {
    if (at.type !== 'call_expression') return;
    const name = inField(inField(at, 'function'), 'field')?.text ?? '';
    const args = inField(at, 'arguments')?.children ?? [];
    const [key, value] = name === 'WithValue' ? args.slice(1) : /^(Set|Locals)$/.test(name) ? args : [];
    if (key !== undefined && value?.type === 'identifier') found.set(value.text, key.text);
  });
  return found;
}

/**
 * A language that writes down which fields are set on the ways that a caller without credentials takes: `perm.Pull =
 * true` where what is asked for is public.
 */
export function noting(language: Language, node: SyntaxNode, facts: Set<string>): Language | undefined {
  const names = setNames(node);
  if (names.size === 0) return undefined;
  return {
    ...language,
    expression: (at) => {
      if (at.type === 'assignment_statement')
        for (const target of inField(at, 'left')?.children ?? []) {
          const key = names.get(inField(target, 'operand')?.text ?? '');
          const field = inField(target, 'field')?.text;
          if (key !== undefined && field !== undefined && inField(at, 'right')?.text !== 'false')
            facts.add(`${key}.${field}`);
        }
      return language.expression(at);
    },
  };
}
