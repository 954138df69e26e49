import type { Site, Value } from '../javascript/value.ts';
import { addPrimaryKey } from '../schema/changes.ts';
import { putIndex, putReference } from '../schema/columns.ts';
import type { ReferenceSpec } from '../schema/columns.ts';
import type { TableDraft } from '../sql/draft.ts';
import type { Builder, Draft } from './knex-table.ts';
import { action, fieldAt, hostOf, isTrue, textAt, textsAt } from './values.ts';

/** `users_email_unique`, lower case. */
export const madeName = (table: TableDraft, columns: readonly string[], suffix: string): string =>
  `${table.schema === undefined ? '' : `${table.schema}_`}${table.name}_${columns.join('_')}_${suffix}`
    .replaceAll(/[.-]/g, '_')
    .toLowerCase();

export function keyOf(
  { table }: Builder,
  kind: 'primary' | 'unique' | 'index',
  columns: readonly string[],
  [second, third]: readonly Value[],
  origin: Site['origin'],
): void {
  const given = textAt(second) ?? textAt(fieldAt(second, 'indexName', 'constraintName'));
  if (kind === 'primary')
    return addPrimaryKey(table, { name: given ?? `${table.name}_pkey`, columns, origin });
  const where = fieldAt(second, 'predicate') ?? fieldAt(third, 'predicate');
  const method =
    textAt(third) ??
    textAt(fieldAt(third, 'indexType', 'storageEngineIndexType')) ??
    textAt(fieldAt(second, 'indexType'));
  const asIndex = where !== undefined || isTrue(fieldAt(second, 'useConstraint')) === false;
  const name = given ?? madeName(table, columns, kind);
  if (kind === 'unique' && (!asIndex || where === undefined)) {
    table.uniques = [...table.uniques.filter((key) => key.name !== name), { name, columns, origin }];
    return;
  }
  putIndex(
    table,
    {
      name,
      columns,
      unique: kind === 'unique' || method?.toLowerCase() === 'unique',
      ...(method === undefined || /^(unique|key)$/i.test(method) ? {} : { method }),
      ...(where === undefined ? {} : { where: '…' }),
    },
    origin,
  );
}

export function foreign(builder: Builder, [columns, given]: readonly Value[], site: Site): Value {
  const { on, table, later } = builder;
  const own = columns === undefined ? [] : textsAt(columns);
  const reference: Draft<ReferenceSpec> = {
    table: '',
    columns: [],
    name: textAt(given) ?? madeName(table, own, 'foreign'),
  };
  later.push(() => {
    if (reference.table !== '') putReference(on, table, own, reference, site.origin);
  });
  const host: Value = hostOf('knex', (name) =>
    action(name, ([value]) => {
      refer(reference, name, value);
      return host;
    }),
  );
  return host;
}

export function refer(reference: Draft<ReferenceSpec>, name: string, value: Value | undefined): void {
  const text = textAt(value);
  switch (name) {
    case 'references': {
      const names = value === undefined ? [] : textsAt(value);
      const parts = names.map((each) => each.split('.'));
      reference.columns = parts.map((each) => each.at(-1) ?? '');
      const [table] = parts.flatMap((each) => (each.length > 1 ? [each.slice(0, -1).join('.')] : []));
      if (table !== undefined) reference.table = table;
      return;
    }
    case 'inTable':
    case 'on':
      if (text !== undefined) reference.table = text;
      return;
    case 'onDelete':
      if (text !== undefined) reference.onDelete = text;
      return;
    case 'onUpdate':
      if (text !== undefined) reference.onUpdate = text;
      return;
    case 'withKeyName':
      if (text !== undefined) reference.name = text;
      return;
    default:
      return;
  }
}
