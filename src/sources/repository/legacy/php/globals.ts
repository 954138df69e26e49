import type { Origin } from '../../../../model/origin.ts';
import type { SharedGlobal } from '../../../../model/legacy-code.ts';
import { allOfType, inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpFile } from '../../php/classes.ts';
import { plainString, variableName } from '../../php/syntax.ts';
import { originAt } from '../../php/value.ts';
import { compareText } from '../../../order.ts';

interface Found {
  readonly taken: Origin[];
  readonly changed: Origin[];
}

/** Variables that functions take from outside without being given them, with who changes them. */
export function sharedGlobals(files: readonly PhpFile[]): readonly SharedGlobal[] {
  const found = new Map<string, Found>();
  const of = (name: string): Found => {
    const known = found.get(name) ?? { taken: [], changed: [] };
    found.set(name, known);
    return known;
  };
  for (const file of files)
    walkSyntax(file.root, (node, above) => {
      if (node.type === 'global_declaration') {
        const body = above.findLast(({ type }) => isFunction.test(type));
        // Outside of functions it changes nothing.
        if (body === undefined) return;
        for (const each of allOfType(node, 'variable_name')) take(of, file, each, body);
        return;
      }
      const name = node.type === 'subscript_expression' ? globalsKey(node) : undefined;
      if (name === undefined) return;
      if (above.some(({ type }) => isFunction.test(type))) of(name).taken.push(originAt(file, node));
      if (isChanged(node, above)) of(name).changed.push(originAt(file, node));
    });
  return [...found]
    .map(([name, { taken, changed }]): SharedGlobal => ({
      name,
      takenBy: once(taken),
      changedBy: once(changed),
    }))
    .filter(({ takenBy }) => takenBy.length > 0)
    .toSorted((a, b) => b.takenBy.length - a.takenBy.length || compareText(a.name, b.name));
}

const isFunction = /^(function_definition|method_declaration|anonymous_function)$/;

function take(of: (name: string) => Found, file: PhpFile, variable: SyntaxNode, body: SyntaxNode): void {
  const name = variableName(variable);
  if (name === undefined) return;
  of(name).taken.push(originAt(file, variable));
  let changes: SyntaxNode | undefined;
  walkSyntax(body, (node, above) => {
    changes ??= variableName(node) === name && isChanged(node, above) ? node : undefined;
  });
  if (changes !== undefined) of(name).changed.push(originAt(file, changes));
}

/** `x` of `$GLOBALS['x']`. */
const globalsKey = (node: SyntaxNode): string | undefined =>
  variableName(node.children[0]) === 'GLOBALS' ? plainString(node.children[1]) : undefined;

const holds = /^(subscript_expression|list_literal|array_element_initializer|by_ref)$/;
const assigns = /^(augmented_|reference_)?assignment_expression$/;

/** Whether something is put into a variable: into it as a whole, or into an element of it. A property is its object's. */
function isChanged(node: SyntaxNode, above: readonly SyntaxNode[]): boolean {
  let inner = node;
  for (const outer of above.toReversed()) {
    if (holds.test(outer.type)) {
      if (outer.type === 'subscript_expression' && outer.children[0] !== inner) return false;
      inner = outer;
      continue;
    }
    if (assigns.test(outer.type)) return inField(outer, 'left') === inner;
    if (outer.type === 'foreach_statement')
      return outer.children.indexOf(inner) > 0 && inner.field !== 'body';
    return outer.type === 'unset_statement' || outer.type === 'update_expression';
  }
  return false;
}

function once(origins: readonly Origin[]): readonly Origin[] {
  const seen = new Map(
    origins.map((origin) => [origin.kind === 'read' ? `${origin.file}:${origin.line}` : '', origin]),
  );
  return [...seen.values()];
}
