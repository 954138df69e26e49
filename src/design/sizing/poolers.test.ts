import { expect, test } from 'vitest';
import { briefOf, shopText } from '../../testing/briefs.ts';
import { composeDomain } from '../domain/compose.ts';
import { loadModel } from '../load/load.ts';
import { judge } from '../options/judge.ts';
import { sharded, shapes } from '../options/shapes.ts';
import { totalCost } from './cost.ts';
import { movingParts } from './parts.ts';
import { serverConnections, withPoolers } from './poolers.ts';
import { problemOf } from './problem.ts';
import { sizeOption } from './size.ts';

const brief = briefOf(shopText);
const domain = composeDomain(brief);
const shop = problemOf(brief, domain, loadModel({ ...domain, ...(brief.users && { users: brief.users }) }));
const options = [0.1, 1, 10, 50].flatMap((scale) =>
  shapes
    .filter((_, index) => index % 3 === 0)
    .flatMap((shape) => [sizeOption(shop, shape, scale), sizeOption(shop, sharded(shape), scale)]),
);

test('a pooler stands in front of a database exactly where its pools are too many', () => {
  let pooled = 0;
  for (const option of options) {
    const after = withPoolers(shop, option);
    for (const [index, database] of option.databases.entries()) {
      const tooMany = serverConnections(shop, option, database).some(
        ({ released, reserved, accepted }) => released + reserved > accepted,
      );
      expect(after.databases[index]?.pooler !== undefined).toBe(tooMany);
      if (tooMany) pooled++;
    }
  }
  expect(pooled).toBeGreaterThan(0);
});

test('connections that are shared are never more than those of a pool for each instance', () => {
  for (const option of options)
    for (const database of option.databases)
      for (const { opened, shared } of serverConnections(shop, option, database))
        expect(shared).toBeLessThanOrEqual(opened);
});

test('a pooler costs money, is one more part, and settles the criterion on connections', () => {
  const option = options.find(
    (each) => each.pressures.every(({ ratio }) => ratio < 0.9) && withPoolers(shop, each) !== each,
  );
  if (option === undefined) throw new Error('no option that carries its load needs a pooler');
  const after = withPoolers(shop, option);
  expect(totalCost(shop, after)).toBeGreaterThan(totalCost(shop, option));
  expect(movingParts(shop, after)).toEqual(expect.arrayContaining(['pooler']));
  expect(movingParts(shop, after).length).toBe(movingParts(shop, option).length + 1);
  const { criteria } = judge(shop, option.shape, option.scale);
  expect(criteria.find(({ id }) => id === 'connections')?.met).toBe(true);
});
