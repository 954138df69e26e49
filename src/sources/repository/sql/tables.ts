import type { CreateStmt, CreateTableAsStmt, IndexStmt, TableLikeClause } from 'libpg-query';
import type { Index } from '../../../model/data.ts';
import type { SchemaDraft, TableDraft } from './draft.ts';
import { generatedName, tell } from './draft.ts';
import { addColumn } from './columns.ts';
import { addConstraint } from './constraints.ts';
import { indexElements, whereText } from './excerpts.ts';
import { isDefaultOperators, relationName, schemaOf } from './names.ts';
import { emptyTable } from './draft.ts';
import { columnsOfQuery } from './query-columns.ts';
import type { Statement } from './script.ts';
import { originAt } from './script.ts';
import { createView } from './views.ts';

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
    for (const parent of create.inhRelations ?? [])
      if ('RangeVar' in parent)
        addPartition(draft, relationName(parent.RangeVar), create.relation?.relname ?? '', statement);
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
    else if ('TableLikeClause' in element) copyLike(draft, table, element.TableLikeClause, statement);
  }
  setPartition(table, create);
}

/** A partition is no table of its own; one of a partition belongs to none that is known. */
export function addPartition(draft: SchemaDraft, parent: string, name: string, statement: Statement): void {
  const table = draft.tables.get(parent);
  if (table === undefined) return;
  table.partitions = [...(table.partitions ?? []), { name, indexes: [], origin: originAt(statement) }];
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

/** Bits of INCLUDING …, as the parser gives them. */
const including = { constraints: 4, defaults: 8, generated: 16, identity: 32, indexes: 64 } as const;

/** `LIKE source INCLUDING …`: names, types and NOT NULL always, the rest only when it is asked for. */
function copyLike(draft: SchemaDraft, table: TableDraft, like: TableLikeClause, statement: Statement): void {
  const from = relationName(like.relation);
  const source = draft.tables.get(from);
  if (source === undefined) return copyColumns(draft, table, from, statement);
  const has = (bit: number): boolean => ((like.options ?? 0) & bit) !== 0;
  table.columns = [
    ...table.columns,
    ...source.columns.map(({ default: value, generated, ...column }) => {
      const isIdentity = value?.endsWith('as identity') === true;
      const keeps = value !== undefined && has(isIdentity ? including.identity : including.defaults);
      return {
        ...column,
        ...(keeps ? { default: value } : {}),
        ...(generated !== undefined && has(including.generated) ? { generated } : {}),
      };
    }),
  ];
  if (has(including.constraints)) table.checks = [...table.checks, ...source.checks];
  if (!has(including.indexes)) return;
  const named = (parts: readonly string[], suffix: string): string =>
    generatedName(draft, [table.name, ...parts], suffix);
  if (source.primaryKey !== undefined) table.primaryKey = { ...source.primaryKey, name: named([], 'pkey') };
  table.uniques = source.uniques.map((key) => ({ ...key, name: named(key.columns, 'key') }));
  table.indexes = source.indexes.map((index) => ({
    ...index,
    name: named(
      index.columns.map((column) => /^\w+/.exec(column)?.[0] ?? 'expr'),
      'idx',
    ),
  }));
}

/** A table that a query fills: its columns are those of the answer, all of them nullable. */
export function createTableAs(draft: SchemaDraft, create: CreateTableAsStmt, statement: Statement): void {
  const relation = create.into?.rel;
  const name = relationName(relation);
  if (create.objtype === 'OBJECT_MATVIEW') {
    const options = create.into?.options;
    return createView(draft, { relation, query: create.query, options, materialized: true }, statement);
  }
  if (create.objtype !== 'OBJECT_TABLE' || relation?.relpersistence === 't') {
    draft.otherRelations.add(name);
    return;
  }
  if (draft.tables.has(name)) return;
  const { query } = create;
  const columns =
    query !== undefined && 'SelectStmt' in query ? columnsOfQuery(draft, query.SelectStmt) : undefined;
  if (columns === undefined) {
    draft.otherRelations.add(name);
    return tell(draft, name, 'the columns come from a query (CREATE TABLE AS)', originAt(statement));
  }
  const table = emptyTable(relation?.relname ?? '', schemaOf(relation?.schemaname), originAt(statement));
  table.columns = columns.map((column) => ({
    name: column.name,
    type: column.type ?? 'unknown',
    nullable: true,
    origin: originAt(statement),
  }));
  draft.tables.set(name, table);
  for (const { name: column, type } of columns)
    if (type === undefined)
      tell(
        draft,
        `${name}.${column}`,
        'its type comes from a function that is not known',
        originAt(statement),
      );
}

export function createIndex(draft: SchemaDraft, create: IndexStmt, statement: Statement): void {
  const name = relationName(create.relation);
  const table = draft.tables.get(name);
  if (table === undefined) {
    if (!draft.otherRelations.has(name))
      return tell(draft, name, 'an index is created on a table that is not known', originAt(statement));
    return indexPartition(draft, create, statement);
  }
  const index = readIndex(draft, table.name, create, statement);
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

function readIndex(draft: SchemaDraft, table: string, create: IndexStmt, statement: Statement): Index {
  const plain = (create.indexParams ?? []).flatMap((node) =>
    'IndexElem' in node ? [node.IndexElem.name ?? 'expr'] : [],
  );
  const where = create.whereClause === undefined ? undefined : whereText(statement);
  return {
    name: create.idxname ?? generatedName(draft, [table, ...plain], 'idx'),
    columns: indexColumns(create, statement),
    include: (create.indexIncludingParams ?? []).flatMap((node) =>
      'IndexElem' in node ? [node.IndexElem.name ?? ''] : [],
    ),
    unique: create.unique === true,
    ...(create.nulls_not_distinct === true ? { nullsNotDistinct: true as const } : {}),
    method: create.accessMethod ?? 'btree',
    ...(where === undefined ? {} : { where }),
    serves: [],
    origin: originAt(statement),
  };
}

/** An index that only one partition has. */
function indexPartition(draft: SchemaDraft, create: IndexStmt, statement: Statement): void {
  const name = create.relation?.relname ?? '';
  const table = [...draft.tables.values()].find(({ partitions = [] }) =>
    partitions.some((partition) => partition.name === name),
  );
  if (table === undefined) return;
  const index = readIndex(draft, name, create, statement);
  table.partitions = (table.partitions ?? []).map((partition) =>
    partition.name === name ? { ...partition, indexes: [...partition.indexes, index] } : partition,
  );
}

/** Column names; expressions in parentheses; an operator class and a descending order stay in the text. */
function indexColumns(create: IndexStmt, statement: Statement): readonly string[] {
  const texts = indexElements(statement);
  return (create.indexParams ?? []).flatMap((node, position) => {
    if (!('IndexElem' in node)) return [];
    const { name, ordering, opclass } = node.IndexElem;
    const order = ordering === 'SORTBY_DESC' ? ' desc' : '';
    const last = opclass?.at(-1);
    const given = last !== undefined && 'String' in last ? (last.String.sval ?? '') : '';
    const operators = given === '' || isDefaultOperators(given) ? '' : ` ${given}`;
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
