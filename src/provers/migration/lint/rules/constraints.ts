import { addedColumns, addedConstraints, commandHit, constraintsOf, isNotValid, strings } from '../parts.ts';
import type { AddedConstraint } from '../parts.ts';
import { nameOfRelation } from '../rule.ts';
import type { Hit, LintInput, LintRule } from '../rule.ts';
import { validatedTooEarly } from '../validation.ts';

const kinds: Readonly<Record<string, string>> = {
  CONSTR_CHECK: 'check constraint',
  CONSTR_FOREIGN: 'foreign key',
  CONSTR_UNIQUE: 'unique constraint',
  CONSTR_PRIMARY: 'primary key',
  CONSTR_EXCLUSION: 'exclusion constraint',
  CONSTR_NOTNULL: 'NOT NULL constraint',
};

const isNew = ({ alter }: AddedConstraint, { madeInTransaction }: LintInput): boolean =>
  madeInTransaction.has(alter.table.relname ?? '');

/** The name of the constraint, or what it is on when PostgreSQL names it. */
function partOf({ constraint }: AddedConstraint): string {
  const { conname, keys = [], fk_attrs = [], contype } = constraint;
  if (conname !== undefined) return conname;
  const columns = strings([...keys, ...fk_attrs]);
  return columns.length > 0 ? columns.join(',') : (kinds[contype ?? ''] ?? 'constraint');
}

export const addingForeignKeyConstraint: LintRule = {
  id: 'adding-foreign-key-constraint',
  summary: 'A foreign key is added and checked in one step.',
  concern: 'lock',
  severity: 'warning',
  why: 'Every row is looked up while neither table can be written to.',
  standards: ['strong_migrations/add_foreign_key'],
  check: (input) => [
    ...addedConstraints(input)
      .filter(
        (added) =>
          added.constraint.contype === 'CONSTR_FOREIGN' &&
          !isNotValid(added.constraint) &&
          !isNew(added, input),
      )
      .map((added) =>
        commandHit({ ...added, at: input.script.offset(added.constraint.location ?? 0) }, partOf(added), {
          what: `A foreign key is added to ${nameOfRelation(added.alter.table)} and checked at once.`,
          next: 'Add it NOT VALID, and VALIDATE CONSTRAINT in a later transaction.',
        }),
      ),
    ...addedColumns(input).flatMap((added) =>
      constraintsOf(added.column)
        .filter(({ contype }) => contype === 'CONSTR_FOREIGN')
        .map(({ location = 0 }) =>
          commandHit({ ...added, at: input.script.offset(location) }, added.column.colname ?? '', {
            what: `A column with a foreign key is added to ${nameOfRelation(added.alter.table)}.`,
            next: 'Add the column, then the foreign key NOT VALID, and VALIDATE CONSTRAINT in a later transaction.',
          }),
        ),
    ),
  ],
};

export const constraintMissingNotValid: LintRule = {
  id: 'constraint-missing-not-valid',
  summary: 'A constraint is added and checked in one step.',
  concern: 'lock',
  severity: 'warning',
  why: 'All rows are checked while the lock of ALTER TABLE is held; NOT VALID splits that into two short steps.',
  standards: ['strong_migrations/add_check_constraint'],
  check: (input) => [
    ...validatedTooEarly(input),
    ...addedConstraints(input)
      .filter(
        (added) =>
          !isNew(added, input) && !isNotValid(added.constraint) && added.constraint.indexname === undefined,
      )
      .map((added) =>
        commandHit(added, partOf(added), {
          what: `A ${kinds[added.constraint.contype ?? ''] ?? 'constraint'} is added to ${nameOfRelation(added.alter.table)} without NOT VALID.`,
          next: 'Add it NOT VALID, and VALIDATE CONSTRAINT in a later transaction; build keys from an index made CONCURRENTLY.',
        }),
      ),
  ],
};

/** Keys that are added with an index of their own, at the table or at an added column. */
function addedKeys(
  input: LintInput,
  contype: string,
  sparesNew: boolean,
  words: Pick<Hit, 'next'>,
): readonly Hit[] {
  const what = (table: string): string =>
    `A ${kinds[contype] ?? 'key'} is added to ${table}, which builds its index in the same step.`;
  return [
    ...addedConstraints(input)
      .filter(
        (added) =>
          added.constraint.contype === contype &&
          added.constraint.indexname === undefined &&
          !(sparesNew && isNew(added, input)),
      )
      .map((added) =>
        commandHit({ ...added, at: input.script.offset(added.constraint.location ?? 0) }, partOf(added), {
          what: what(nameOfRelation(added.alter.table)),
          ...words,
        }),
      ),
    ...addedColumns(input).flatMap((added) =>
      constraintsOf(added.column)
        .filter((constraint) => constraint.contype === contype)
        .map(({ location = 0 }) =>
          commandHit({ ...added, at: input.script.offset(location) }, added.column.colname ?? '', {
            what: what(nameOfRelation(added.alter.table)),
            ...words,
          }),
        ),
    ),
  ];
}

export const addingSerialPrimaryKeyField: LintRule = {
  id: 'adding-serial-primary-key-field',
  summary: 'A primary key is added and its index built in one step.',
  concern: 'lock',
  severity: 'warning',
  why: 'The index is built while nobody can read or write the table.',
  standards: [],
  check: (input) =>
    addedKeys(input, 'CONSTR_PRIMARY', false, {
      next: 'Build a unique index CONCURRENTLY and add the key USING INDEX.',
    }),
};

export const disallowedUniqueConstraint: LintRule = {
  id: 'disallowed-unique-constraint',
  summary: 'A unique constraint is added and its index built in one step.',
  concern: 'lock',
  severity: 'warning',
  why: 'The index is built while nobody can read or write the table.',
  standards: ['strong_migrations/add_unique_constraint'],
  check: (input) =>
    addedKeys(input, 'CONSTR_UNIQUE', true, {
      next: 'Build a unique index CONCURRENTLY and add the constraint USING INDEX.',
    }),
};
