import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { GoFile, GoFunction } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';

export interface Place {
  readonly program: GoProgram;
  readonly file: GoFile;
  readonly fn: GoFunction;
  readonly inLoop: boolean;
}

/** Name of what is called, without its receiver. */
export const calledName = (call: SyntaxNode): string => {
  const callee = inField(call, 'function');
  return (callee?.type === 'selector_expression' ? inField(callee, 'field')?.text : callee?.text) ?? '';
};

/** What a method is called on, as it is written. */
export const calledOn = (call: SyntaxNode): string =>
  inField(inField(call, 'function'), 'operand')?.text.replaceAll(/\s+/g, '') ?? '';

/** Every call in the functions of packages whose text shows a sign. */
export const visitCalls = (
  program: GoProgram,
  sign: RegExp,
  see: (call: SyntaxNode, place: Place) => void,
): void => visitNodes(program, sign, ['call_expression'], see);

/** Every node of some types in the functions of packages whose text shows a sign. */
export function visitNodes(
  program: GoProgram,
  sign: RegExp,
  types: readonly string[],
  see: (node: SyntaxNode, place: Place) => void,
): void {
  for (const folder of program.folders) {
    const signed = new Set(
      program.textsOf(folder).flatMap(({ path, text }) => (sign.test(text) ? [path] : [])),
    );
    const own = signed.size === 0 ? undefined : program.packageIn(folder);
    if (own === undefined) continue;
    const functions = [
      ...own.functions.values(),
      ...own.inits,
      ...[...own.methods.values()].flatMap((methods) => [...methods.values()]),
    ];
    for (const fn of functions) {
      if (!signed.has(fn.file.path)) continue;
      walkSyntax(fn.node, (at, above) => {
        if (!types.includes(at.type)) return;
        const inner = above.findLast(({ type }) => type === 'func_literal' || type === 'for_statement');
        see(at, { program, file: fn.file, fn, inLoop: inner?.type === 'for_statement' });
      });
    }
  }
}
