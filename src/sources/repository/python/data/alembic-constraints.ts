import type { Origin } from '../../../../model/origin.ts';
import { addCheck, addPrimaryKey, dropNamed } from '../../schema/changes.ts';
import type { SchemaContext } from '../../schema/columns.ts';
import { putIndex, putReference, putUnique } from '../../schema/columns.ts';
import type { TableDraft } from '../../sql/draft.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { Arguments, Value } from '../evaluator/value.ts';
import { argument, itemsOf } from '../evaluator/value.ts';
import { textOf } from '../reading/texts.ts';
import { keywordsOf } from './django-state.ts';
import { columnNames, indexSpec } from './sql-columns.ts';

/** `op.f('name')` is the name as it is. */
export const nameText = (value: Value | undefined): string | undefined =>
  textOf(value) ??
  (/(^|\.)(f|quoted_name)\(\)$/.test(libraryPath(value) ?? '')
    ? textOf(keywordsOf(value)?.positional[0])
    : undefined);

export interface Named {
  readonly text: (at: number, ...names: readonly string[]) => string;
  readonly table: (at: number, ...names: readonly string[]) => TableDraft | undefined;
}

/** Operations on keys, indexes and checks. */
export function constrain(
  on: SchemaContext,
  name: string,
  args: Arguments,
  { text, table }: Named,
  origin: Origin,
): void {
  const own = text(0, 'constraint_name', 'index_name');
  const names = (at: number, ...keys: readonly string[]): readonly string[] => {
    const given = argument(args, at, ...keys);
    return given === undefined ? [] : columnNames(given);
  };
  switch (name) {
    case 'create_index': {
      const of = table(1, 'table_name');
      const columns = argument(args, 2, 'columns');
      const unique = argument(args, 3, 'unique');
      const spec = indexSpec(
        own,
        itemsOf(columns),
        unique === undefined ? args : { ...args, keywords: new Map([...args.keywords, ['unique', unique]]) },
      );
      if (of !== undefined && spec !== undefined) putIndex(of, spec, origin);
      return;
    }
    case 'drop_index':
      for (const each of on.draft.tables.values()) if (dropNamed(each, own)) return;
      return;
    case 'drop_constraint': {
      const of = table(1, 'table_name');
      if (of !== undefined) dropNamed(of, own);
      return;
    }
    case 'create_unique_constraint': {
      const of = table(1, 'table_name');
      if (of !== undefined) putUnique(on, of, names(2, 'columns'), own === '' ? undefined : own, origin);
      return;
    }
    case 'create_primary_key': {
      const of = table(1, 'table_name');
      if (of !== undefined)
        addPrimaryKey(of, {
          name: own === '' ? `${of.name}_pkey` : own,
          columns: names(2, 'columns'),
          origin,
        });
      return;
    }
    case 'create_check_constraint': {
      const of = table(1, 'table_name');
      const sql =
        textOf(argument(args, 2, 'condition')) ??
        textOf(keywordsOf(argument(args, 2, 'condition'))?.positional[0]);
      if (of !== undefined && sql !== undefined) addCheck(of, { name: own, sql, origin });
      return;
    }
    default:
      addForeign(on, name, args, { text, table }, names, origin);
  }
}

function addForeign(
  on: SchemaContext,
  name: string,
  args: Arguments,
  { text, table }: Named,
  names: (at: number, ...keys: readonly string[]) => readonly string[],
  origin: Origin,
): void {
  if (name !== 'create_foreign_key') return;
  const own = text(0, 'constraint_name');
  const of = table(1, 'source_table');
  const onDelete = textOf(args.keywords.get('ondelete'));
  const onUpdate = textOf(args.keywords.get('onupdate'));
  const target = text(2, 'referent_table');
  const referred = textOf(args.keywords.get('referent_schema'));
  if (of !== undefined)
    putReference(
      on,
      of,
      names(3, 'local_cols'),
      {
        table: referred === undefined ? target : `${referred}.${target}`,
        columns: names(4, 'remote_cols'),
        ...(own === '' ? {} : { name: own }),
        ...(onDelete === undefined ? {} : { onDelete }),
        ...(onUpdate === undefined ? {} : { onUpdate }),
      },
      origin,
    );
}
