import type { Constraint } from 'libpg-query';
import { isConstantOrStable } from '../constant.ts';
import { addedColumns, commandHit, constraintsOf } from '../parts.ts';
import type { AddedColumn } from '../parts.ts';
import { nameOfRelation } from '../rule.ts';
import type { Hit, LintInput, LintRule } from '../rule.ts';
import { compareVersions } from '../version.ts';

const withDefault = (input: LintInput, added: AddedColumn, constraint: Constraint): Hit | undefined => {
  const { script, settings } = input;
  const { contype, raw_expr: expression, location = 0 } = constraint;
  const at = { ...added, at: script.offset(location) };
  const { colname: column = '' } = added.column;
  const name = `${nameOfRelation(added.alter.table)}.${column}`;
  if (contype === 'CONSTR_GENERATED' || contype === 'CONSTR_IDENTITY')
    return commandHit(at, column, {
      what: `${name} is added as a ${contype === 'CONSTR_IDENTITY' ? 'identity' : 'generated'} column.`,
      next: 'Add a plain nullable column, fill it in batches, and keep it up to date with a trigger.',
    });
  if (contype !== 'CONSTR_DEFAULT' || expression === undefined) return undefined;
  const once = compareVersions(settings.pgVersion, [11]) > 0;
  if (once && isConstantOrStable(expression, script)) return undefined;
  return commandHit(at, column, {
    what: `${name} is added with a default that may have to be computed for every row.`,
    next: 'Add the column without a default, set the default for new rows, and fill the old ones in batches.',
  });
};

export const addingFieldWithDefault: LintRule = {
  id: 'adding-field-with-default',
  summary: 'A column is added with a default that may be written into every row.',
  concern: 'lock',
  severity: 'warning',
  why: 'A volatile default, a stored generated column or an identity column rewrites the table while nobody can read it.',
  standards: ['strong_migrations/add_column_default'],
  check: (input) =>
    addedColumns(input).flatMap((added) =>
      constraintsOf(added.column).flatMap((constraint) => withDefault(input, added, constraint) ?? []),
    ),
};

export const addingRequiredField: LintRule = {
  id: 'adding-required-field',
  summary: 'A column is added NOT NULL without a default.',
  concern: 'failure',
  severity: 'warning',
  why: 'On a table with rows the statement fails; on an empty one every writer that does not know the column fails.',
  standards: [],
  check: (input) =>
    addedColumns(input).flatMap((added) => {
      const kinds = constraintsOf(added.column).map(({ contype }) => contype);
      const fills = kinds.some((kind) =>
        ['CONSTR_DEFAULT', 'CONSTR_GENERATED', 'CONSTR_IDENTITY'].includes(kind ?? ''),
      );
      if (!kinds.includes('CONSTR_NOTNULL') || fills) return [];
      const { colname: column = '' } = added.column;
      return [
        commandHit(added, column, {
          what: `${nameOfRelation(added.alter.table)}.${column} is added NOT NULL without a default.`,
          next: 'Add it nullable, fill it in batches, then SET NOT NULL behind a validated CHECK; or give it a constant default.',
        }),
      ];
    }),
};
