import { describe, expect, test } from 'vitest';
import type { Backend } from '../model/backend.ts';
import type { Brief } from '../model/brief.ts';
import { quantityText } from '../model/quantity.ts';
import { allProvers } from '../provers/all.ts';
import { allRules } from '../rules/all.ts';
import { examine } from '../rules/rule.ts';
import { loadPacks } from '../sources/brief/packs.ts';
import { readSentence } from '../sources/brief/sentence/read.ts';
import { briefOf, libraryText, shopText } from '../testing/briefs.ts';
import { designBackend } from './design.ts';

const packs = loadPacks();

function seed(users: string, more = ''): Brief {
  const text = `Design a scalable backend architecture for our e-commerce platform handling ${users} concurrent users. We need user authentication, product management, order processing, and payment integration. ${more}`;
  const result = readSentence(text, { packs });
  if (result.kind === 'invalid') throw new Error('the sentence cannot be read');
  return result.brief;
}

const shop = designBackend(briefOf(shopText));
const large = designBackend(seed('100K'));
const library = designBackend(briefOf(libraryText));
const services = designBackend({
  ...seed('100K', 'We want microservices.'),
  pins: [
    {
      topic: 'architecture-style',
      choose: 'services-per-context',
      because: 'eight teams are in place',
      origin: { kind: 'given', path: 'decisions.0' },
    },
  ],
});
const designs: readonly (readonly [string, Backend])[] = [
  ['shop', shop],
  ['large', large],
  ['library', library],
  ['services', services],
];

/** Everything in a value that looks like a quantity. */
function quantities(
  value: unknown,
  found: Record<string, unknown>[] = [],
): readonly Record<string, unknown>[] {
  if (Array.isArray(value)) value.forEach((part) => quantities(part, found));
  else if (typeof value === 'object' && value !== null) {
    const record = { ...value };
    if ('unit' in record && 'value' in record) found.push(record);
    else Object.values(record).forEach((part) => quantities(part, found));
  }
  return found;
}

describe.each(designs)('%s', (_, backend) => {
  test('survives a JSON round trip, so no figure is infinite', () => {
    expect(JSON.parse(JSON.stringify(backend))).toEqual(backend);
    const all = quantities(backend);
    expect(all.length).toBeGreaterThan(300);
    expect(all.filter(({ value }) => !Number.isFinite(value))).toEqual([]);
    expect(all.filter(({ origin }) => origin === undefined)).toEqual([]);
    const upside = ({ value, low, high }: Record<string, unknown>): boolean =>
      Number(low ?? value) > Number(value) + 1e-9 || Number(high ?? value) < Number(value) - 1e-9;
    expect(all.filter(upside)).toEqual([]);
  });

  test('every reference leads somewhere', () => {
    const { architecture, load, design, trust } = backend;
    const containers = new Set(architecture.containers.map(({ id }) => id));
    expect(containers.size).toBe(architecture.containers.length);
    const ends = new Set([...containers, ...trust.actors.map(({ name }) => name)]);
    const lost = [
      ...architecture.connections.flatMap(({ from, to }) => [from, to]).filter((id) => !ends.has(id)),
      ...architecture.deployment.flatMap(({ runs }) => runs).filter((id) => !containers.has(id)),
      ...architecture.failureModes.map(({ component }) => component).filter((id) => !containers.has(id)),
      ...load.stations.map(({ container }) => container).filter((id) => !containers.has(id)),
      ...load.budgets
        .flatMap(({ hops }) => hops.map(({ container }) => container))
        .filter((id) => !containers.has(id)),
    ];
    expect(lost).toEqual([]);
    const contexts = new Set(architecture.contexts.map(({ id }) => id));
    expect(architecture.relations.filter(({ from, to }) => !contexts.has(from) || !contexts.has(to))).toEqual(
      [],
    );
    const modules = new Set(architecture.modules.map(({ id }) => id));
    expect(modules.size).toBe(architecture.modules.length);
    expect(
      architecture.modules.flatMap(({ dependsOn }) => dependsOn).filter(({ module }) => !modules.has(module)),
    ).toEqual([]);
    const options = new Set(design?.options.map(({ id }) => id));
    expect(design?.flips.filter(({ to }) => !options.has(to))).toEqual([]);
    expect(options.has(design?.chosen ?? '')).toBe(true);
  });

  test('hops add up, and at peak every objective of the choice is met', () => {
    expect(backend.load.budgets.length).toBeGreaterThan(1);
    for (const { hops, mean, p95, p99, objective } of backend.load.budgets) {
      expect(hops.reduce((sum, hop) => sum + hop.mean.value, 0)).toBeCloseTo(mean.value, 6);
      expect(p95.value).toBeGreaterThan(mean.value);
      expect(p99.value).toBeGreaterThan(p95.value);
      expect(objective?.met).toBe(true);
    }
    for (const { parts, availability, objective } of backend.load.availability) {
      const product = parts.reduce((all, part) => all * part.availability.value, 1);
      expect(product).toBeCloseTo(availability.value, 11);
      expect(objective?.met).toBe(true);
    }
  });

  test('each kind of container has a failure mode, each process a composition root', () => {
    const failing = new Set(backend.architecture.failureModes.map(({ component }) => component));
    expect(backend.architecture.containers.filter(({ id }) => !failing.has(id))).toEqual([]);
    const processes = backend.architecture.containers.filter(({ kind }) => kind === 'application');
    const roots = backend.architecture.modules.filter(
      ({ path }) => path?.endsWith('composition-root') === true,
    );
    expect(roots.length).toBe(processes.length);
  });

  test('passes the rules that other backends are examined by', () => {
    const findings = examine(backend, allRules).filter(
      ({ rule, severity }) => severity !== 'advice' && rule !== 'open-contradiction',
    );
    expect(findings.map(({ rule, subject }) => `${rule}@${subject}`)).toEqual([]);
  });
});

describe('the choice is told in words', () => {
  const told = (backend: Backend): readonly string[] => [
    `${backend.design?.chosen}`,
    ...(backend.design?.flips.map(({ input, at, to }) => `${input} ${quantityText(at)} -> ${to}`) ?? []),
  ];

  test('of the seed sentence', () => {
    expect(told(large)).toMatchInlineSnapshot(`
      [
        "modular-monolith+cache+queue",
        "users at once 262k users -> modular-monolith+replicas+queue",
        "users at once 66k users -> modular-monolith+queue",
        "availability objective 99.968 % -> modular-monolith+cache+queue+3-zones",
        "time to be back (rto) 4 h -> modular-monolith+cache+queue+1-zones",
        "team size 17 people -> services-per-context+cache+queue",
      ]
    `);
    expect(large.design?.because).toMatchInlineSnapshot(
      `"7 of 26 options that are allowed meet every criterion; this one has the fewest moving parts (5 moving parts and 3,240 EUR/month). The next simpler one, Modular monolith, cache, does not: p95 of checkout is 1.23 s, above 500 ms, and 1.23 s on idle machines: psp alone takes 400 ms. It runs in 2 zones (1 zone: time without the only zone 4 h, more than 1 h. 3 zones: costs 3,360 EUR/month)."`,
    );
  });

  test('of the reference brief', () => {
    expect(told(shop)).toMatchInlineSnapshot(`
      [
        "modular-monolith+cache+partitions+queue",
        "users at once 148k users -> modular-monolith+replicas+cache+partitions+queue",
        "users at once 26.9k users -> modular-monolith+partitions+queue",
        "availability objective 99.978 % -> modular-monolith+cache+partitions+queue+3-zones",
        "budget 7,110 EUR/month -> modular-monolith+replicas+cache+partitions+queue",
      ]
    `);
  });

  test('growth says what ends first and what then', () => {
    expect(
      large.load.growth.map(
        ({ factor, holds, bottleneck, change }) => `×${factor} ${holds}: ${bottleneck} | ${change}`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "×1 true: CPU of database (18 % of the most there can be) | none",
        "×2 true: CPU of database (31.2 % of the most there can be) | api: 13 × 2 vCPU → 13 × 4 vCPU; database: 1 × 8 vCPU → 1 × 16 vCPU",
        "×5 false: psp is called 249 requests/s, above 100 requests/s | agree on a higher rate with psp, or spread calls over a second provider; api: 13 × 2 vCPU → 16 × 8 vCPU; database: 1 × 8 vCPU → 1 × 48 vCPU",
        "×10 false: CPU of database (124 % of the most there can be); psp is called 498 requests/s, above 100 requests/s | move to Modular monolith, cache, slow steps from a queue, rows spread over shards (database: 2 shards × 32 vCPU; new parts: shard map, moving of shards, broker); agree on a higher rate with psp, or spread calls over a second provider",
        "×100 false: CPU of database (1,128 % of the most there can be); psp is called 4,980 requests/s, above 100 requests/s | move to Modular monolith, cache, slow steps from a queue, rows spread over shards (database: 16 shards × 48 vCPU; new parts: database standby, shard map, moving of shards, pooler, further clusters, broker); agree on a higher rate with psp, or spread calls over a second provider",
      ]
    `);
  });
});

test('a flip is where it is said to be', () => {
  const [up, down] = large.design?.flips.filter(({ input }) => input === 'users at once') ?? [];
  const chosenAt = (users: number): string | undefined =>
    designBackend(seed(`${Math.round(users)}`)).design?.chosen;
  expect(down?.at.value).toBeLessThan(100_000);
  expect(chosenAt((down?.at.value ?? 0) * 0.97)).toBe(down?.to);
  expect(chosenAt((down?.at.value ?? 0) * 1.03)).toBe(large.design?.chosen);
  expect(up?.at.value).toBeGreaterThan(100_000);
});

test('residency names the region of every unit, and synchronous commits tell their price', () => {
  expect(shop.architecture.deployment.length).toBeGreaterThan(2);
  expect(shop.architecture.deployment.filter(({ facts }) => facts['region'] !== 'eu')).toEqual([]);
  const recovery = shop.design?.decisions.find(({ id }) => id === 'recovery');
  expect(recovery?.outcome).toMatch(/synchronous standby.*each commit waits 1\.5 ms longer/i);
});

test('pins become decisions with their reason; wishes are answered, not obeyed', () => {
  const style = services.design?.decisions.find(({ id }) => id === 'architecture-style');
  expect(style).toMatchObject({ status: 'pinned' });
  expect(style?.outcome).toContain('Pinned in the brief: eight teams are in place.');
  const wish = designBackend(seed('1K', 'We want microservices.')).design?.decisions.find(({ id }) =>
    id.startsWith('wish-'),
  );
  expect(wish?.title).toBe('microservices: not taken up');
  expect(wish?.outcome).toMatch(/19 moving parts .* where .* takes 4/);
});

test('what confirms a decision is a rule or a claim that exists', () => {
  const known = new Set([
    ...allRules.map(({ id }) => id),
    ...designs.flatMap(([, backend]) =>
      allProvers.flatMap((prover) => prover.claims(backend).claims.map(({ id }) => id)),
    ),
  ]);
  const named = designs.flatMap(
    ([, { design }]) => design?.decisions.flatMap(({ confirmation }) => confirmation) ?? [],
  );
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((id) => !known.has(id))).toEqual([]);
});
