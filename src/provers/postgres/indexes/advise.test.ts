import { expect, test } from 'vitest';
import { exploreIndexes } from './advise.ts';
import type { Surroundings } from './advise.ts';
import { candidateSql } from './candidates.ts';
import type { WhatIf } from './what-if.ts';

/** A planner that seeks by the first enabled index whose leading column the query filters by, and reads all otherwise. */
function planner(): WhatIf & { readonly built: () => readonly string[] } {
  const made: string[] = [];
  let on: readonly string[] = [];
  return {
    built: () => made,
    explain: ({ sql }) => {
      const column = /where (\w+)/.exec(sql)?.[1] ?? '';
      const index = made.findIndex((text, at) => on.includes(`c${at}`) && text.includes(`(${column}`));
      const scan = {
        'Node Type': index === -1 ? 'Seq Scan' : 'Index Scan',
        Schema: 'public',
        'Relation Name': 'orders',
        Alias: 'orders',
        'Plan Rows': 1,
        'Startup Cost': 0,
        'Total Cost': index === -1 ? 1000 : 8,
        Output: ['id'],
        [index === -1 ? 'Filter' : 'Index Cond']: `(orders.${column} = 5)`,
      };
      const plan = sql.startsWith('update')
        ? {
            ...scan,
            'Node Type': 'ModifyTable',
            Operation: 'Update',
            'Plan Rows': 0,
            Plans: [{ ...scan, 'Plan Rows': 400 }],
          }
        : scan;
      const uses = index === -1 ? [] : [`c${index}`];
      return Promise.resolve({ kind: 'plan', cost: scan['Total Cost'], plan, uses });
    },
    build: (definitions) =>
      Promise.resolve(
        definitions.map((text) => {
          made.push(text);
          return { kind: 'built', name: `c${made.length - 1}`, bytes: 2 ** 20, height: 1 };
        }),
      ),
    enable: (names) => {
      on = names;
      return Promise.resolve();
    },
  };
}

const around: Surroundings = {
  factsOf: () => ({ nullFraction: 0, correlation: 0, distinct: 1e6 }),
  indexed: () => [['id']],
  randomPageCost: 4,
  isLarge: () => true,
};
const query = (name: string, sql: string) => ({ name, sql, parameters: false, weight: 1 });

test('advises what every query uses, no more than the budget holds, and tells what each brings', async () => {
  const workload = [
    query('a', 'select from orders where buyer = 5'),
    query('b', 'select from orders where shop = 5'),
  ];
  const explored = await exploreIndexes(planner(), workload, around);
  const both = await explored.within(10 * 2 ** 20);
  expect(both.indexes.map(({ candidate, gain, usedBy }) => [candidateSql(candidate), gain, usedBy])).toEqual([
    ['on public.orders using btree (buyer)', 992, ['a']],
    ['on public.orders using btree (shop)', 992, ['b']],
  ]);
  expect((await explored.within(1.5 * 2 ** 20)).indexes).toHaveLength(1);
  expect((await explored.within(100)).indexes).toEqual([]);
});

test('an index that costs the writes more than it brings is not advised', async () => {
  const writes = query('w', 'update orders set shop = 1 where id = 5');
  const workload = [query('b', 'select from orders where shop = 5'), { ...writes, weight: 10 }];
  const { indexes } = await (await exploreIndexes(planner(), workload, around)).within(10 * 2 ** 20);
  expect(indexes.flatMap(({ candidate }) => candidate.keys)).not.toContain('shop');
});
