import { expect, test } from 'vitest';
import type { Brief } from '../../model/brief.ts';
import { briefOf, shopText } from '../../testing/briefs.ts';
import { chooseProduct } from './choose.ts';
import { products } from './products.ts';
import { technologiesOf } from './technologies.ts';

const brief = briefOf(shopText);
const said = (value: string) => ({ value, origin: { kind: 'given', path: 'test' } as const });
const constrained = (constraints: Partial<Brief['constraints']>): Brief => ({
  ...brief,
  constraints: { ...brief.constraints, must: {}, avoid: [], ...constraints },
});

test('avoid takes the next product, and kin go with what they descend from', () => {
  expect(chooseProduct(constrained({}), 'cache')?.product.name).toBe('Valkey');
  const without = chooseProduct(constrained({ avoid: [said('redis')] }), 'cache');
  expect(without?.product.name).toBe('Memcached');
  expect(without?.excluded.map(({ name }) => name)).toEqual(['Valkey', 'Redis']);
  expect(chooseProduct(constrained({ avoid: [said('valkey')] }), 'cache')?.product.name).toBe('Redis');
  expect(chooseProduct(constrained({ avoid: [said('redis'), said('memcached')] }), 'cache')).toBeUndefined();
});

test('must names the product, also one we know nothing of; its origin is kept', () => {
  const chosen = chooseProduct(constrained({ must: { broker: said('kafka') } }), 'broker');
  expect(chosen).toMatchObject({ product: { name: 'Apache Kafka' }, origin: { kind: 'given' } });
  const foreign = chooseProduct(constrained({ must: { database: said('cockroachdb') } }), 'database');
  expect(foreign?.product).toEqual({
    name: 'cockroachdb',
    role: 'database',
    words: ['cockroachdb'],
    protocol: 'SQL',
  });
});

test('roles follow the containers and the language', () => {
  const roles = (of: Brief) => technologiesOf(of, []).map(({ role }) => role);
  expect(roles(constrained({}))).toEqual(['language', 'runtime', 'framework', 'database']);
  expect(roles(constrained({ must: { language: said('java') } }))).toEqual(['language', 'database']);
  expect(roles(brief)).toContain('hosting');
});

test('every support end is a date, and what runs by default is supported for a while', () => {
  const dated = products.filter(({ supportEnd }) => supportEnd !== undefined);
  expect(dated.length).toBeGreaterThan(3);
  for (const { supportEnd } of dated) expect(supportEnd).toMatch(/^20\d\d-\d\d-\d\d$/);
  expect(new Set(products.map(({ name }) => name)).size).toBe(products.length);
});
