import type { Constraint } from 'libpg-query';
import type { ForeignKey, Key, ReferentialAction } from '../../../model/data.ts';
import type { SchemaDraft, TableDraft } from './draft.ts';
import { generatedName, tell } from './draft.ts';
import { parenthesised } from './excerpts.ts';
import { relationName, words } from './names.ts';
import type { Statement } from './script.ts';
import { originAt } from './script.ts';

const actions: Readonly<Record<string, ReferentialAction>> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};

/** Adds a table constraint, or a column constraint when `column` is given. Other kinds are left to the column. */
export function addConstraint(
  draft: SchemaDraft,
  table: TableDraft,
  constraint: Constraint,
  statement: Statement,
  column?: string,
): void {
  const origin = originAt(statement, constraint.location);
  const own = words(constraint.keys);
  const columns = column === undefined ? own : [column];
  switch (constraint.contype) {
    case 'CONSTR_PRIMARY':
      if (constraint.indexname !== undefined) return adoptIndex(draft, table, constraint, statement);
      return setPrimaryKey(table, {
        name: constraint.conname ?? generatedName(draft, [table.name], 'pkey'),
        columns,
        origin,
      });
    case 'CONSTR_UNIQUE': {
      if (constraint.indexname !== undefined) return adoptIndex(draft, table, constraint, statement);
      const name = constraint.conname ?? generatedName(draft, [table.name, ...columns], 'key');
      const distinct = constraint.nulls_not_distinct === true ? { nullsNotDistinct: true as const } : {};
      table.uniques = [...table.uniques, { name, columns, ...distinct, origin }];
      return;
    }
    case 'CONSTR_FOREIGN':
      table.foreignKeys = [...table.foreignKeys, foreignKey(draft, table, constraint, statement, column)];
      return;
    case 'CONSTR_CHECK': {
      const sql = parenthesised(statement, 'check', constraint.location ?? statement.start) ?? '';
      const parts = column === undefined ? [table.name] : [table.name, column];
      const name = constraint.conname ?? generatedName(draft, parts, 'check');
      table.checks = [...table.checks, { name, sql, origin }];
      return;
    }
    case 'CONSTR_EXCLUSION':
      return addExclusion(draft, table, constraint, statement);
    default:
      return;
  }
}

/** The index that PostgreSQL makes for an exclusion constraint; the rule itself has no place in the model. */
function addExclusion(
  draft: SchemaDraft,
  table: TableDraft,
  constraint: Constraint,
  statement: Statement,
): void {
  const columns = (constraint.exclusions ?? []).flatMap((node) => {
    const [element] = 'List' in node ? (node.List.items ?? []) : [];
    return element !== undefined && 'IndexElem' in element ? [element.IndexElem.name ?? 'expr'] : [];
  });
  const origin = originAt(statement, constraint.location);
  const name = constraint.conname ?? generatedName(draft, [table.name, ...columns], 'excl');
  const method = constraint.access_method ?? 'btree';
  table.indexes = [
    ...table.indexes,
    { name, columns, include: [], unique: false, method, serves: [], origin },
  ];
  tell(
    draft,
    table.name,
    `exclusion constraint ${name} stands as an index: the model has no such rule`,
    origin,
  );
}

export function setPrimaryKey(table: TableDraft, key: Key): void {
  table.primaryKey = key;
  table.columns = table.columns.map((column) =>
    key.columns.includes(column.name) ? { ...column, nullable: false } : column,
  );
}

/** `ADD CONSTRAINT … UNIQUE USING INDEX i`: the index becomes the constraint's. */
function adoptIndex(
  draft: SchemaDraft,
  table: TableDraft,
  constraint: Constraint,
  statement: Statement,
): void {
  const index = table.indexes.find((candidate) => candidate.name === constraint.indexname);
  if (index === undefined)
    return tell(draft, table.name, `index ${constraint.indexname} is not known`, originAt(statement));
  table.indexes = table.indexes.filter((candidate) => candidate !== index);
  const distinct = index.nullsNotDistinct === true ? { nullsNotDistinct: true as const } : {};
  const key = {
    name: constraint.conname ?? index.name,
    columns: index.columns,
    ...distinct,
    origin: index.origin,
  };
  if (constraint.contype === 'CONSTR_PRIMARY') setPrimaryKey(table, key);
  else table.uniques = [...table.uniques, key];
}

function foreignKey(
  draft: SchemaDraft,
  table: TableDraft,
  constraint: Constraint,
  statement: Statement,
  column: string | undefined,
): ForeignKey {
  const columns = column === undefined ? words(constraint.fk_attrs) : [column];
  return {
    name: constraint.conname ?? generatedName(draft, [table.name, ...columns], 'fkey'),
    columns,
    references: { table: relationName(constraint.pktable), columns: words(constraint.pk_attrs) },
    onDelete: actions[constraint.fk_del_action ?? 'a'] ?? 'no action',
    onUpdate: actions[constraint.fk_upd_action ?? 'a'] ?? 'no action',
    ...(constraint.fk_matchtype === 'f' ? { matchFull: true as const } : {}),
    ...(constraint.deferrable === true ? { deferrable: true as const } : {}),
    origin: originAt(statement, constraint.location),
  };
}

export function dropConstraint(table: TableDraft, name: string): boolean {
  const before = [table.uniques, table.foreignKeys, table.checks].reduce((sum, list) => sum + list.length, 0);
  const primary = table.primaryKey?.name === name;
  if (primary) delete table.primaryKey;
  table.uniques = table.uniques.filter((key) => key.name !== name);
  table.foreignKeys = table.foreignKeys.filter((key) => key.name !== name);
  table.checks = table.checks.filter((check) => check.name !== name);
  table.indexes = table.indexes.filter((index) => index.method !== 'gist' || index.name !== name);
  const after = [table.uniques, table.foreignKeys, table.checks].reduce((sum, list) => sum + list.length, 0);
  return primary || after < before;
}
