import { describe, expect, test } from 'vitest';
import type { Brief } from '../../model/brief.ts';
import type { Quantity, Unit } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';
import { loadPacks } from '../../sources/brief/packs.ts';
import { readSentence } from '../../sources/brief/sentence/read.ts';
import { briefOf, shopText } from '../../testing/briefs.ts';
import { composeDomain } from '../domain/compose.ts';
import { loadModel } from '../load/load.ts';
import { problemOf } from '../sizing/problem.ts';
import type { Problem } from '../sizing/problem.ts';
import { candidatesOf, chooseOption } from './choose.ts';
import { becauseOf, compareOptions } from './compare.ts';
import { growthWalk } from './growth.ts';
import { judge } from './judge.ts';
import type { JudgedOption } from './judge.ts';
import { shapeId } from './shapes.ts';
import { costOf } from './team-criteria.ts';

const packs = loadPacks();

function seed(users: string, more = ''): Brief {
  const text = `Design a scalable backend architecture for our e-commerce platform handling ${users} concurrent users. We need user authentication, product management, order processing, and payment integration. ${more}`;
  const result = readSentence(text, { packs });
  if (result.kind === 'invalid') throw new Error('the sentence cannot be read');
  return result.brief;
}

const given = (value: number, unit: Unit): Quantity => ({
  value,
  unit,
  origin: { kind: 'given', path: 'test' },
});
const word = (value: string) => ({ value, origin: { kind: 'given', path: 'test' } as const });

function constrained(brief: Brief, constraints: Partial<Brief['constraints']>): Brief {
  return { ...brief, constraints: { ...brief.constraints, ...constraints } };
}

function problem(brief: Brief): Problem {
  const domain = composeDomain(brief);
  return problemOf(brief, domain, loadModel({ ...domain, ...(brief.users && { users: brief.users }) }));
}

function choice(brief: Brief): JudgedOption {
  const posed = problem(brief);
  return chooseOption(posed, candidatesOf(posed), 1);
}

const missed = ({ criteria }: JudgedOption): readonly string[] =>
  criteria.flatMap(({ id, met }) => (met ? [] : [id]));

describe('change this, and that changes', () => {
  const small = choice(seed('1K'));
  const large = choice(seed('100K'));

  test('a thousand users: one process, one database, nothing beside them', () => {
    const { units, databases, cache, worker, standby, broker } = small.sized;
    expect(small.meets).toBe(true);
    expect(units.map(({ instances }) => instances)).toEqual([1]);
    expect(databases.map(({ replicas }) => replicas)).toEqual([undefined]);
    expect({ cache, worker, standby, broker }).toEqual({
      cache: undefined,
      worker: undefined,
      standby: 'none',
      broker: false,
    });
  });

  test('a hundred thousand users: another shape, more machines', () => {
    expect(large.meets).toBe(true);
    expect(shapeId(large.shape)).not.toBe(shapeId(small.shape));
    expect(large.shape.cache || large.shape.replicas).toBe(true);
    expect(large.cost).toBeGreaterThan(5 * small.cost);
    expect(large.sized.units[0]?.instances).toBeGreaterThan(5);
  });

  test('sixty engineers: a service for each context', () => {
    const chosen = choice(constrained(seed('100K'), { teamSize: given(60, 'people') }));
    expect(chosen.meets).toBe(true);
    expect(chosen.shape.style).toBe('services-per-context');
    expect(chosen.sized.units.length).toBe(8);
  });

  test('a budget below the cost: the criterion fails, and says so', () => {
    const chosen = choice(constrained(seed('100K'), { budget: given(1000, 'EUR/month') }));
    expect(chosen.meets).toBe(false);
    expect(missed(chosen)).toContain('budget');
    expect(chosen.criteria.find(({ id }) => id === 'budget')?.words).toMatch(/above the budget of 1,000 EUR/);
  });

  test('a budget nothing keeps: the least that would be enough is told', () => {
    const comparison = compareOptions(
      problem(constrained(seed('100K'), { budget: given(1000, 'EUR/month') })),
    );
    const short = comparison.options.filter(({ excluded, criteria }) => {
      const open = criteria.flatMap(({ id, met }) => (met ? [] : [id]));
      return excluded === undefined && open.join(',') === 'budget';
    });
    expect(short.length).toBeGreaterThan(0);
    const least = Math.min(...short.map(({ cost }) => cost));
    expect(becauseOf(comparison)).toContain(
      `Whatever meets the others costs at least ${quantityText(given(least, 'EUR/month'))}`,
    );
  });

  test('rows are spread only where one primary cannot carry the load, whatever stands beside it', () => {
    const shardsOf = ({ sized }: JudgedOption): readonly number[] =>
      sized.databases.flatMap(({ shards }) => shards ?? []);
    const posed = problem(seed('100K'));
    const at = (scale: number): JudgedOption => chooseOption(posed, candidatesOf(posed), scale);
    expect(shardsOf(at(1))).toEqual([]);
    expect(shardsOf(at(2))).toEqual([]);
    const tenfold = at(10);
    expect(tenfold.carries).toBe(true);
    expect(shardsOf(tenfold)[0]).toBeGreaterThanOrEqual(2);
    expect(missed(tenfold)).toEqual(['integration/psp']);
  });

  test('who avoids shards gets none', () => {
    const avoided = problem(constrained(seed('1M'), { avoid: [word('sharding')] }));
    const { options, chosen } = compareOptions(avoided);
    expect(options.some(({ shape }) => shape.sharding === true)).toBe(false);
    expect(chosen.sized.databases.every(({ shards }) => shards === undefined)).toBe(true);
  });

  test('where nothing meets every criterion, what carries the load comes before what does not', () => {
    for (const users of ['300K', '500K', '800K']) {
      const posed = problem(seed(users));
      const candidates = candidatesOf(posed).filter(({ excluded }) => excluded === undefined);
      const judged = candidates.map(({ shape }) => judge(posed, shape, 1));
      expect(
        judged.some(({ carries }) => !carries),
        users,
      ).toBe(true);
      expect(
        judged.some(({ carries }) => carries),
        users,
      ).toBe(true);
      expect(chooseOption(posed, candidates, 1), users).toMatchObject({ meets: false, carries: true });
    }
  });

  test('a flip gives as reason only what the other option does better', () => {
    const { flips, options } = compareOptions(problem(seed('100K')));
    const grown = flips.find(({ input, at }) => input === 'users at once' && at.value > 100_000);
    expect(options.map(({ id }) => id)).toContain(grown?.to);
    expect(grown?.because).toMatch(/^above it CPU of database .*; with either option psp is called/);
  });

  test('avoiding every cache product takes the cache out; replicas take over', () => {
    const brief = constrained(seed('100K'), { avoid: [word('redis'), word('memcached')] });
    const posed = problem(brief);
    const candidates = candidatesOf(posed);
    const withCache = candidates.filter(({ shape }) => shape.cache);
    expect(withCache.every(({ excluded }) => excluded !== undefined)).toBe(true);
    const chosen = chooseOption(posed, candidates, 1);
    expect(chosen.shape).toMatchObject({ cache: false, replicas: true });
  });

  test('a must for a cache forces one, where the load alone would not', () => {
    const chosen = choice(constrained(seed('1K'), { must: { cache: word('memcached') } }));
    expect(chosen.shape.cache).toBe(true);
  });

  test('no data may be lost: a synchronous standby, and commits take longer', () => {
    const brief = seed('1K');
    const strict = {
      ...brief,
      objectives: brief.objectives.map((objective) => ({ ...objective, rpo: given(0, 's') })),
    };
    const chosen = choice(strict);
    expect(chosen.sized.standby).toBe('synchronous');
    const latency = ({ criteria }: JudgedOption) =>
      criteria.find(({ id }) => id.startsWith('latency'))?.value.value;
    expect(latency(chosen)).toBeGreaterThan(latency(small) ?? Infinity);
  });

  test('a higher availability: a second instance, then a standby', () => {
    const brief = seed('1K');
    const at = (availability: number) =>
      choice({
        ...brief,
        objectives: brief.objectives.map((objective) => ({
          ...objective,
          availability: given(availability, 'ratio'),
        })),
      }).sized;
    expect(at(0.998)).toMatchObject({ standby: 'none', units: [{ instances: 2 }] });
    expect(at(0.9995)).toMatchObject({ standby: 'asynchronous', units: [{ instances: 2 }] });
  });

  test('pins are kept against the figures, with their reason', () => {
    const pin = {
      topic: 'architecture-style',
      choose: 'microservices',
      because: 'teams are already split',
      origin: { kind: 'given', path: 'decisions.0' } as const,
    };
    const posed = problem({ ...seed('1K'), pins: [pin] });
    const candidates = candidatesOf(posed);
    expect(chooseOption(posed, candidates, 1).shape.style).toBe('services-per-context');
    expect(candidates.find(({ id }) => id === 'modular-monolith')?.excluded).toEqual({
      because: 'the brief pins architecture-style to microservices: teams are already split',
      origin: pin.origin,
    });
  });

  test('the reference brief: its style is pinned, its tables are partitioned, its foreign calls are queued', () => {
    const chosen = choice(briefOf(shopText));
    expect(chosen.meets).toBe(true);
    expect(chosen.shape).toMatchObject({
      style: 'modular-monolith',
      partitioning: true,
      asyncCheckout: true,
    });
    expect(chosen.sized.standby).toBe('synchronous');
  });
});

describe('what is said when every read has to be of this moment', () => {
  const strong = (more: string): Brief =>
    briefOf(`
brief: 1
system: { id: torn, name: Torn, users: 20k concurrent, think: 20s }
capabilities: { products: {}, orders: {} }
workloads:
  browse: { actor: customer, op: list Product, share: 50% }
  look: { actor: customer, op: read Product, share: 50% }
slos: { "*": { consistency: strong } }
${more}
`);
  const compared = (brief: Brief) => {
    const domain = composeDomain(brief);
    return compareOptions(
      problemOf(brief, domain, loadModel({ ...domain, ...(brief.users && { users: brief.users }) })),
    );
  };

  test('an option that is none of those compared today has its name', () => {
    const titles = compared(strong('')).flips.map(({ title }) => title);
    expect(titles).toContain('Modular monolith, rows spread over shards');
  });

  test('that nothing is allowed, not that nought of nought meet', () => {
    expect(becauseOf(compared(strong('constraints: { must: { cache: redis } }')))).toMatch(
      /^No option is allowed: .* meets every criterion with the fewest moving parts \(3 moving parts/,
    );
  });
});

test('where no option meets an objective, the walk says what the machines cost all the same', () => {
  const brief = seed('10K', 'We need 99.999% availability.');
  const domain = composeDomain(brief);
  const problem = problemOf(
    brief,
    domain,
    loadModel({ ...domain, ...(brief.users && { users: brief.users }) }),
  );
  const { candidates, chosen } = compareOptions(problem);
  const [today] = growthWalk(problem, candidates, chosen);
  expect(today).toMatchObject({ holds: false, change: 'no option of this design space meets it' });
  expect(today?.cost).toEqual(costOf(problem, chosen.sized));
});
