import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { emptyBackend } from '../../model/backend.ts';
import type { Brief } from '../../model/brief.ts';
import { loadPacks } from '../../sources/brief/packs.ts';
import { readBrief } from '../../sources/brief/read.ts';
import { readSentence } from '../../sources/brief/sentence/read.ts';
import { composeDomain } from '../domain/compose.ts';
import { assumptionRegister } from './assumptions.ts';
import { designRequirements } from './requirements.ts';

const packs = loadPacks();
const shop = readFileSync(new URL('../../../examples/shop.brief.yaml', import.meta.url), 'utf8');

function valid(result: ReturnType<typeof readBrief>): Brief {
  if (result.kind === 'invalid') throw new Error(JSON.stringify(result.problems));
  return result.brief;
}

const brief = valid(readBrief(shop, { file: 'shop.brief.yaml', packs }));
const requirements = designRequirements(brief, composeDomain(brief));
const textOf = (id: string): string | undefined => requirements.items.find((item) => item.id === id)?.text;

describe('requirements of the reference brief', () => {
  test('have one id each, for all that was said', () => {
    const ids = requirements.items.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toMatchInlineSnapshot(`
      [
        "scope/system",
        "scope/Review",
        "capability/auth",
        "capability/products",
        "capability/inventory",
        "capability/cart",
        "capability/orders",
        "capability/payments",
        "capability/notifications",
        "objective/users",
        "objective/load",
        "objective/browse",
        "objective/checkout",
        "objective/rpo",
        "objective/rto",
        "objective/consistency",
        "constraint/language",
        "constraint/database",
        "constraint/hosting",
        "constraint/architecture-style",
        "constraint/avoid",
        "constraint/team",
        "constraint/budget",
        "constraint/deadline",
        "policy/access",
        "policy/residency",
        "policy/classes",
        "policy/erase",
        "policy/limits",
        "policy/retention",
        "integration/stripe",
        "integration/erp",
        "compliance/gdpr",
        "compliance/pci-dss",
      ]
    `);
  });

  test('say what is asked, in words', () => {
    expect(textOf('objective/checkout')).toBe('checkout: p99 below 800 ms, available 99.95 % of 30 days');
    expect(textOf('objective/rpo')).toBe('checkout: lose no data');
    expect(textOf('constraint/avoid')).toBe('Do without mongodb');
    expect(textOf('constraint/team')).toBe('Fit a team of 12 people; somebody is on call');
    expect(textOf('policy/retention')).toBe(
      'Keep Order, OrderLine, OrderStatusChange, Shipment for 10 years',
    );
  });

  test('hold nothing that was assumed or required by a pack alone', () => {
    for (const { origin } of requirements.items) expect(origin.kind).toBe('given');
    expect(textOf('capability/audit')).toBeUndefined();
    expect(textOf('objective/everywhere')).toBeUndefined();
  });
});

test('requirements of a sentence quote it', () => {
  const said = valid(
    readSentence('A shop for 2k concurrent users with login, GDPR, Postgres for orders.', { packs }),
  );
  const { items } = designRequirements(said, composeDomain(said));
  expect(items.map(({ id }) => id)).toEqual([
    'scope/system',
    'capability/auth',
    'capability/orders',
    'objective/users',
    'constraint/database',
    'compliance/gdpr',
  ]);
  expect(items.find(({ id }) => id === 'capability/auth')?.origin).toMatchObject({ text: 'login' });
});

describe('the assumption register', () => {
  const domain = composeDomain(brief);
  const backend = {
    ...emptyBackend('shop', 'designed'),
    operations: domain.operations,
    entities: domain.entities,
    load: { ...emptyBackend('shop', 'designed').load, workloads: brief.fragment.workloads },
    requirements,
  };
  const register = assumptionRegister(backend);

  test('lists each unsaid value once, numbered, assumed ones first', () => {
    expect(register.length).toBeGreaterThan(50);
    expect(register.map(({ id }) => id)).toEqual(register.map((_, index) => `A${index + 1}`));
    const keys = register.map(({ origin, value }) => JSON.stringify([origin, value]));
    expect(new Set(keys).size).toBe(keys.length);
    expect(register[0]?.origin.kind).toBe('assumed');
    for (const { subject, value, because, affects } of register) {
      expect(subject).not.toMatch(/^ |undefined|^$/);
      expect(value).not.toBe('');
      expect(because).not.toBe('');
      expect(affects.length).toBeGreaterThan(0);
    }
  });

  test('tells value, reason and what it touches', () => {
    expect(register.filter(({ subject }) => /availability|rows of Payment/.test(subject)))
      .toMatchInlineSnapshot(`
      [
        {
          "affects": [
            "objectives",
          ],
          "because": "No availability was asked for; 99.5 % allows 3.6 h without service in 30 days.",
          "id": "A1",
          "origin": {
            "because": "No availability was asked for; 99.5 % allows 3.6 h without service in 30 days.",
            "kind": "assumed",
          },
          "subject": "availability of everywhere",
          "value": "99.5 % (99–99.9 %)",
        },
      ]
    `);
    expect(register.every(({ origin }) => origin.kind === 'assumed' || origin.kind === 'default')).toBe(true);
  });

  test('is the same again, and takes options of packs when asked', () => {
    expect(assumptionRegister(backend)).toEqual(register);
    const more = assumptionRegister(backend, brief.packs);
    expect(more.map(({ subject }) => subject)).toContain('auth: idle');
    expect(more.map(({ subject }) => subject)).not.toContain('auth: sessions');
  });
});
