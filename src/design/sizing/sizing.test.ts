import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OptionShape } from '../../model/decision.ts';
import { erlangC } from '../../queueing/erlang.ts';
import { briefOf, libraryText, shopText } from '../../testing/briefs.ts';
import { valueOf } from '../capacity/figures.ts';
import { composeDomain } from '../domain/compose.ts';
import { loadModel } from '../load/load.ts';
import { shapeId, shapes } from '../options/shapes.ts';
import { pathAvailability } from './availability.ts';
import { costLines, totalCost } from './cost.ts';
import { hopsOf, percentileOf, totalOf, utilisation, waitingOf } from './latency.ts';
import {
  applicationMachines,
  databaseMachine,
  databaseRoom,
  largestDatabase,
  replicaMachines,
  slowdown,
} from './machines.ts';
import { poolsOf } from './pools.ts';
import { problemOf, workFor } from './problem.ts';
import type { Problem } from './problem.ts';
import { sizeOption } from './size.ts';

function problem(text: string): Problem {
  const brief = briefOf(text);
  const domain = composeDomain(brief);
  return problemOf(brief, domain, loadModel({ ...domain, ...(brief.users && { users: brief.users }) }));
}

const shop = problem(shopText);
const anyShape = fc.constantFrom(...shapes);
const anyScale = fc.double({ min: 0.001, max: 3, noNaN: true });
const simple: OptionShape = {
  style: 'modular-monolith',
  replicas: false,
  cache: false,
  partitioning: false,
  asyncCheckout: false,
};

describe('machines, by hand', () => {
  test('seven busy cores: five instances of two, because a lost one leaves eight cores at 88 %', () => {
    // 7 / (2 × 0.7) = 5 instances; with one lost 7 / (4 × 2) = 0.875 > 0.8, so one more.
    expect(applicationMachines(7, 1)).toMatchObject({ cores: 2, instances: 6 });
    expect(applicationMachines(1, 1)).toMatchObject({ cores: 2, instances: 1 });
    expect(applicationMachines(1, 2)).toMatchObject({ cores: 2, instances: 2 });
  });

  test('beyond a handful of small instances larger ones are taken', () => {
    expect(applicationMachines(47, 1)).toMatchObject({ cores: 4, instances: 17 });
    expect(applicationMachines(2000, 1).pressure).toBeGreaterThan(1);
  });

  test('cores of one database slow each other down', () => {
    // 16 cores with contention 0.015 do the work of 16 / 1.225 = 13.06, of which 60 % may be used.
    expect(databaseRoom(16)).toBeCloseTo(7.837, 3);
    expect(databaseMachine(7.8).cores).toBe(16);
    expect(databaseMachine(7.9).cores).toBe(32);
    expect(databaseMachine(databaseRoom(largestDatabase) * 1.01).pressure).toBeCloseTo(1.01, 6);
  });

  test('replicas come in twos at least, and replay all writes', () => {
    expect(replicaMachines(0.5, 0)).toMatchObject({ cores: 2, instances: 2 });
    const replaying = replicaMachines(0.5, 4);
    expect(replaying.cores * replaying.instances).toBeGreaterThan(4);
  });
});

describe('every option at every load', () => {
  test('one lost instance leaves the others below the limit, as long as machines suffice', () => {
    let seen = 0;
    fc.assert(
      fc.property(anyShape, anyScale, (shape, scale) => {
        const option = sizeOption(shop, shape, scale);
        const tiers = [...option.units, ...(option.worker === undefined ? [] : [option.worker])];
        return tiers.every((tier) => {
          if (tier.instances === 1 || tier.instances === valueOf('mostInstances')) return true;
          seen += 1;
          return (
            utilisation(tier) <= valueOf('applicationUtilisation') + 1e-9 &&
            utilisation(tier, 1) <= valueOf('oneDownUtilisation') + 1e-9
          );
        });
      }),
      { numRuns: 60 },
    );
    expect(seen).toBeGreaterThan(30);
  });

  test('databases stay below their limit unless they are told to be too small', () => {
    fc.assert(
      fc.property(anyShape, anyScale, (shape, scale) =>
        sizeOption(shop, shape, scale).databases.every(
          (database) =>
            database.cores === largestDatabase ||
            utilisation(database, 0, slowdown(database.cores)) <= valueOf('databaseUtilisation') + 1e-9,
        ),
      ),
      { numRuns: 60 },
    );
  });

  test('more users never cost less', () => {
    fc.assert(
      fc.property(anyShape, anyScale, fc.double({ min: 1, max: 4, noNaN: true }), (shape, scale, more) => {
        const before = totalCost(shop, sizeOption(shop, shape, scale));
        const after = totalCost(shop, sizeOption(shop, shape, scale * more));
        return after >= before - 1e-6;
      }),
      { numRuns: 60 },
    );
  });

  test('percentiles are ordered, hops are positive and add up, availability lies between 0 and 1', () => {
    fc.assert(
      fc.property(anyShape, fc.double({ min: 0.001, max: 0.5, noNaN: true }), (shape, scale) => {
        const option = sizeOption(shop, shape, scale);
        const waiting = waitingOf(option);
        return workFor(shop, shape).every((work) => {
          const hops = hopsOf(shop, option, work, waiting);
          const total = totalOf(hops);
          const available = pathAvailability(shop, option, work);
          return (
            hops.length > 2 &&
            hops.every(({ mean, variance }) => mean > 0 && variance >= -1e-12) &&
            percentileOf(total, 95) > total.mean &&
            percentileOf(total, 99) > percentileOf(total, 95) &&
            available > 0 &&
            available < 1
          );
        });
      }),
      { numRuns: 40 },
    );
  });

  test('each part helps: replicas and cache unload the primary, a queue takes foreign systems out of the path', () => {
    const primary = (shape: OptionShape) => sizeOption(shop, shape, 0.2).databases[0]?.stream.demand ?? 0;
    expect(primary({ ...simple, replicas: true })).toBeLessThan(primary(simple) / 2);
    expect(primary({ ...simple, cache: true })).toBeLessThan(primary(simple) / 2);
    const foreign = (shape: OptionShape) =>
      workFor(shop, shape)
        .filter(({ interactive }) => interactive)
        .reduce((sum, { remote }) => sum + remote.length, 0);
    expect(foreign(simple)).toBeGreaterThan(0);
    expect(foreign({ ...simple, asyncCheckout: true })).toBe(0);
  });

  test('pools cover twice the busy connections, and one in a hundred transactions waits for one', () => {
    const option = sizeOption(shop, { ...simple, cache: true, asyncCheckout: true }, 1);
    const [database] = option.databases;
    if (database === undefined) throw new Error('no database');
    const pools = poolsOf(shop, option, database);
    const opened = pools.reduce((sum, { instances, perInstance }) => sum + instances * perInstance, 0);
    expect(opened).toBeGreaterThan(2 * database.stream.demand);
    for (const { perInstance, instances } of pools) {
      const least = database.stream.demand / instances;
      expect(erlangC(least, perInstance)).toBeLessThan(0.01);
      expect(perInstance).toBeLessThan(4 * least + 6);
    }
  });

  test('every container of an option is priced, and prices keep their order', () => {
    for (const shape of shapes) {
      const option = sizeOption(shop, shape, 1);
      const [low, value, high] = (['low', 'value', 'high'] as const).map((level) =>
        costLines(shop, option, level),
      );
      const ids = new Set(value?.map(({ container }) => container));
      const expected = [
        'gateway',
        ...option.units.map(({ id }) => id),
        ...option.databases.map(({ id }) => id),
      ];
      expect(
        expected.filter((id) => !ids.has(id)),
        shapeId(shape),
      ).toEqual([]);
      value?.forEach(({ cost }, index) => {
        expect(low?.[index]?.cost).toBeLessThan(cost);
        expect(high?.[index]?.cost).toBeGreaterThan(cost);
      });
    }
  });
});

test('a brief without packs is sized too', () => {
  const library = problem(libraryText);
  const option = sizeOption(library, simple, 1);
  expect(option.units).toMatchObject([{ instances: 1, cores: 2 }]);
  expect(totalCost(library, option)).toBeGreaterThan(0);
});
