import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Quantity, Unit } from '../../model/origin.ts';
import { briefOf, shopText } from '../../testing/briefs.ts';
import { valueOf } from '../capacity/figures.ts';
import { composeDomain } from '../domain/compose.ts';
import { loadModel } from '../load/load.ts';
import { candidatesOf, chooseOption } from '../options/choose.ts';
import { compareOptions } from '../options/compare.ts';
import { shapes } from '../options/shapes.ts';
import { totalCost } from './cost.ts';
import { utilisation } from './latency.ts';
import { problemOf } from './problem.ts';
import type { Problem } from './problem.ts';
import { sizeOption } from './size.ts';
import { instancesWithSpareZone, lostWithZone, zoneCounts, zonesAvailability } from './zones.ts';

const text = (more = ''): string => `
brief: 1
system: { id: zoned, name: Zoned, users: 50k concurrent, think: 20s }
capabilities: { auth: {}, products: {}, orders: {}, payments: {} }
${more}
`;

function problem(words: string): Problem {
  const brief = briefOf(words);
  const domain = composeDomain(brief);
  return problemOf(brief, domain, loadModel({ ...domain, ...(brief.users && { users: brief.users }) }));
}

const given = (value: number, unit: Unit): Quantity => ({
  value,
  unit,
  origin: { kind: 'given', path: 'test' },
});

/** Every objective asks for the same availability; nothing is said of recovery. */
function asking(posed: Problem, availability: number): Problem {
  const { rpo: _rpo, rto: _rto, ...rest } = posed;
  return {
    ...rest,
    objectives: posed.objectives.map((one) => ({ ...one, availability: given(availability, 'ratio') })),
  };
}

const shop = problem(shopText);
const plain = problem(text());
const anyShape = fc.constantFrom(...shapes);
const anyZones = fc.constantFrom(...zoneCounts);

describe('the arithmetic', () => {
  test('a spare zone takes no instance more than it has to', () => {
    for (const zones of [2, 3] as const)
      for (let needed = 1; needed < 200; needed++) {
        const all = instancesWithSpareZone(needed, zones);
        expect(all - lostWithZone(all, zones)).toBeGreaterThanOrEqual(needed);
        expect(all - 1 - lostWithZone(all - 1, zones)).toBeLessThan(needed);
      }
  });

  test('by hand: in one zone its outages are felt, in two until what was lost is replaced, with spare not at all', () => {
    // 1 − 0.9995 = 0.0005 away, in outages of 14,400 s; instances are back after 600 s, a database after 1,800 s.
    expect(zonesAvailability({ zones: 1, spare: false }, 'none')).toBeCloseTo(0.9995, 12);
    expect(zonesAvailability({ zones: 2, spare: false }, 'none')).toBeCloseTo(
      1 - (0.0005 * 2400) / 14_400,
      12,
    );
    expect(zonesAvailability({ zones: 3, spare: false }, 'asynchronous')).toBeCloseTo(
      1 - (0.0005 * 600) / 14_400,
      12,
    );
    expect(zonesAvailability({ zones: 2, spare: true }, 'asynchronous')).toBe(1);
    const ends = (['low', 'value', 'high'] as const).map((level) =>
      zonesAvailability({ zones: 2, spare: false }, 'none', level),
    );
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
  });
});

describe('every option', () => {
  test('a stricter availability never takes fewer zones', () => {
    const seen = new Set<number>();
    fc.assert(
      fc.property(
        anyShape,
        fc.constantFrom(shop, plain),
        fc.double({ min: 2, max: 5, noNaN: true }),
        fc.double({ min: 0, max: 2, noNaN: true }),
        (shape, posed, nines, more) => {
          const zonesAt = (exponent: number): number =>
            sizeOption(asking(posed, 1 - 10 ** -exponent), shape, 1).zones;
          const [weak, strict] = [zonesAt(nines), zonesAt(nines + more)];
          seen.add(weak).add(strict);
          return strict >= weak;
        },
      ),
      { numRuns: 60 },
    );
    expect(seen.size).toBeGreaterThan(1);
  });

  test('the same machines in one zone more never cost less', () => {
    fc.assert(
      fc.property(
        anyShape,
        anyZones,
        fc.double({ min: 0.01, max: 3, noNaN: true }),
        (shape, zones, scale) => {
          const option = sizeOption(shop, shape, scale);
          const cost = (count: typeof zones): number => totalCost(shop, { ...option, zones: count });
          return zones === 3 || cost(zones === 1 ? 2 : 3) >= cost(zones) - 1e-9;
        },
      ),
      { numRuns: 60 },
    );
  });

  test('where a lost zone has to be carried, what is left of each process and of the replicas carries the peak', () => {
    let seen = 0;
    fc.assert(
      fc.property(anyShape, fc.double({ min: 0.01, max: 2, noNaN: true }), (shape, scale) => {
        const option = sizeOption(asking(shop, 0.9998), shape, scale);
        if (!option.spare) return true;
        seen += 1;
        return option.units.every(
          (unit) =>
            unit.instances >= valueOf('mostInstances') ||
            utilisation(unit, lostWithZone(unit.instances, option.zones)) <=
              valueOf('oneDownUtilisation') + 1e-9,
        );
      }),
      { numRuns: 40 },
    );
    expect(seen).toBeGreaterThan(10);
  });
});

describe('the choice', () => {
  const zonesOf = (posed: Problem): number => chooseOption(posed, candidatesOf(posed), 1).sized.zones;

  test('one zone where the time to be back allows its outage, two below', () => {
    expect(zonesOf(problem(text('slos: { "*": { availability: 99%, rto: 4h } }')))).toBe(1);
    expect(zonesOf(problem(text('slos: { "*": { availability: 99%, rto: 3h } }')))).toBe(2);
  });

  test('no data may be lost: a second zone holds the standby', () => {
    const posed = problem(text('slos: { "*": { availability: 99%, rto: 8h, rpo: 0s } }'));
    expect(zonesOf(posed)).toBe(2);
  });

  test('a stricter availability never chooses fewer zones', () => {
    const chosen = [0.99, 0.995, 0.999, 0.9994, 0.9996, 0.9997, 0.9998].map((availability) =>
      zonesOf(asking(plain, availability)),
    );
    expect(chosen).toEqual(chosen.toSorted((a, b) => a - b));
    expect(chosen[0]).toBe(1);
    expect(chosen.at(-1)).toBeGreaterThan(1);
  });

  test('an availability that nothing reaches takes what comes nearest, not the least', () => {
    const { zones, standby, spare } = chooseOption(
      asking(plain, 0.9999999),
      candidatesOf(asking(plain, 0.9999999)),
      1,
    ).sized;
    expect({ standby, spare }).toEqual({ standby: 'asynchronous', spare: true });
    expect(zones).toBeGreaterThan(1);
  });

  test('a decision on zones is kept, and the others are out by it', () => {
    const posed = problem(
      text('decisions: [{ topic: zones, choose: "3", because: the platform team runs three }]'),
    );
    const { chosen, options } = compareOptions(posed);
    expect(chosen.sized.zones).toBe(3);
    const others = options.filter(({ shape }) => shape.zones !== undefined);
    expect(others.map(({ shape }) => shape.zones)).toEqual([1, 2]);
    for (const { excluded } of others)
      expect(excluded?.because).toBe('the brief pins zones to 3: the platform team runs three');
  });

  test('three nodes that need a majority stand in one zone or in three', () => {
    const posed = problem(text('constraints: { must: { search: elasticsearch } }'));
    const { chosen, options } = compareOptions(posed);
    expect(chosen.sized.zones).toBe(3);
    expect(options.find(({ shape }) => shape.zones === 2)?.excluded?.because).toMatch(/loses its majority/);
  });

  test('the flips are where they are said to be', () => {
    const { chosen, flips } = compareOptions(plain);
    const [availability] = flips.filter(({ input }) => input === 'availability objective');
    if (availability === undefined) throw new Error('no flip of the availability');
    const zonesAt = (value: number): number => {
      const posed = {
        ...plain,
        objectives: plain.objectives.map((one) => ({ ...one, availability: given(value, 'ratio') })),
      };
      return sizeOption(posed, chosen.shape, 1).zones;
    };
    const allowed = 1 - availability.at.value;
    expect(zonesAt(1 - allowed * 1.02)).toBe(chosen.sized.zones);
    expect(availability.to).toContain(`+${zonesAt(1 - allowed * 0.98)}-zones`);
    const [recovery] = flips.filter(({ input }) => input === 'time to be back (rto)');
    expect(sizeOption({ ...plain, rto: recovery?.at ?? given(0, 's') }, chosen.shape, 1).zones).toBe(1);
  });
});
