import type { Origin } from '../../../model/origin.ts';
import type { Entry, Node, ScalarNode } from '../tree.ts';
import type { Fact, Sentence } from './sentence.ts';
import { placeAt } from './text.ts';

/** The facts of a sentence as the tree of a brief: each value with its place and the words it was read from. */
export function factTree(sentence: Sentence, facts: readonly Fact[]): Node {
  return mapOf(sentence, facts, 0);
}

function mapOf(sentence: Sentence, facts: readonly Fact[], depth: number): Node {
  const keys = [...new Set(facts.flatMap(({ path }) => path[depth] ?? []))];
  const entries = keys.map((key): Entry => {
    const below = facts.filter(({ path }) => path[depth] === key);
    const deeper = below.filter(({ path }) => path.length > depth + 1);
    const first = below[0];
    const place = placeAt(sentence.plain, first?.start ?? 0);
    return {
      key,
      keyPlace: place,
      value: deeper.length > 0 ? mapOf(sentence, deeper, depth + 1) : leaf(sentence, below),
    };
  });
  const path = facts[0]?.path.slice(0, depth) ?? [];
  const first = facts.find((fact) => fact.path.length > depth) ?? facts[0];
  const place = placeAt(sentence.plain, first?.start ?? 0);
  return depth === 0 || first === undefined
    ? { kind: 'map', entries, place }
    : { kind: 'map', entries, place, origin: originOf(sentence, first, path) };
}

function leaf(sentence: Sentence, facts: readonly Fact[]): Node {
  const [first] = facts;
  if (first === undefined) return { kind: 'map', entries: [], place: { line: 1, column: 1 } };
  if (first.item)
    return {
      kind: 'list',
      items: facts.map((fact) => scalar(sentence, fact)),
      place: placeAt(sentence.plain, first.start),
      origin: originOf(sentence, first, first.path),
    };
  const set = facts.find(({ value }) => value !== null);
  if (set !== undefined) return scalar(sentence, set);
  return {
    kind: 'map',
    entries: [],
    place: placeAt(sentence.plain, first.start),
    origin: originOf(sentence, first, first.path),
  };
}

function scalar(sentence: Sentence, fact: Fact): ScalarNode {
  const { value } = fact;
  return {
    kind: 'scalar',
    value,
    text: value === null ? '' : String(value),
    place: placeAt(sentence.plain, fact.start),
    origin: originOf(sentence, fact, fact.path),
  };
}

const originOf = ({ plain }: Sentence, { start, end }: Fact, path: readonly string[]): Origin => ({
  kind: 'given',
  path: path.join('.'),
  text: plain.slice(start, end).trim(),
});
