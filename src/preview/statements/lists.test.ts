import { expect, test } from 'vitest';
import { packageFiles } from '../../testing/preview-package.ts';
import { ordersOf } from '../operations/list.ts';
import { packageOf } from '../package.ts';
import { pageStatement } from './lists.ts';
import { ownCondition } from './select.ts';

const files = packageFiles(
  'brief: 1\nsystem: { id: shop, name: Shop }\ncapabilities: { auth: {}, products: {}, orders: {}, notifications: {} }\n',
);
const { backend } = packageOf('memory', (path) => files.get(path));

const cases = backend.operations
  .filter(({ verb }) => verb === 'list')
  .flatMap((operation) => {
    const table = backend.data.tables.find(({ entity }) => entity === operation.entity);
    return table === undefined
      ? []
      : backend.data.queries
          .filter(({ operation: of, kind }) => of === operation.id && kind === 'select')
          .map((query) => ({ operation, table, query }));
  });

test('a composed page is word for word the delivered one', () => {
  const compared = cases.map(({ operation, table, query }) => {
    const sort = query.sql
      .split('order by ')[1]
      ?.replace(/ limit .*/, '')
      .replaceAll(' nulls last', '')
      .replaceAll('"', '')
      .split(', ')
      .map((key) => (key.endsWith(' desc') ? `-${key.slice(0, -5)}` : key))
      .join(',');
    const order = ordersOf(table, { backend }, operation)(sort);
    const names = query.parameters.map(({ name = '' }) => name);
    const filters = names.flatMap((name) => table.columns.filter((column) => column.name === name));
    const own = names.includes('caller') ? ownCondition(table) : undefined;
    const isNext = names.some((name) => name.startsWith('after.'));
    const { sql, parameters } = pageStatement({
      table,
      filters,
      order,
      isNext,
      ...(own !== undefined && { own }),
    });
    expect(sql).toBe(query.sql);
    expect(parameters.map(({ name }) => name)).toEqual(names);
    return query.id;
  });
  expect(compared.length).toBeGreaterThan(20);
});
