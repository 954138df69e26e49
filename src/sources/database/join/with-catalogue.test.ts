import { expect, test } from 'vitest';
import { emptyBackend } from '../../../model/backend.ts';
import type { Backend } from '../../../model/backend.ts';
import type { Column, Table } from '../../../model/data.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Catalogue } from '../catalogue.ts';
import { withCatalogue } from './with-catalogue.ts';

const inCode: Origin = { kind: 'read', file: 'schema.sql', line: 1 };
const inDatabase: Origin = { kind: 'catalog', object: 'shop' };

const columns = (origin: Origin, ...types: readonly string[]): readonly Column[] =>
  types.map((written) => {
    const [name = '', type = '', ...rest] = written.split(' ');
    return { name, type, nullable: rest.length === 0, origin };
  });

const table = (name: string, origin: Origin, types: readonly string[], more: Partial<Table> = {}): Table => ({
  name,
  columns: columns(origin, ...types),
  uniques: [],
  indexes: [],
  foreignKeys: [],
  checks: [],
  origin,
  ...more,
});

const recovered = (...tables: readonly Table[]): Backend => {
  const empty = emptyBackend('shop', 'recovered');
  return { ...empty, data: { ...empty.data, tables } };
};

const catalogue = (engine: string, ...tables: readonly Table[]): Catalogue => ({
  data: { engine: { name: engine, version: '1', origin: inDatabase }, schemas: [], enums: [], tables },
  live: { address: 'mysql://db/shop', server: `${engine} 1`, database: 'shop', routines: [] },
  gaps: [],
});

const drift = (backend: Backend): readonly string[] =>
  (backend.data.live?.drift ?? []).map((each) =>
    each.kind === 'told differently'
      ? `${each.subject}: ${each.inCode} / ${each.inDatabase}`
      : `${each.subject}: ${each.kind}`,
  );

test('the catalogue holds on types, and what only code can say is kept', () => {
  const code = recovered(
    table('orders', inCode, ['id int not', 'total float'], { context: 'sales', comment: 'from the code' }),
  );
  const live = catalogue(
    'mariadb',
    table('orders', inDatabase, ['id int not', 'total decimal(8,2)'], {
      rows: { value: 7, unit: 'rows', origin: inDatabase },
    }),
  );
  const joined = withCatalogue(code, live);
  expect(joined.data.tables).toMatchObject([
    {
      name: 'orders',
      context: 'sales',
      comment: 'from the code',
      rows: { value: 7 },
      columns: [{ name: 'id' }, { name: 'total', type: 'decimal(8,2)', origin: inDatabase }],
      origin: inDatabase,
    },
  ]);
  expect(drift(joined)).toEqual(['orders.total: float null / decimal(8,2) null']);
});

test('keys that only one of them has are told, whatever they are called', () => {
  const key = (name: string, origin: Origin) => ({ name, columns: ['a'], origin });
  const reference = {
    columns: ['a'],
    references: { table: 'b', columns: ['id'] },
    onDelete: 'cascade',
    onUpdate: 'cascade',
  } as const;
  const code = recovered(
    table('t', inCode, ['a int'], {
      uniques: [key('mine', inCode)],
      foreignKeys: [{ ...reference, origin: inCode }],
    }),
  );
  const live = catalogue(
    'mysql',
    table('t', inDatabase, ['a int'], { uniques: [key('theirs', inDatabase)] }),
  );
  expect(drift(withCatalogue(code, live))).toEqual(['t foreign key (a) to b(id): only in the code']);
});

test('names of tables fold where the server folds them; JSON of MariaDB is text', () => {
  const code = recovered(table('Orders', inCode, ['id int', 'data json']));
  const live = table('orders', inDatabase, ['id int', 'data longtext']);
  expect(drift(withCatalogue(code, catalogue('mariadb', live)))).toEqual([]);
  expect(drift(withCatalogue(code, catalogue('postgresql', live)))).toEqual([
    'Orders: only in the code',
    'orders: only in the database',
  ]);
});

test('where no file declares a table, one gap says that nothing was compared', () => {
  const joined = withCatalogue(
    recovered(),
    catalogue('mysql', table('a', inDatabase, []), table('b', inDatabase, [])),
  );
  expect(drift(joined)).toEqual([]);
  expect(joined.gaps).toMatchObject([{ kind: 'schema-drift', subject: 'shop' }]);
  expect(joined.data.tables).toHaveLength(2);
});
