import { expect, test } from 'vitest';
import { briefOf } from '../../testing/briefs.ts';
import { designBackend } from '../design.ts';
import { pricesOf } from './prices.ts';

const text = (prices: string): string => `
brief: 1
system: { id: priced, name: Priced, users: 20k concurrent, think: 20s }
capabilities: { products: {} }
${prices}
`;
const usual = designBackend(briefOf(text('')));
const local = designBackend(briefOf(text('constraints: { prices: { cross-zone: 0 EUR } }')));
const quoted = designBackend(
  briefOf(
    text(
      'constraints: { prices: { vcpu: 14 EUR, memory: 1.75 EUR, managed-database: 1x, egress: 0 EUR, cross-zone: 0 EUR } }',
    ),
  ),
);

const costOf = ({ architecture }: typeof usual, container: string): number | undefined =>
  architecture.containers.find(({ id }) => id === container)?.cost?.value;

test('prices of the brief replace the defaults, and have no range', () => {
  const prices = pricesOf(briefOf(text('constraints: { prices: { vcpu: 14 EUR } }')));
  expect(prices.vcpu).toMatchObject({ value: 14, unit: 'EUR/month', origin: { kind: 'given' } });
  expect(prices.vcpu.low).toBeUndefined();
  expect(prices.memory).toMatchObject({ value: 3.5, low: 2, high: 5, origin: { kind: 'default' } });
});

test('half the price of cores and memory is half the cost of what consists of them', () => {
  expect((costOf(quoted, 'api') ?? 0) / (costOf(local, 'api') ?? 1)).toBeCloseTo(0.5, 9);
  expect(costOf(quoted, 'gateway')).toBe(25);
  expect(costOf(local, 'api')).toBeLessThan(costOf(usual, 'api') ?? 0);
});

test('the register of assumptions holds the prices nobody gave, and only them', () => {
  const assumed = (backend: typeof usual): readonly string[] =>
    backend.requirements.assumptions.flatMap(({ origin }) =>
      origin.kind === 'default' && origin.pack === 'prices' ? [origin.path ?? ''] : [],
    );
  expect(assumed(usual)).toHaveLength(8);
  expect(assumed(quoted).toSorted()).toEqual(['gateway', 'managed-cache', 'storage']);
  expect(quoted.design?.prices?.map(({ price }) => price.origin.kind)).toEqual([
    'given',
    'given',
    'default',
    'given',
    'default',
    'default',
    'given',
    'given',
  ]);
});

test.each(['vcpu: 28', 'vcpu: 28 USD', 'managed-cache: 2 EUR', 'egress: -1 EUR'])(
  '%s is refused with a cure',
  (price) => {
    expect(() => briefOf(text(`constraints: { prices: { ${price} } }`))).toThrow(/is not a unit price/);
  },
);
