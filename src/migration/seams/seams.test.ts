import { describe, expect, test } from 'vitest';
import { couplingOf } from '../coupling/coupling.ts';
import type { Backend } from '../../model/backend.ts';
import type { Query } from '../../model/data.ts';
import type { Origin } from '../../model/origin.ts';
import { legacyBackend as backend, legacyShop } from '../../testing/legacy.ts';
import { noWishes, wishesOf } from './wishes.ts';
import type { Wishes } from './wishes.ts';
import { seamsOf } from './seams.ts';
import type { Seams } from './seams.ts';

function cutOf(given: Backend, wishes: Wishes = noWishes): Seams {
  const found = seamsOf(couplingOf(given), wishes);
  if (found.kind !== 'cut') throw new Error(found.contradictions.join(' '));
  return found;
}

const tablesOf = ({ contexts }: Seams): readonly string[] =>
  contexts.map(({ tables }) => tables.join(' ')).toSorted();

const { tables: shopTables, entries: shopEntries } = legacyShop;
const shop = backend(shopTables, shopEntries);

describe('a shop', () => {
  test('is cut where no transaction goes across', () => {
    expect(tablesOf(cutOf(shop))).toEqual([
      'addresses customers sessions',
      'categories product_images products',
      'order_lines orders payments',
    ]);
    expect(cutOf(shop).crossings.filter(({ kind }) => kind === 'transaction' || kind === 'write')).toEqual(
      [],
    );
  });

  test('each context has a name that a person would use', () => {
    expect(cutOf(shop).contexts.map(({ name }) => name)).toEqual(['Customers', 'Products', 'Orders']);
  });

  test('entries stand where they write most, readers where they read most', () => {
    expect(cutOf(shop).contexts.find(({ id }) => id === 'orders')?.entries).toEqual([
      'GET /orders',
      'POST /orders',
      'POST /refund',
    ]);
  });

  test('each edge that is cut is told', () => {
    expect(cutOf(shop).crossings).toEqual([
      { kind: 'key', from: 'orders', to: 'customers', key: 'orders(customers_id)', table: 'customers' },
      { kind: 'key', from: 'orders', to: 'products', key: 'order_lines(products_id)', table: 'products' },
      { kind: 'read', from: 'orders', to: 'customers', entry: 'POST /orders', tables: ['customers'] },
      { kind: 'read', from: 'orders', to: 'products', entry: 'POST /orders', tables: ['products'] },
    ]);
  });

  test('a transaction and a write across are told with their entry', () => {
    const more = backend(shopTables, [
      ...shopEntries,
      'POST /checkout: +orders* +order_lines* +payments* +customers*',
      'POST /import: +products +categories +product_images +customers',
    ]);
    expect(cutOf(more).crossings.slice(0, 2)).toEqual([
      {
        kind: 'transaction',
        from: 'orders',
        to: 'customers',
        entry: 'POST /checkout',
        tables: ['customers'],
      },
      { kind: 'write', from: 'products', to: 'customers', entry: 'POST /import', tables: ['customers'] },
    ]);
  });
});

describe('scores', () => {
  /** Two contexts: a-b-c all tied, d-e tied; one read across and one key across. */
  const small = cutOf(
    backend(
      ['a', 'b', 'c', 'd', 'e>a'],
      ['POST /1: +a* +b* +c*', 'POST /2: +d* +e*', 'POST /3: +d* +e*', 'POST /4: +a* +b* +c*', 'GET /5: d e'],
    ),
  );

  test('SM, ICP, IFN and NED are those of the papers', () => {
    expect(tablesOf(small)).toEqual(['a b c', 'd e']);
    // Edges: 3 of 3² inside, 1 of 2² inside, 1 of 2·3·2 between. Calls: 12, none across.
    expect(small.score.sm).toBeCloseTo((3 / 9 + 1 / 4) / 2 - 1 / 12, 12);
    expect(small.score.icp).toBe(0);
    expect(small.score.ifn).toBe(0);
    expect(small.score.ned).toBe(0);
  });

  test('calls across count for both ends, interfaces for the context that is called', () => {
    const { contexts, score } = cutOf(shop);
    const orders = contexts.find(({ id }) => id === 'orders')?.score;
    const products = contexts.find(({ id }) => id === 'products')?.score;
    // 24 statements; POST /orders reads customers and products of others.
    expect(score.icp).toBeCloseTo(2 / 24, 12);
    expect(score.ifn).toBeCloseTo(2 / 3, 12);
    expect(orders).toMatchObject({ ifn: 0, icp: 2 / 10, cohesion: 3 / 9 });
    expect(products).toMatchObject({ ifn: 1, icp: 1 / 9, extreme: true });
  });
});

test('one cohesive set of tables stays one context', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const all = names.flatMap((one) =>
    names.filter((other) => other > one).map((other) => `POST /${one}${other}: +${one}* +${other}*`),
  );
  expect(cutOf(backend(names, all)).contexts).toHaveLength(1);
});

test('tables that nothing names are told, not placed', () => {
  const { contexts, untied } = cutOf(backend([...shopTables, 'zz_old', 'zz_backup'], shopEntries));
  expect(untied).toEqual(['zz_backup', 'zz_old']);
  expect(contexts).toHaveLength(3);
});

test('what nearly everything reaches ties nothing', () => {
  const everybody = Array.from({ length: 20 }, (_each, number) => `GET /page${number}`);
  const settings: Query = {
    id: 'settings',
    sql: '',
    kind: 'update',
    tables: ['settings'],
    parameters: [],
    reachedBy: [...everybody, 'POST /orders', 'POST /login'],
    origin: { kind: 'read', file: 'src/settings.php', line: 1 },
  };
  const given = backend([...shopTables, 'settings'], shopEntries);
  const all = { ...given, data: { ...given.data, queries: [...given.data.queries, settings] } };
  expect(tablesOf(cutOf(all))).toEqual(['settings', ...tablesOf(cutOf(shop))].toSorted());
});

describe('wishes', () => {
  const origin: Origin = { kind: 'given', path: 'decisions' };
  const pin = (topic: string, choose: string) => ({ topic, choose, because: 'we say so', origin });

  test('tables wanted together are together, under the name given', () => {
    const wishes = wishesOf([pin('tables together as Billing', 'payments, customers')]);
    const context = cutOf(shop, wishes).contexts.find(({ name }) => name === 'Billing');
    expect(context?.tables).toEqual(expect.arrayContaining(['payments', 'customers']));
    expect(context?.pinned).toBe(true);
  });

  test('tables wanted apart are apart, whatever ties them', () => {
    const found = cutOf(shop, wishesOf([pin('tables apart', 'orders, payments; products, categories')]));
    for (const { tables } of found.contexts) {
      expect(tables.includes('orders') && tables.includes('payments')).toBe(false);
      expect(tables.includes('products') && tables.includes('categories')).toBe(false);
    }
    expect(found.crossings.filter(({ kind }) => kind === 'transaction').length).toBeGreaterThan(0);
  });

  test('contradictions are told and nothing is cut', () => {
    const told = (...pins: readonly ReturnType<typeof pin>[]): readonly string[] => {
      const found = seamsOf(couplingOf(shop), wishesOf(pins));
      return found.kind === 'contradictory' ? found.contradictions : [];
    };
    expect(
      told(
        pin('tables together', 'orders, payments; payments, products'),
        pin('tables apart', 'orders products'),
      ),
    ).toEqual(['orders and products are to stay apart, and together as well by way of other tables.']);
    expect(told(pin('tables together', 'orders, invoices'))).toEqual([
      'invoices is named in a decision, but no table of this backend has that name.',
    ]);
    expect(
      told(
        pin('tables together as sales', 'orders, payments'),
        pin('tables together as money', 'payments, customers'),
      ),
    ).toEqual(['sales and money share tables, so they are one context with two names.']);
  });
});
