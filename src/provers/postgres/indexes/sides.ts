import { bareColumn, columnsIn } from './conditions.ts';
import type { Condition } from './conditions.ts';

/** Something of one table that an index could hold: a column, or an expression over its columns. */
export interface Key {
  /** As SQL, without the alias. */
  readonly sql: string;
  readonly isColumn: boolean;
  readonly columns: readonly string[];
}

/** What may be held by an index of one occurrence: nothing of another is in it. */
export function keyOf(printed: string, alias: string): Key | undefined {
  const columns = columnsIn(printed);
  if (columns.length === 0 || columns.some((column) => column.alias !== alias)) return undefined;
  if (/\b(?:SubPlan|InitPlan)\b/.test(printed)) return undefined;
  const bare = bareColumn(printed);
  if (bare !== undefined) return { sql: bare.name, isColumn: true, columns: [bare.name] };
  return { sql: withoutAlias(printed, alias), isColumn: false, columns: columns.map(({ name }) => name) };
}

export const withoutAlias = (printed: string, alias: string): string =>
  columnsIn(printed).reduce((sql, { name }) => sql.replaceAll(`${alias}.${name}`, name), printed);

export type Side =
  | { readonly kind: 'equal' | 'ranged'; readonly key: Key }
  | { readonly kind: 'joined'; readonly key: Key; readonly partner: string }
  | { readonly kind: 'contained'; readonly key: Key; readonly operator: string };

export function sidesOf(condition: Condition, alias: string): readonly Side[] {
  switch (condition.kind) {
    case 'either':
      return condition.arms.flat().flatMap((arm) => sidesOf(arm, alias));
    case 'truth': {
      const key = keyOf(condition.of, alias);
      return key === undefined ? [] : [{ kind: 'equal', key }];
    }
    case 'null': {
      const key = condition.is ? keyOf(condition.of, alias) : undefined;
      return key === undefined ? [] : [{ kind: 'equal', key }];
    }
    case 'compare':
      return [
        ...sideOf(condition.left, condition.operator, condition.right, alias),
        ...sideOf(condition.right, condition.operator, condition.left, alias),
      ];
  }
}

function sideOf(mine: string, operator: string, other: string, alias: string): readonly Side[] {
  const key = keyOf(mine, alias);
  const partners = [...new Set(columnsIn(other).map((column) => column.alias))];
  if (key === undefined || partners.includes(alias)) return [];
  if (/^(@>|<@|&&|\?|\?\||\?&|@@)$/.test(operator)) return [{ kind: 'contained', key, operator }];
  if (operator === '=') {
    const [partner] = partners;
    return [partner === undefined ? { kind: 'equal', key } : { kind: 'joined', key, partner }];
  }
  if (/^(<|<=|>|>=)$/.test(operator)) return [{ kind: 'ranged', key }];
  // A pattern that begins with text is a range of a pattern index.
  if (operator === '~~' && /^'[^%_\\]/.test(other)) return [{ kind: 'ranged', key }];
  return [];
}
