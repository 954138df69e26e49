import { describe, expect, test } from 'vitest';
import { auditText, briefOf, libraryText, shopText } from '../../testing/briefs.ts';
import { composeDomain } from './compose.ts';
import { ownerPath } from './fields.ts';

const rules = (text: string, role: string): readonly string[] =>
  composeDomain(briefOf(text))
    .access.filter((rule) => rule.role === role)
    .map(
      ({ verbs, entities, where, mask }) =>
        `${verbs.join(', ')} ${entities.join(', ')}${where ? ` where ${where}` : ''}${mask ? ` mask ${mask}` : ''}`,
    );

describe('the shop', () => {
  const domain = composeDomain(briefOf(shopText));
  const entity = (name: string) => domain.entities.find((each) => each.name === name);

  test('has one context for each pack, and none beside', () => {
    expect(domain.contexts.map(({ id }) => id)).toEqual([
      'auth',
      'products',
      'inventory',
      'cart',
      'orders',
      'payments',
      'notifications',
      'audit',
    ]);
  });

  test('holds the entity of the brief and what it adds to another', () => {
    expect(entity('Review')).toMatchObject({ context: 'products', owner: 'author' });
    expect(entity('Order')?.fields.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['number', 'gift_message', 'vat_id']),
    );
    expect(entity('Address')?.fields.find(({ name }) => name === 'archived_at')?.dataClass).toBe('pii');
    expect(domain.operations.filter((each) => each.entity === 'Review')).toHaveLength(5);
  });

  test('grants the roles that its people act in', () => {
    const role = entity('RoleGrant')?.fields.find(({ name }) => name === 'role');
    const people = domain.actors.filter(({ kind }) => kind === 'person').map(({ name }) => name);
    expect(role?.type).toEqual({ kind: 'enum', of: 'roles', values: people });
    expect(people).toContain('warehouse');
  });

  test('counts rows along the chain, with the sum as the origin', () => {
    expect(entity('OrderLine')?.growthPerYear).toMatchObject({
      value: 150_000_000,
      unit: 'rows/year',
      origin: { kind: 'derived', from: ['Order 50,000,000 rows/year', 'ratio 3 x'] },
    });
    expect(domain.entities.filter(({ rowsPer }) => rowsPer !== undefined)).toEqual([]);
    expect(domain.entities.filter((each) => !each.rows && !each.growthPerYear)).toEqual([]);
  });

  test('the brief narrows and widens what packs allow', () => {
    expect(rules(shopText, 'support').slice(0, 6)).toEqual([
      'read Order, User mask pii',
      'list, lock User mask pii',
      'list, delete Session mask pii',
      'read Cart mask pii',
      'list CartItem',
      'list, cancel Order mask pii',
    ]);
    expect(rules(shopText, 'merchandiser')[0]).toBe('* Product, StockLevel, Reservation, StockMovement');
    expect(rules(shopText, 'customer')).toContain('read, update Order where owner');
    expect(rules(shopText, 'customer')).toContain('list, create, cancel Order where owner');
    expect(domain.operations.map(({ id }) => id)).toContain('update Order');
  });

  test('an entity that no rule speaks of is for its owners, and that is told', () => {
    expect(rules(shopText, 'customer')).toContain('list, read, create, update, delete Review where owner');
    expect(domain.gaps.find(({ subject }) => subject === 'Review')?.why).toMatch(/^No rule says who may use/);
  });

  test('the payment provider of the brief stands for that of the pack, in flows too', () => {
    expect(domain.integrations.map(({ id }) => id)).toEqual(['stripe', 'erp', 'mail']);
    expect(domain.integrations[0]).toMatchObject({
      direction: 'both',
      callbacks: 'webhook',
      sla: { value: 0.9999 },
      latency: { value: 400 },
    });
    const remote = domain.flows.flatMap(({ steps }) => steps.filter(({ kind }) => kind === 'remote'));
    expect(remote.map(({ at }) => at)).toContain('integration:stripe');
  });

  test('keys of a workload are fields', () => {
    expect(domain.workloads.find(({ id }) => id === 'my-orders')?.by).toEqual(['customer', '-placed_at']);
  });

  test('batches that the system runs itself stay beside the workloads of the brief', () => {
    expect(domain.workloads.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['send-messages', 'expire-reservations']),
    );
  });

  test('owners are found along references', () => {
    expect(ownerPath(domain.entities, 'OrderLine')).toEqual(['order', 'customer']);
    expect(ownerPath(domain.entities, 'User')).toEqual(['id']);
    expect(ownerPath(domain.entities, 'Product')).toBeUndefined();
  });

  test('every gap is one that a person can act on', () => {
    expect(domain.gaps.map(({ kind, subject }) => `${kind}: ${subject}`)).toMatchInlineSnapshot(`
      [
        "access-rule: Review",
        "duplicate-name: psp",
      ]
    `);
  });
});

test('one capability without requirements', () => {
  const domain = composeDomain(briefOf(auditText));
  expect(domain.contexts.map(({ id }) => id)).toEqual(['audit']);
  expect(domain.entities.map(({ name }) => name)).toEqual(['AuditEntry', 'AuditAnchor']);
  expect(domain.gaps).toEqual([]);
});

test('entities of the user only: a context for the system and one for each name under in', () => {
  const domain = composeDomain(briefOf(libraryText));
  expect(domain.contexts).toMatchObject([
    { id: 'library', name: 'Town library', purpose: 'Lends books' },
    { id: 'lending', name: 'Lending', purpose: 'Holds Loan' },
  ]);
  expect(domain.events[0]).toMatchObject({ producer: 'lending', consumers: [{ context: 'library' }] });
  expect(domain.entities[1]?.rows?.value).toBe(240_000);
  expect(domain.operations.map(({ id }) => id)).toContain('process Book withdraw');
  expect(domain.gaps).toEqual([]);
});

test('a required reference to an entity of no pack stays as an identifier, an optional one goes', () => {
  const domain = composeDomain(briefOf(shopText.replace('variants: true', 'variants: false')));
  const fields = (name: string) =>
    domain.entities.find((each) => each.name === name)?.fields.map((field) => field.name);
  expect(fields('OrderLine')).not.toContain('variant');
  expect(domain.gaps.map(({ subject }) => subject)).toContain('OrderLine.variant');
});

test('an owner that no reference leads to owns nothing, and that is told', () => {
  const domain = composeDomain(
    briefOf(libraryText.replace('librarian may all Book, Loan', 'reader may read Loan where owner')),
  );
  expect(domain.access.filter(({ where }) => where === 'owner')).toEqual([]);
  expect(domain.gaps.find(({ kind }) => kind === 'owner')?.why).toContain(
    'no field of it leads to one person',
  );
});
