import type { Node } from 'libpg-query';
import type { Block, Part } from './blocks.ts';
import type { Subject } from './rule.ts';
import { expressionOf } from './syntax.ts';

/** A condition of a WHERE, as text and as tree; offsets in the tree count from the start of its text. */
export interface Conjunct {
  readonly block: Block;
  readonly part: Part;
  readonly node: Node;
  readonly text: string;
}

/** Every condition that must hold in some SELECT of the query. */
export function conjunctsOf(subject: Subject): readonly Conjunct[] {
  const found = known.get(subject) ?? readConjuncts(subject);
  known.set(subject, found);
  return found;
}

/** Many rules ask for the same; a query is read once. */
const known = new WeakMap<Subject, readonly Conjunct[]>();

const readConjuncts = ({ blocks, text }: Subject): readonly Conjunct[] =>
  blocks.flatMap((block) =>
    block.where.flatMap((part) => {
      const own = text(part);
      const node = expressionOf(own);
      if (node === undefined) return [];
      return [{ block, part, node, text: own }];
    }),
  );

/**
 * The texts on both sides of the operator of a condition. Undefined when the text holds more than ASCII before it:
 * places are told in bytes.
 */
export function sidesOf(text: string, at: number, operator: string): readonly [string, string] | undefined {
  const place = at - 'select '.length;
  const isPlain = Buffer.byteLength(text.slice(0, place)) === place;
  if (!isPlain || text.slice(place, place + operator.length) !== operator) return undefined;
  return [text.slice(0, place).trim(), text.slice(place + operator.length).trim()];
}
