import type { Index, Key } from '../../../../model/data.ts';
import { unknownCondition } from '../../../../model/data.ts';
import { addIndex, addUnique, indexOf } from '../../schema/changes.ts';
import type { TableDraft } from '../../sql/draft.ts';
import type { Value } from '../evaluator/value.ts';
import { itemsOf, stringOf } from '../evaluator/value.ts';
import { textOf } from '../reading/texts.ts';
import { djangoName } from './django-names.ts';
import type { DjangoModel } from './django-state.ts';
import { keywordsOf } from './django-state.ts';
import { columnName } from './django-targets.ts';
import { fieldClass } from './django-types.ts';

/** Keys and indexes over several columns. */
export function addTogether(model: DjangoModel, table: TableDraft): void {
  const { origin } = model;
  const columns = (given: Value | undefined): readonly string[] =>
    itemsOf(given).flatMap((each) => {
      const name = stringOf(each);
      if (name === undefined) return [];
      const bare = name.replace(/^-/, '');
      return [`${columnName(bare, model.fields.get(bare))}${name.startsWith('-') ? ' desc' : ''}`];
    });
  const groups = (option: string): readonly (readonly string[])[] => {
    const given = itemsOf(model.options.get(option));
    const lists = given.every((each) => stringOf(each) !== undefined)
      ? [columns(model.options.get(option))]
      : given.map(columns);
    return lists.filter((each) => each.length > 0);
  };
  for (const each of groups('unique_together'))
    addUnique(table, { name: djangoName(table.name, each, '_uniq'), columns: each, origin });
  for (const each of groups('index_together'))
    addIndex(table, indexOf(djangoName(table.name, each, '_idx'), each, false, origin));
  for (const each of itemsOf(model.options.get('indexes'))) {
    const args = keywordsOf(each);
    const fields = columns(args?.keywords.get('fields'));
    if (args === undefined || fields.length === 0) continue;
    const method =
      /^(Gin|Gist|Brin|Hash|SpGist|BTree|Bloom)Index$/.exec(fieldClass(each))?.[1]?.toLowerCase() ?? 'btree';
    const made: Index = indexOf(
      textOf(args.keywords.get('name')) ?? djangoName(table.name, fields, '_idx'),
      fields,
      false,
      origin,
      { method },
    );
    addIndex(table, args.keywords.has('condition') ? { ...made, where: unknownCondition } : made);
  }
  for (const each of itemsOf(model.options.get('constraints'))) addConstraint(table, each, columns, model);
}

function addConstraint(
  table: TableDraft,
  given: Value,
  columns: (given: Value | undefined) => readonly string[],
  { origin }: DjangoModel,
): void {
  const args = keywordsOf(given);
  const name = textOf(args?.keywords.get('name'));
  const fields = columns(args?.keywords.get('fields'));
  if (
    args === undefined ||
    name === undefined ||
    fieldClass(given) !== 'UniqueConstraint' ||
    fields.length === 0
  )
    return;
  if (args.keywords.has('condition')) {
    addIndex(table, indexOf(name, fields, true, origin, { where: unknownCondition }));
    return;
  }
  const key: Key = { name, columns: fields, origin };
  addUnique(table, key);
}
