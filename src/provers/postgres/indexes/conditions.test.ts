import { expect, test } from 'vitest';
import { bareColumn, columnsIn, conditionsOf } from './conditions.ts';

test('conditions that must hold together are told apart, alternatives are kept together', () => {
  expect(
    conditionsOf(
      `((a.x > 3) AND (a.note = 'it''s ) AND ('::text) AND ((b.y = 1) OR ((b.y = 2) AND (b.z IS NOT NULL))))`,
    ),
  ).toEqual([
    { kind: 'compare', left: 'a.x', operator: '>', right: '3' },
    { kind: 'compare', left: 'a.note', operator: '=', right: `'it''s ) AND ('::text` },
    {
      kind: 'either',
      arms: [
        [{ kind: 'compare', left: 'b.y', operator: '=', right: '1' }],
        [
          { kind: 'compare', left: 'b.y', operator: '=', right: '2' },
          { kind: 'null', of: 'b.z', is: false },
        ],
      ],
    },
  ]);
});

test('lists, expressions, truth and negation', () => {
  expect(
    conditionsOf(`((lower((u.mail)::text) = ANY ('{a,b}'::text[])) AND p.active AND (NOT p.hidden))`),
  ).toEqual([
    { kind: 'compare', left: 'lower((u.mail)::text)', operator: '=', right: `ANY ('{a,b}'::text[])` },
    { kind: 'truth', of: 'p.active', is: true },
    { kind: 'truth', of: 'p.hidden', is: false },
  ]);
  expect(conditionsOf(`(p.attributes @> '{"size": "M"}'::jsonb)`)).toEqual([
    { kind: 'compare', left: 'p.attributes', operator: '@>', right: `'{"size": "M"}'::jsonb` },
  ]);
});

test('columns are seen outside of constants and calls', () => {
  expect(columnsIn(`date_trunc('a.b'::text, s."Created At") + pg_catalog.now() + s.x`)).toEqual([
    { alias: 's', name: '"Created At"' },
    { alias: 's', name: 'x' },
  ]);
});

test('a cast between texts leaves a column what it is, another cast makes an expression of it', () => {
  expect(bareColumn('(u.mail)::text')).toEqual({ alias: 'u', name: 'mail' });
  expect(bareColumn('u.mail')).toEqual({ alias: 'u', name: 'mail' });
  expect(bareColumn('(u.at)::date')).toBeUndefined();
});
