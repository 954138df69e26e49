import { sameMeaning } from '../equal.ts';
import { isRecord } from '../located.ts';
import type { Fact } from './fact.ts';
import type { Shape } from './shape.ts';
import { fact } from './values.ts';

/** Keywords that are compared as they stand: what they mean together is not decided. */
const conditions = [
  'not',
  'if',
  'then',
  'else',
  'contains',
  'minContains',
  'maxContains',
  'dependentRequired',
  'dependentSchemas',
  'dependencies',
  'propertyNames',
  'patternProperties',
  'unevaluatedItems',
  'contentEncoding',
  'contentMediaType',
] as const;

export const conditionFacts = (old: Shape, next: Shape): readonly Fact[] =>
  conditions.flatMap((keyword) => {
    const [before, after] = [said(old, keyword), said(next, keyword)];
    if (before.length === 0 && after.length === 0) return [];
    if (sameMeaning(before, after, rootOf(old), rootOf(next))) return [];
    const kind = kindOf(keyword, before.length, after.length);
    const words = {
      'constraint-added': 'a new',
      'constraint-removed': 'no longer a',
      'constraint-changed': 'another',
    };
    return [fact(kind, old, next, keyword, `has ${words[kind]} condition \`${keyword}\``)];
  });

function kindOf(keyword: string, before: number, after: number) {
  // `minContains: 0` takes a condition away that `contains` alone makes.
  if (keyword === 'minContains' || (before > 0 && after > 0)) return 'constraint-changed';
  return before === 0 ? 'constraint-added' : 'constraint-removed';
}

const rootOf = ({ parts }: Shape): unknown => parts.at(0)?.root;

const said = ({ parts }: Shape, keyword: string): readonly unknown[] =>
  parts.flatMap(({ value }) => (isRecord(value) && keyword in value ? [value[keyword]] : []));
