import type { Node } from 'oxc-parser';
import { plainKey } from '../javascript/syntax.ts';
import type { Frame } from './machine.ts';
import type { Cell } from './scope.ts';
import { lookup } from './scope.ts';

export interface KeptTest {
  readonly test: Node;
  readonly frame: Frame;
  /** What was taken out of its answer. */
  readonly part?: string;
}

/** Conditions that are kept in a name: `const isKnown = names.includes(name)`, `const { error } = schema.validate(name)`. */
const keptTests = new WeakMap<Cell, KeptTest>();

export function keptTest(name: string, frame: Frame): KeptTest | undefined {
  const cell = lookup(frame.scope, name);
  return cell === undefined ? undefined : keptTests.get(cell);
}

export function keepTest(frame: Frame, pattern: Node, written: Node): void {
  const test = written.type === 'AwaitExpression' ? written.argument : written;
  const isLookUp = test.type === 'MemberExpression' && test.computed && test.property.type !== 'Literal';
  if (!isLookUp && !/^((Call|New|Binary|Logical|Unary)Expression|TemplateLiteral)$/.test(test.type)) return;
  const keep = (name: string, part?: string): void => {
    const cell = lookup(frame.scope, name);
    if (cell !== undefined) keptTests.set(cell, { test, frame, ...(part === undefined ? {} : { part }) });
  };
  if (pattern.type === 'Identifier') keep(pattern.name);
  if (pattern.type !== 'ObjectPattern') return;
  for (const property of pattern.properties)
    if (property.type === 'Property' && property.value.type === 'Identifier')
      keep(property.value.name, plainKey(property.key, property.computed) ?? '');
}

const looking = new Set<KeptTest>();

/** A test that is made of itself (`a = a || b`), or of one that is made of it, is looked at once. */
export function once(kept: KeptTest, look: () => void): void {
  if (looking.has(kept)) return;
  looking.add(kept);
  try {
    look();
  } finally {
    looking.delete(kept);
  }
}
