import type { XmlElement } from '../xml.ts';
import { createTable } from './tables.ts';
import { columnDefinition, constraintsAfter } from './columns.ts';
import type { Target } from './target.ts';
import { attr, columnsIn, listOf } from './target.ts';
import { databaseType } from './types.ts';

export type LiquibaseDialect = 'postgresql' | 'mysql';

type Write = (change: XmlElement, target: Target) => readonly string[] | undefined;

/** The statements by which the tool makes a change; nothing for what changes no schema, undefined for what is not known. */
export function statementsOf(change: XmlElement, target: Target): readonly string[] | undefined {
  if (silent.test(change.name)) return [];
  return Object.hasOwn(writers, change.name) ? writers[change.name]?.(change, target) : undefined;
}

const silent =
  /^(insert|update|delete|loadData|loadUpdateData|createSequence|alterSequence|dropSequence|renameSequence|tagDatabase|empty|output|stop|executeCommand|comment|validCheckSum|preConditions|rollback|modifySql|createProcedure|dropProcedure|createFunction|dropFunction|createTrigger|dropTrigger|ext|property|grant|setTableRemarks|setColumnRemarks)$/;

const table = (change: XmlElement, target: Target, key = 'tableName', schema = 'schemaName'): string =>
  target.table(attr(change, key) ?? '', attr(change, schema));

const alter = (change: XmlElement, target: Target, rest: string): readonly string[] => [
  `ALTER TABLE ${table(change, target)} ${rest}`,
];

const column = (change: XmlElement, target: Target, key = 'columnName'): string =>
  target.name(attr(change, key) ?? '');

const writers: Readonly<Record<string, Write>> = {
  createTable,
  addColumn: (change, target) =>
    columnsIn(change).flatMap((each) => [
      ...alter(change, target, `ADD COLUMN ${columnDefinition(each, target)}`),
      ...constraintsAfter(each, target, table(change, target)),
    ]),
  dropColumn: (change, target) => {
    const single = attr(change, 'columnName');
    const names = [
      ...(single === undefined ? [] : [single]),
      ...columnsIn(change).flatMap((each) => attr(each, 'name') ?? []),
    ];
    return names.flatMap((name) => alter(change, target, `DROP COLUMN ${target.name(name)}`));
  },
  renameColumn: (change, target) =>
    alter(
      change,
      target,
      `RENAME COLUMN ${column(change, target, 'oldColumnName')} TO ${column(change, target, 'newColumnName')}`,
    ),
  modifyDataType: (change, target) => {
    const type = databaseType(attr(change, 'newDataType') ?? '', target.dialect);
    return alter(
      change,
      target,
      target.dialect === 'mysql'
        ? `MODIFY ${column(change, target)} ${type}`
        : `ALTER COLUMN ${column(change, target)} TYPE ${type}`,
    );
  },
  dropTable: (change, target) => [
    `DROP TABLE ${table(change, target)}${attr(change, 'cascadeConstraints') === 'true' && target.dialect === 'postgresql' ? ' CASCADE' : ''}`,
  ],
  renameTable: (change, target) => [
    `ALTER TABLE ${table(change, target, 'oldTableName')} RENAME TO ${target.name(attr(change, 'newTableName') ?? '')}`,
  ],
  createIndex: (change, target) => {
    const columns = columnsIn(change).map((each) => {
      const name = attr(each, 'name') ?? '';
      const written = attr(each, 'computed') === 'true' ? name : target.name(name);
      return `${written}${attr(each, 'descending') === 'true' ? ' DESC' : ''}`;
    });
    const unique = attr(change, 'unique') === 'true' ? 'UNIQUE ' : '';
    const name = attr(change, 'indexName');
    return [
      `CREATE ${unique}INDEX ${name === undefined ? '' : `${target.name(name)} `}ON ${table(change, target)} (${columns.join(', ')})`,
    ];
  },
  dropIndex: (change, target) => [
    `DROP INDEX ${target.name(attr(change, 'indexName') ?? '')}${target.dialect === 'mysql' ? ` ON ${table(change, target)}` : ''}`,
  ],
  addForeignKeyConstraint: (change, target) => {
    const rule = (key: string, word: string): string => {
      const value = attr(change, key);
      return value === undefined ? '' : ` ON ${word} ${value}`;
    };
    const cascades = attr(change, 'deleteCascade') === 'true' && attr(change, 'onDelete') === undefined;
    const referenced = target.table(
      attr(change, 'referencedTableName') ?? '',
      attr(change, 'referencedTableSchemaName'),
    );
    return [
      `ALTER TABLE ${table(change, target, 'baseTableName', 'baseTableSchemaName')} ADD CONSTRAINT ${target.name(attr(change, 'constraintName') ?? '')} FOREIGN KEY (${listOf(change, 'baseColumnNames', target)}) REFERENCES ${referenced} (${listOf(change, 'referencedColumnNames', target)})${rule('onUpdate', 'UPDATE')}${rule('onDelete', 'DELETE')}${cascades ? ' ON DELETE CASCADE' : ''}`,
    ];
  },
  dropForeignKeyConstraint: (change, target) => [
    `ALTER TABLE ${table(change, target, 'baseTableName', 'baseTableSchemaName')} DROP ${target.dialect === 'mysql' ? 'FOREIGN KEY' : 'CONSTRAINT'} ${target.name(attr(change, 'constraintName') ?? '')}`,
  ],
  addPrimaryKey: (change, target) => {
    const name = attr(change, 'constraintName');
    return alter(
      change,
      target,
      `ADD ${name === undefined || target.dialect === 'mysql' ? '' : `CONSTRAINT ${target.name(name)} `}PRIMARY KEY (${listOf(change, 'columnNames', target)})`,
    );
  },
  dropPrimaryKey: (change, target) =>
    alter(
      change,
      target,
      target.dialect === 'mysql'
        ? 'DROP PRIMARY KEY'
        : `DROP CONSTRAINT ${target.name(attr(change, 'constraintName') ?? `${attr(change, 'tableName') ?? ''}_pkey`)}`,
    ),
  addUniqueConstraint: (change, target) => {
    const name = attr(change, 'constraintName');
    return alter(
      change,
      target,
      `ADD ${name === undefined ? '' : `CONSTRAINT ${target.name(name)} `}UNIQUE (${listOf(change, 'columnNames', target)})`,
    );
  },
  dropUniqueConstraint: (change, target) =>
    alter(
      change,
      target,
      `DROP ${target.dialect === 'mysql' ? 'KEY' : 'CONSTRAINT'} ${target.name(attr(change, 'constraintName') ?? '')}`,
    ),
  addNotNullConstraint: (change, target) => nullability(change, target, true),
  dropNotNullConstraint: (change, target) => nullability(change, target, false),
  addDefaultValue: (change, target) =>
    alter(
      change,
      target,
      `ALTER COLUMN ${column(change, target)} SET DEFAULT ${target.defaultOf(change, attr(change, 'columnDataType') ?? '') ?? 'NULL'}`,
    ),
  dropDefaultValue: (change, target) =>
    alter(change, target, `ALTER COLUMN ${column(change, target)} DROP DEFAULT`),
  addAutoIncrement: (change, target) =>
    target.dialect === 'mysql'
      ? alter(
          change,
          target,
          `MODIFY ${column(change, target)} ${databaseType(attr(change, 'columnDataType') ?? 'int', 'mysql')} NOT NULL AUTO_INCREMENT`,
        )
      : alter(change, target, `ALTER COLUMN ${column(change, target)} ADD GENERATED BY DEFAULT AS IDENTITY`),
  createView: (change, target) => [
    `CREATE VIEW ${table(change, target, 'viewName')} AS ${change.text === '' ? (attr(change, 'selectQuery') ?? 'SELECT 1') : change.text}`,
  ],
  dropView: (change, target) => [`DROP VIEW ${table(change, target, 'viewName')}`],
  addCheckConstraint: (change, target) =>
    alter(
      change,
      target,
      `ADD CONSTRAINT ${target.name(attr(change, 'constraintName') ?? '')} CHECK (${attr(change, 'constraintBody') ?? 'true'})`,
    ),
  dropCheckConstraint: (change, target) =>
    alter(change, target, `DROP CONSTRAINT ${target.name(attr(change, 'constraintName') ?? '')}`),
};

/** MySQL writes the whole column again, for which the change tells its type. */
function nullability(change: XmlElement, target: Target, isRequired: boolean): readonly string[] {
  if (target.dialect === 'postgresql')
    return alter(
      change,
      target,
      `ALTER COLUMN ${column(change, target)} ${isRequired ? 'SET' : 'DROP'} NOT NULL`,
    );
  const type = attr(change, 'columnDataType');
  return type === undefined
    ? []
    : alter(
        change,
        target,
        `MODIFY ${column(change, target)} ${databaseType(type, 'mysql')} ${isRequired ? 'NOT NULL' : 'NULL'}`,
      );
}
