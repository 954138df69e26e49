import type { CreateStmt, IndexStmt } from 'libpg-query';
import type { SchemaDraft, TableDraft } from './draft.ts';
import { generatedName, tell } from './draft.ts';
import { addColumn } from './columns.ts';
import { addConstraint } from './constraints.ts';
import { indexElements, whereText } from './excerpts.ts';
import { relationName, schemaOf } from './names.ts';
import type { Statement } from './script.ts';
import { originAt } from './script.ts';

const emptyTable = (name: string, schema: string | undefined, origin: TableDraft['origin']): TableDraft => ({
  name,
  ...(schema === undefined ? {} : { schema }),
  columns: [],
  uniques: [],
  indexes: [],
  foreignKeys: [],
  checks: [],
  origin,
});

export function createTable(draft: SchemaDraft, create: CreateStmt, statement: Statement): void {
  const name = relationName(create.relation);
  if (create.relation?.relpersistence === 't') {
    draft.otherRelations.add(name);
    return;
  }
  if (draft.tables.has(name)) {
    if (create.if_not_exists !== true)
      tell(draft, name, 'the table is created twice; the first definition is kept', originAt(statement));
    return;
  }
  if (create.partbound !== undefined) {
    draft.otherRelations.add(name);
    return;
  }
  const table = emptyTable(
    create.relation?.relname ?? '',
    schemaOf(create.relation?.schemaname),
    originAt(statement),
  );
  draft.tables.set(name, table);
  for (const parent of create.inhRelations ?? [])
    if ('RangeVar' in parent) copyColumns(draft, table, relationName(parent.RangeVar), statement);
  for (const element of create.tableElts ?? []) {
    if ('ColumnDef' in element) addColumn(draft, table, element.ColumnDef, statement);
    else if ('Constraint' in element) addConstraint(draft, table, element.Constraint, statement);
    else if ('TableLikeClause' in element)
      copyColumns(draft, table, relationName(element.TableLikeClause.relation), statement);
  }
  setPartition(table, create);
}

function setPartition(table: TableDraft, create: CreateStmt): void {
  const spec = create.partspec;
  if (spec === undefined) return;
  const by = (spec.partParams ?? []).flatMap((node) =>
    'PartitionElem' in node ? [node.PartitionElem.name ?? 'an expression'] : [],
  );
  const step = (spec.strategy ?? '').replace('PARTITION_STRATEGY_', '').toLowerCase();
  table.partition = { by: by.join(', '), step, because: 'declared by PARTITION BY' };
}

function copyColumns(draft: SchemaDraft, table: TableDraft, from: string, statement: Statement): void {
  const source = draft.tables.get(from);
  if (source === undefined)
    return tell(draft, table.name, `columns are taken from ${from}, which is not known`, originAt(statement));
  table.columns = [...table.columns, ...source.columns];
}

export function createIndex(draft: SchemaDraft, create: IndexStmt, statement: Statement): void {
  const name = relationName(create.relation);
  const table = draft.tables.get(name);
  if (table === undefined) {
    if (!draft.otherRelations.has(name))
      tell(draft, name, 'an index is created on a table that is not known', originAt(statement));
    return;
  }
  const columns = indexColumns(create, statement);
  const plain = (create.indexParams ?? []).flatMap((node) =>
    'IndexElem' in node ? [node.IndexElem.name ?? 'expr'] : [],
  );
  const where = create.whereClause === undefined ? undefined : whereText(statement);
  const index = {
    name: create.idxname ?? generatedName(draft, [table.name, ...plain], 'idx'),
    columns,
    include: (create.indexIncludingParams ?? []).flatMap((node) =>
      'IndexElem' in node ? [node.IndexElem.name ?? ''] : [],
    ),
    unique: create.unique === true,
    method: create.accessMethod ?? 'btree',
    ...(where === undefined ? {} : { where }),
    serves: [],
    origin: originAt(statement),
  };
  if (table.indexes.some((other) => other.name === index.name)) {
    if (create.if_not_exists !== true)
      tell(
        draft,
        index.name,
        'the index is created twice; the first definition is kept',
        originAt(statement),
      );
    return;
  }
  table.indexes = [...table.indexes, index];
}

/** Column names; expressions in parentheses; an operator class and a descending order stay in the text. */
function indexColumns(create: IndexStmt, statement: Statement): readonly string[] {
  const texts = indexElements(statement);
  return (create.indexParams ?? []).flatMap((node, position) => {
    if (!('IndexElem' in node)) return [];
    const { name, ordering, opclass } = node.IndexElem;
    const order = ordering === 'SORTBY_DESC' ? ' desc' : '';
    const last = opclass?.at(-1);
    const operators = last !== undefined && 'String' in last ? ` ${last.String.sval ?? ''}` : '';
    if (name !== undefined) return [name + operators + order];
    const text = stripSuffix(texts[position] ?? '', opclass !== undefined);
    return [`${text.startsWith('(') && text.endsWith(')') ? text : `(${text})`}${operators}${order}`];
  });
}

/** The expression of an index element without its operator class and order. */
function stripSuffix(text: string, operatorClass: boolean): string {
  const plain = text.replace(/\s+nulls\s+(first|last)$/i, '').replace(/\s+(asc|desc)$/i, '');
  return operatorClass ? plain.replace(/\s+[\w."]+$/, '') : plain;
}
