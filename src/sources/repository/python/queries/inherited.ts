import type { SyntaxNode } from '../../languages/syntax.ts';
import { createKept } from '../../processes/kept.ts';
import type { QueryDraft } from '../../queries/draft.ts';
import { byMethod, mostPairs, readCalled } from '../../queries/inherited.ts';
import type { PyClass, PyFunction } from './code-index.ts';
import { isGeneric } from './generics.ts';
import { keyFor } from './graph.ts';
import { methodOf } from './hints.ts';
import type { Reading } from './types.ts';
import { classType } from './typing.ts';
import { readMethodOf } from './walk.ts';

/** Methods that are read once for each of the classes that inherit them. */
export type Inherited = ReadonlyMap<SyntaxNode, ReadonlySet<PyClass>>;

interface Pair {
  readonly method: PyFunction;
  readonly heir: PyClass;
}

/** Methods of a base class whose statements depend on the class below: `select(self.model)`, `cls.query`. */
export function inheritedPairs(reading: Reading): readonly Pair[] {
  const pairs: Pair[] = [];
  for (const { path, text } of reading.index.files) {
    if (!/^\s*class \w+\(/m.test(text)) continue;
    for (const heir of reading.index.module(path)?.classes.values() ?? [])
      if (pairs.length < mostPairs) pairs.push(...pairsOf(reading, heir));
  }
  return pairs;
}

export const inheritedOf = (pairs: readonly Pair[]): Inherited =>
  byMethod(pairs.map(({ method, heir }) => ({ node: method.node, heir })));

function pairsOf(reading: Reading, heir: PyClass): readonly Pair[] {
  const above = reading.index.lineage(heir).slice(1);
  if (above.length === 0) return [];
  const names = storedNames(reading, heir);
  const isRow = reading.entities.of(heir) !== undefined;
  return above.flatMap((base) => {
    const isOpen = isGeneric(base) || mentions(base, names, isRow && reading.entities.of(base) === undefined);
    if (!isOpen) return [];
    return [...base.methods.values()].flatMap((method): readonly Pair[] => {
      const runs = methodOf(reading, heir, method.name);
      const isRun = runs === method || runs?.node.text.includes('super()') === true;
      return isRun ? [{ method, heir }] : [];
    });
  });
}

/** Members of a class, or of what it extends, that are classes of rows. */
const storedNames = (reading: Reading, heir: PyClass): readonly string[] =>
  reading.index.lineage(heir).flatMap((each) =>
    [...each.values].flatMap(([name, value]) => {
      if (value.type !== 'identifier' && value.type !== 'attribute') return [];
      const named = reading.index.dotted(each.module, value);
      return named?.kind === 'class' && classType(reading, named.of).kind === 'entity' ? [name] : [];
    }),
  );

function mentions(base: PyClass, names: readonly string[], isRow: boolean): boolean {
  const wanted = [
    ...names.filter((name) => !base.values.has(name)).map((name) => String.raw`\b(self|cls)\.${name}\b`),
    ...(isRow ? [String.raw`\bcls[(.),]`] : []),
  ];
  if (wanted.length === 0) return false;
  const pattern = new RegExp(wanted.join('|'));
  return [...base.methods.values()].some(({ node }) => pattern.test(node.text));
}

/** Statements that a method issues for one class only, where anything calls it for that class. */
export const readInherited = (reading: Reading, pairs: readonly Pair[]): void =>
  readCalled(
    reading,
    pairs,
    ({ method, heir }) => keyFor(reading, method, heir),
    ({ method, heir }) => {
      const drafts: QueryDraft[] = [];
      const own: Reading = {
        ...reading,
        kept: createKept(),
        drafts,
        unread: [],
        outcomes: new WeakMap(),
        single: new WeakSet(),
      };
      return { key: readMethodOf(own, method, heir), drafts };
    },
  );
