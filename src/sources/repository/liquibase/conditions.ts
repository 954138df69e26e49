import type { SchemaDraft, TableDraft } from '../sql/draft.ts';
import type { XmlElement } from '../xml.ts';
import type { LiquibaseDialect } from './statements.ts';
import { attr } from './target.ts';

/** Whether a change is run on a database on which all changes before it were run; what asks for data counts as met. */
export function isRun(changeSet: XmlElement, draft: SchemaDraft, dialect: LiquibaseDialect): boolean {
  const conditions = changeSet.children.find(({ name }) => name === 'preConditions');
  if (conditions === undefined || !/^(MARK_RAN|CONTINUE)$/i.test(attr(conditions, 'onFail') ?? ''))
    return true;
  return all(conditions.children, draft, dialect) !== false;
}

type Verdict = boolean | undefined;

const all = (conditions: readonly XmlElement[], draft: SchemaDraft, dialect: LiquibaseDialect): Verdict => {
  const verdicts = conditions.map((each) => verdictOf(each, draft, dialect));
  return verdicts.includes(false) ? false : verdicts.includes(undefined) ? undefined : true;
};

function verdictOf(condition: XmlElement, draft: SchemaDraft, dialect: LiquibaseDialect): Verdict {
  const table = tableOf(draft, attr(condition, 'tableName') ?? attr(condition, 'foreignKeyTableName'));
  switch (condition.name) {
    case 'and':
      return all(condition.children, draft, dialect);
    case 'or': {
      const verdicts = condition.children.map((each) => verdictOf(each, draft, dialect));
      return verdicts.includes(true) ? true : verdicts.includes(undefined) ? undefined : false;
    }
    case 'not': {
      const verdict = all(condition.children, draft, dialect);
      return verdict === undefined ? undefined : !verdict;
    }
    case 'dbms':
      return isFor(attr(condition, 'type'), dialect);
    case 'tableExists':
      return table !== undefined;
    case 'columnExists':
      return hasColumn(table, attr(condition, 'columnName'));
    case 'primaryKeyExists':
      return table?.primaryKey !== undefined;
    case 'indexExists':
      return hasIndex(draft, attr(condition, 'indexName'), table, attr(condition, 'columnNames'));
    case 'foreignKeyConstraintExists':
      return hasForeignKey(draft, attr(condition, 'foreignKeyName'));
    case 'sqlCheck':
      return isMet(condition);
    // Nothing was run before the first of them.
    case 'changeSetExecuted':
      return false;
    default:
      return undefined;
  }
}

/** What a database holds is not known; an extension that a server may offer is not presumed. */
const isMet = (condition: XmlElement): Verdict =>
  attr(condition, 'expectedResult') !== '0' && /pg_(available_)?extension/i.test(condition.text)
    ? false
    : undefined;

/** `postgresql, h2`, `!mysql`, `all`: whether a change is meant for the database. */
export function isFor(dbms: string | undefined, dialect: LiquibaseDialect): boolean {
  const names = (dbms ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const own = (name: string): boolean =>
    dialect === 'mysql' ? /^(mysql|mariadb)$/.test(name) : name === 'postgresql';
  if (names.length === 0 || names.includes('all')) return true;
  if (names.some((name) => name.startsWith('!'))) return !names.some((name) => own(name.slice(1)));
  return names.some(own);
}

const tableOf = (draft: SchemaDraft, name: string | undefined): TableDraft | undefined =>
  name === undefined
    ? undefined
    : [...draft.tables.values()].find((table) => table.name.toLowerCase() === name.toLowerCase());

const hasColumn = (table: TableDraft | undefined, name: string | undefined): boolean =>
  table?.columns.some((column) => column.name.toLowerCase() === name?.toLowerCase()) ?? false;

/** By its name, else by the columns it is on: keys have indexes too. */
const hasIndex = (
  draft: SchemaDraft,
  name: string | undefined,
  table: TableDraft | undefined,
  columns: string | undefined,
): Verdict =>
  name === undefined
    ? columns === undefined
      ? undefined
      : isOnColumns(table, columns)
    : [...draft.tables.values()].some((table) =>
        [...table.indexes, ...table.uniques].some(
          (index) => index.name?.toLowerCase() === name.toLowerCase(),
        ),
      );

function isOnColumns(table: TableDraft | undefined, columns: string): boolean {
  const wanted = columns.toLowerCase().replaceAll(/\s/g, '');
  const keys = table?.primaryKey === undefined ? [] : [table.primaryKey];
  return [...keys, ...(table?.uniques ?? []), ...(table?.indexes ?? [])].some(
    (each) => each.columns.join(',').toLowerCase() === wanted,
  );
}

const hasForeignKey = (draft: SchemaDraft, name: string | undefined): Verdict =>
  name === undefined
    ? undefined
    : [...draft.tables.values()].some((table) =>
        table.foreignKeys.some((key) => key.name?.toLowerCase() === name.toLowerCase()),
      );
