import type { Constraint } from 'libpg-query';
import { commandHit, commandsOf, constraintDef, isNotValid, strings } from '../parts.ts';
import type { Command } from '../parts.ts';
import { nameOfRelation } from '../rule.ts';
import type { LintRule } from '../rule.ts';
import { compareVersions } from '../version.ts';

/** The column of `CHECK (column IS NOT NULL)`. */
function checkedColumn({ contype, raw_expr: expression }: Constraint): string | undefined {
  if (contype !== 'CONSTR_CHECK' || expression === undefined || !('NullTest' in expression)) return undefined;
  const { nulltesttype, arg } = expression.NullTest;
  if (nulltesttype !== 'IS_NOT_NULL' || arg === undefined || !('ColumnRef' in arg)) return undefined;
  const names = strings(arg.ColumnRef.fields);
  return names.length === 1 ? names[0] : undefined;
}

/** What the file itself shows about checks that prove a column to hold no NULL (PostgreSQL 12 and later). */
function proofs() {
  const checks = new Map<string, string>();
  const proved = new Set<string>();
  const key = (table: string, column: string): string => JSON.stringify([table, column]);
  const everywhere = new Set<string>();
  return {
    see({ alter, command: { subtype, name = '', def } }: Command): void {
      const table = alter.table.relname ?? '';
      if (subtype === 'AT_AddConstraint') {
        const constraint = constraintDef(def);
        const column = constraint === undefined ? undefined : checkedColumn(constraint);
        if (constraint?.conname !== undefined && column !== undefined && isNotValid(constraint))
          checks.set(constraint.conname, key(table, column));
      }
      if (subtype !== 'AT_ValidateConstraint') return;
      const checked = checks.get(name);
      if (checked !== undefined && checked.startsWith(`${JSON.stringify([table]).slice(0, -1)},`))
        proved.add(checked);
      // A constraint from an earlier migration: its columns are not in this file.
      else everywhere.add(table);
    },
    covers: (table: string, column: string): boolean =>
      everywhere.has(table) || proved.has(key(table, column)),
  };
}

export const addingNotNullableField: LintRule = {
  id: 'adding-not-nullable-field',
  summary: 'A column becomes NOT NULL without a validated check that proves it.',
  concern: 'lock',
  severity: 'warning',
  why: 'All rows are read to prove it while nobody can read or write the table.',
  standards: ['strong_migrations/change_column_null'],
  check: (input) => {
    const { settings } = input;
    const known = compareVersions(settings.pgVersion, [12]) >= 0 ? proofs() : undefined;
    return commandsOf(input).flatMap((command) => {
      known?.see(command);
      const { subtype, name = '' } = command.command;
      const table = command.alter.table.relname ?? '';
      if (subtype !== 'AT_SetNotNull' || known?.covers(table, name) === true) return [];
      return [
        commandHit(command, name, {
          what: `${nameOfRelation(command.alter.table)}.${name} becomes NOT NULL.`,
          next: 'Add CHECK (… IS NOT NULL) NOT VALID, VALIDATE it, then SET NOT NULL and drop the check.',
        }),
      ];
    });
  },
};
