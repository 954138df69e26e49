import { quoteName, sqlName } from '../../../artifacts/sql-names.ts';
import type { NewConstraint } from '../trace/observation.ts';
import { alter, alterSql, requireValue } from './step.ts';
import type { Step } from './step.ts';

/**
 * The same constraint, added without a scan under a strong lock. `nullable`: columns of the table that may hold NULL
 * before. Undefined for what PostgreSQL can only add in one step.
 */
export function constraintSteps(
  { relation, name, type, definition, columns }: NewConstraint,
  nullable: readonly string[],
): readonly Step[] | undefined {
  const constraint = quoteName(name);
  switch (type) {
    case 'c':
    case 'f': {
      const plain = definition.replace(/ NOT VALID$/, '');
      return [
        alter(relation, `ADD CONSTRAINT ${constraint} ${plain} NOT VALID`, {
          undo: alterSql(relation, `DROP CONSTRAINT ${constraint}`),
        }),
        alter(relation, `VALIDATE CONSTRAINT ${constraint}`),
      ];
    }
    case 'u':
    case 'p': {
      const kind = type === 'u' ? 'UNIQUE' : 'PRIMARY KEY';
      const list = /\(.*$/.exec(definition)?.[0] ?? '';
      const [, keys = '', rest = ''] = /^(\([^)]*\))(.*)$/.exec(list) ?? [];
      const included = rest.replace(/\s*(NOT )?DEFERRABLE.*$/, '');
      const timing = /\s*((?:NOT )?DEFERRABLE.*)$/.exec(rest)?.[0] ?? '';
      const missing = type === 'p' ? columns.filter((column) => nullable.includes(column)) : [];
      return [
        {
          sql: `CREATE UNIQUE INDEX CONCURRENTLY ${constraint} ON ${sqlName(relation)} ${keys}${included}`,
          phase: 'expand',
          undo: `DROP INDEX CONCURRENTLY IF EXISTS ${schemaOf(relation)}${constraint}`,
        },
        ...missing.flatMap((column) => requireValue(relation, column)),
        alter(relation, `ADD CONSTRAINT ${constraint} ${kind} USING INDEX ${constraint}${timing}`, {
          undo: alterSql(relation, `DROP CONSTRAINT ${constraint}`),
        }),
      ];
    }
    default:
      return undefined;
  }
}

/** An index lies in the schema of its table. */
const schemaOf = (relation: string): string =>
  relation.includes('.') ? `${sqlName(relation.slice(0, relation.lastIndexOf('.')))}.` : '';
