import type { ColumnDef, IndexStmt, Node } from 'libpg-query';
import {
  addedColumns,
  addedConstraints,
  alterCommands,
  constraintsOf,
  columnDef,
  droppedNames,
  strings,
  typeWord,
} from '../lint/parts.ts';
import { nameOfRelation } from '../lint/rule.ts';
import type { LintInput } from '../lint/rule.ts';
import type { Statement } from '../script/script.ts';
import { mainRelation } from '../trace/relations.ts';
import { ownIssue } from './issue.ts';
import type { Issue } from './issue.ts';
import { corruptIndexes } from './corrupt-indexes.ts';
import { ownRules } from './own-rules.ts';

/** What the text alone shows and squawk has no rule for. */
export function ownStatic(input: LintInput): readonly Issue[] {
  const { script } = input;
  const dropped = new Set<string>();
  return [
    ...script.statements.flatMap((statement) => ofStatement(input, statement, dropped)),
    ...columnsAndKeys(input),
    ...[...repeatedAlters(input)].flatMap(([index, table]) => {
      const statement = script.statements[index];
      if (statement === undefined) return [];
      return [
        ownIssue(ownRules.severalAlters, statement, {
          subject: table,
          what: `${table} was altered further up in this file already.`,
          next: `Put the actions on ${table} into one ALTER TABLE, where they may share a transaction.`,
        }),
      ];
    }),
  ];
}

function ofStatement(input: LintInput, statement: Statement, dropped: Set<string>): readonly Issue[] {
  const { node } = statement;
  if ('AlterTableStmt' in node) return json(input, statement);
  if ('CreateStmt' in node) return [...json(input, statement), ...madeAgain(statement, dropped)];
  if ('DropStmt' in node) return madeAgain(statement, dropped);
  if ('IndexStmt' in node || 'ReindexStmt' in node)
    return [...named(statement), ...corruptIndexes(input, statement)];
  return named(statement);
}

function named(statement: Statement): readonly Issue[] {
  const { node } = statement;
  if ('CreateEnumStmt' in node) {
    const subject = strings(node.CreateEnumStmt.typeName).join('.');
    return [
      ownIssue(ownRules.enumType, statement, {
        subject,
        what: `${subject} is an enum type.`,
        next: 'If values may ever go away, use a lookup table with a foreign key, or text with a CHECK.',
      }),
    ];
  }
  if ('RenameStmt' in node && node.RenameStmt.renameType === 'OBJECT_SCHEMA') {
    const { subname = '', newname = '' } = node.RenameStmt;
    return [
      ownIssue(ownRules.renameSchema, statement, {
        subject: subname,
        severity: 'warning',
        what: `The schema ${subname} is renamed to ${newname}.`,
        next: `Create ${newname}, put views of the tables into it, move clients over, then move the tables.`,
      }),
    ];
  }
  if ('AlterEnumStmt' in node && node.AlterEnumStmt.oldVal !== undefined) {
    const { typeName, oldVal, newVal = '' } = node.AlterEnumStmt;
    const subject = strings(typeName).join('.');
    return [
      ownIssue(ownRules.renameValue, statement, {
        subject: `${subject}.${oldVal}`,
        severity: 'warning',
        what: `'${oldVal}' of ${subject} is renamed to '${newVal}'.`,
        next: `Add '${newVal}', let clients read both, update rows in batches, and stop writing '${oldVal}'.`,
      }),
    ];
  }
  if ('DoStmt' in node || 'CallStmt' in node)
    return [
      ownIssue(ownRules.block, statement, {
        subject: 'DoStmt' in node ? 'DO' : `CALL ${strings(node.CallStmt.funccall?.funcname).join('.')}`,
        what: 'This statement runs a program.',
        next: 'Write the statements out, or test the block on a copy of production.',
      }),
    ];
  return 'IndexStmt' in node ? wide(statement, node.IndexStmt) : [];
}

function wide(
  statement: Statement,
  { unique, indexParams = [], idxname, relation }: IndexStmt,
): readonly Issue[] {
  if (unique === true || indexParams.length <= 3) return [];
  const subject = idxname ?? nameOfRelation(relation ?? {});
  return [
    ownIssue(ownRules.wideIndex, statement, {
      subject,
      what: `${subject} has ${indexParams.length} columns.`,
      next: 'Keep the columns that queries filter or sort by together; put others into INCLUDE or leave them out.',
    }),
  ];
}

function json({ script }: LintInput, statement: Statement): readonly Issue[] {
  return typedColumns(statement.node).flatMap(({ name, def }) => {
    if (typeWord(def?.typeName) !== 'json') return [];
    const subject = `${nameOfRelation(mainRelation(statement.node) ?? {})}.${name ?? def?.colname ?? ''}`;
    return [
      ownIssue(ownRules.json, statement, {
        at: script.offset(def?.typeName?.location ?? 0),
        subject,
        what: `${subject} is json.`,
        next: `Make ${subject} jsonb.`,
        standards: ['eugene/E3'],
      }),
    ];
  });
}

/** Columns of a new table, and those that an ALTER adds or changes, with the name it gives beside the definition. */
function typedColumns(
  node: Node,
): readonly { readonly name?: string | undefined; readonly def: ColumnDef | undefined }[] {
  if ('CreateStmt' in node)
    return (node.CreateStmt.tableElts ?? []).map((element) => ({ def: columnDef(element) }));
  return alterCommands(node).map(({ name, def }) => ({ name, def: columnDef(def) }));
}

function madeAgain(statement: Statement, dropped: Set<string>): readonly Issue[] {
  const { node } = statement;
  if ('DropStmt' in node && node.DropStmt.removeType === 'OBJECT_TABLE')
    for (const name of droppedNames(node.DropStmt)) dropped.add(name);
  if (!('CreateStmt' in node)) return [];
  const name = nameOfRelation(node.CreateStmt.relation ?? {});
  if (!dropped.has(name)) return [];
  return [
    ownIssue(ownRules.forcedTable, statement, {
      subject: name,
      severity: 'warning',
      what: `${name} is dropped further up and made again here.`,
      next: `Alter ${name} instead, or make the new table under another name and copy the rows.`,
    }),
  ];
}

const counting = /^(small|big)?serial\d?$/;

function columnsAndKeys(input: LintInput): readonly Issue[] {
  const serials = addedColumns(input).flatMap(({ alter, at, column }) => {
    const identity = constraintsOf(column).some(({ contype }) => contype === 'CONSTR_IDENTITY');
    if (!identity && !counting.test(typeWord(column.typeName))) return [];
    const subject = `${nameOfRelation(alter.table)}.${column.colname ?? ''}`;
    return [
      ownIssue(ownRules.serial, alter.statement, {
        at,
        subject,
        severity: 'warning',
        what: `${subject} is added with numbers for every row.`,
        next: 'Add a plain nullable column, set its default to nextval of a new sequence, and number old rows in batches.',
      }),
    ];
  });
  const constraints = addedConstraints(input).flatMap(({ alter, at, constraint }) => {
    const table = nameOfRelation(alter.table);
    const subject = `${table}.${constraint.conname ?? constraint.indexname ?? 'constraint'}`;
    if (constraint.contype === 'CONSTR_EXCLUSION')
      return [
        ownIssue(ownRules.exclusion, alter.statement, {
          at,
          subject,
          severity: 'warning',
          what: `An exclusion constraint is added to ${table}.`,
          next: 'Build it on a new table that is filled in batches and swapped in, or in a maintenance window.',
        }),
      ];
    if (constraint.contype !== 'CONSTR_PRIMARY' || constraint.indexname === undefined) return [];
    return [
      ownIssue(ownRules.primaryKeyIndex, alter.statement, {
        at,
        subject,
        what: `${table} gets its primary key from the index ${constraint.indexname}.`,
        next: 'Make the columns NOT NULL behind a validated CHECK first.',
      }),
    ];
  });
  return [...serials, ...constraints];
}

/** Tables altered more than once in one file (W12), by the statements after the first. */
function repeatedAlters({ alterations }: LintInput): ReadonlyMap<number, string> {
  const seen = new Set<string>();
  const repeated = new Map<number, string>();
  for (const { statement, table } of alterations) {
    const name = table.relname ?? '';
    if (seen.has(name)) repeated.set(statement.index, name);
    seen.add(name);
  }
  return repeated;
}
