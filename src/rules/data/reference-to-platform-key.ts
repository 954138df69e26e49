import type { Rule } from '../rule.ts';
import { dialectOf, identifier, tableName } from './dialect.ts';
import { tableSubject } from './pattern.ts';

export const referenceToPlatformKey: Rule = {
  id: 'reference-to-platform-key',
  summary: 'A foreign key rests on a unique column of a table that the platform changes.',
  severity: 'warning',
  standards: ['splinter/0021'],
  remedy: {
    title: 'Refer to the primary key of the platform',
    impact: 3,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'keep the old column until the new one is filled',
  },
  check: ({ data }) =>
    dialectOf(data) === 'postgresql'
      ? data.tables
          .filter(({ schema }) => schema !== 'auth')
          .flatMap((table) =>
            table.foreignKeys.flatMap(({ name, columns, references, origin }) => {
              const [column = ''] = references.columns;
              const isKey =
                references.columns.length === 0 ||
                references.columns.join() === keyOf(data, references.table);
              if (!references.table.startsWith('auth.') || isKey) return [];
              return [
                {
                  subject: `${tableSubject(table)}.${columns.join(', ')}`,
                  confidence: 'certain' as const,
                  what: `${tableSubject(table)}(${columns.join(', ')})${name === undefined ? '' : ` (${name})`} points at ${references.table}(${references.columns.join(', ')}), which is not its primary key.`,
                  why: `The platform owns ${references.table}: an upgrade that drops or makes anew what is unique about ${column} fails on this constraint, or takes it along.`,
                  next: `Refer to ${references.table} by its primary key and read ${column} from there: alter table ${tableName('postgresql', table)} drop constraint ${identifier('postgresql', name ?? `${table.name}_${columns.join('_')}_fkey`)};`,
                  evidence: [{ kind: 'read' as const, origin }],
                },
              ];
            }),
          )
      : [],
};

/** Columns of the primary key; tables of the platform that no file makes have `id`. */
const keyOf = ({ tables }: Parameters<Rule['check']>[0]['data'], name: string): string =>
  tables.find((table) => tableSubject(table) === name)?.primaryKey?.columns.join() ?? 'id';
