import type { KeyValueCondition } from '../../../model/key-value.ts';

/** An attribute as an expression names it, `#name` looked up; undefined where that is only known at run time. */
export type NameOf = (word: string) => string | undefined;

const comparison = /^([#\w.[\]]+)\s*(=|<>|<=|>=|<|>)\s*[:\w.(]/;
const called =
  /^(begins_with|contains|attribute_exists|attribute_not_exists|attribute_type|size)\s*\(\s*([#\w.[\]]+)/i;
const between = /^([#\w.[\]]+)\s+(between|in)\b/i;

/**
 * The parts of a condition that all hold. Undefined where a part is not seen: a name that is only known at run time,
 * `OR`, `NOT`, or a piece of text that is put in.
 */
export function conditionsOf(text: string, nameOf: NameOf): readonly KeyValueCondition[] | undefined {
  if (/\{[^{}]*\}|\bor\b|\bnot\b/i.test(text)) return undefined;
  const conditions: KeyValueCondition[] = [];
  for (const part of partsOf(text)) {
    const found = conditionOf(part);
    const attribute = found === undefined ? undefined : nameOf(found.attribute);
    if (found === undefined || attribute === undefined) return undefined;
    conditions.push({ attribute, by: found.by });
  }
  return conditions;
}

function conditionOf(part: string): KeyValueCondition | undefined {
  const plain = part.replaceAll(/^\s*\(|\)\s*$/g, (found, at: number) =>
    at === 0 && !part.includes(')') ? '' : found,
  );
  const text = plain.trim();
  const [, compared, operator] = comparison.exec(text) ?? [];
  if (compared !== undefined) return { attribute: compared, by: operator === '=' ? 'equal' : 'compared' };
  const attribute = called.exec(text)?.[2] ?? between.exec(text)?.[1];
  return attribute === undefined ? undefined : { attribute, by: 'compared' };
}

/** Splits at `AND`, that of `BETWEEN … AND …` left out. */
function partsOf(text: string): readonly string[] {
  const whole = text.trim();
  const inner = /^\(([^()]*)\)$/.exec(whole)?.[1] ?? whole;
  return inner
    .replaceAll(/\bbetween\s+(\S+)\s+and\s+(\S+)/gi, 'between $1 , $2')
    .split(/\s+and\s+/i)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** `SET #items = list_append(if_not_exists(#items, :none), :new)`: the lists that become longer. */
export function grownLists(text: string, nameOf: NameOf): readonly string[] {
  const names = [...text.matchAll(/([#\w.]+)\s*=\s*list_append\s*\(/gi)].flatMap(
    ([, word = '']) => nameOf(word) ?? [],
  );
  return [...new Set(names)];
}
