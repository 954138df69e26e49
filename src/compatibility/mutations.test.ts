import { describe, expect, test } from 'vitest';
import type { Json } from '../model/origin.ts';
import { apiMutations } from '../testing/api-mutations/all.ts';
import { edited } from '../testing/api-mutations/edit.ts';
import { graphqlBase, graphqlMutations } from '../testing/api-mutations/graphql.ts';
import type { Comparison } from './change.ts';
import { changeChecks } from './checks.ts';
import { compareDocuments, kindOf } from './compare.ts';
import type { ApiDocument } from './compare.ts';

function documentOf(value: Json): ApiDocument {
  const kind = kindOf(value);
  if (kind === undefined) throw new Error('no document that can be compared');
  return { kind, value };
}

/** Each id with its severity, once. */
const told = ({ changes }: Comparison): readonly string[] =>
  [...new Set(changes.map(({ id, severity }) => `${id}: ${severity}`))].toSorted();

test('there are enough labels', () => {
  expect(apiMutations.length + graphqlMutations.length).toBeGreaterThanOrEqual(140);
});

describe('what was labelled by hand is told, and nothing else', () => {
  test.each(apiMutations)('$name', async ({ base, edits, expected, isReversed }) => {
    const [old, next] = [documentOf(base), documentOf(edited(base, edits))];
    const comparison = await (isReversed === true
      ? compareDocuments(next, old)
      : compareDocuments(old, next));
    expect(told(comparison)).toEqual(expected.toSorted());
  });

  test.each(graphqlMutations)('GraphQL: $name', async ({ from, to, expected }) => {
    expect(graphqlBase).toContain(from);
    const old: ApiDocument = { kind: 'graphql', text: graphqlBase };
    const next: ApiDocument = { kind: 'graphql', text: graphqlBase.replace(from, to) };
    expect(told(await compareDocuments(old, next))).toEqual(expected.toSorted());
  });
});

test('every change that is told is in the catalogue', async () => {
  const ids = new Set(changeChecks.map(({ id }) => id));
  const labelled = [...apiMutations, ...graphqlMutations].flatMap(({ expected }) => expected);
  expect(labelled.filter((each) => !ids.has(each.split(': ')[0] ?? ''))).toEqual([]);
});

test('ids of the catalogue are unique, and severities are those that are told', async () => {
  expect(new Set(changeChecks.map(({ id }) => id)).size).toBe(changeChecks.length);
  const severities = new Map(changeChecks.map(({ id, severity }) => [id, severity]));
  const labelled = [...apiMutations, ...graphqlMutations].flatMap(({ expected }) => expected);
  const differing = labelled.filter((each) => {
    const [id = '', severity] = each.split(': ');
    const known = severities.get(id);
    return known !== 'varies' && known !== severity;
  });
  expect(differing).toEqual([]);
});
