import type { XmlElement } from '../xml.ts';
import { columnDefinition, constraintClauses, constraintsOf } from './columns.ts';
import type { Target } from './target.ts';
import { attr, columnsIn } from './target.ts';

/** Columns, then the key of all columns that are part of it, then what else the columns are bound by. */
export function createTable(change: XmlElement, target: Target): readonly string[] {
  const name = attr(change, 'tableName') ?? '';
  const columns = columnsIn(change);
  const keys = columns.filter((column) => {
    const constraints = constraintsOf(column);
    return constraints !== undefined && attr(constraints, 'primaryKey') === 'true';
  });
  const keyName = keys
    .map((column) => attr(constraintsOf(column) ?? column, 'primaryKeyName'))
    .find((each) => each !== undefined);
  const key =
    keys.length === 0
      ? []
      : [
          `${keyName === undefined || target.dialect === 'mysql' ? '' : `CONSTRAINT ${target.name(keyName)} `}PRIMARY KEY (${keys.map((column) => target.name(attr(column, 'name') ?? '')).join(', ')})`,
        ];
  const parts = [
    ...columns.map((column) => columnDefinition(column, target)),
    ...key,
    ...columns.flatMap((column) => constraintClauses(column, target)),
  ];
  const exists = attr(change, 'ifNotExists') === 'true' ? 'IF NOT EXISTS ' : '';
  return [`CREATE TABLE ${exists}${target.table(name, attr(change, 'schemaName'))} (${parts.join(', ')})`];
}
