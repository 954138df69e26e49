import type { Block, Part } from './blocks.ts';
import type { Source, Subject } from './rule.ts';
import { columnOf, constantOf, expressionOf, operationOf, parameterOf } from './syntax.ts';

/** A clause with the key words before it. */
export function clauseWith({ tokens }: Subject, part: Part, words: readonly string[]): Part {
  const at = tokens.findIndex(({ from }) => from === part.from);
  const start = tokens.slice(0, at).findLast(({ word }) => words.includes(word));
  return { from: start?.from ?? part.from, to: part.to };
}

/** `a.b as c` without the new name. */
export const withoutRename = (text: string): string => text.replace(/\s+as\s+("[^"]+"|\w+)$/i, '');

/** Columns of a source that the WHERE holds to one value. */
export const equalColumns = (subject: Subject, block: Block, source: Source): readonly string[] =>
  block.where.flatMap((part) => {
    const operation = operationOf(expressionOf(subject.text(part)));
    if (operation?.operator !== '=' || operation.kind !== 'AEXPR_OP') return [];
    const isValue = constantOf(operation.right) !== undefined || parameterOf(operation.right) !== undefined;
    const column = columnOf(operation.left);
    const found = column === undefined ? undefined : subject.column(block, column);
    return isValue && column !== undefined && found?.source === source ? [column.name] : [];
  });

/** The columns that a text names, resolved; undefined when one of them is not understood. */
export function isOnly(subject: Subject, block: Block, text: string, source: Source): boolean {
  const column = columnOf(expressionOf(withoutRename(text)));
  return column !== undefined && subject.column(block, column)?.source === source;
}

/** The first SELECT, when it is the whole query: no arm of a UNION, not inside of WITH. */
export function wholeOf({ blocks, tokens }: Subject): Block | undefined {
  const [block] = blocks;
  return block !== undefined && block.depth === 0 && !block.arm && block.from === tokens[0]?.from
    ? block
    : undefined;
}
