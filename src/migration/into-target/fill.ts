import { qualifiedName, quoteName } from '../../artifacts/sql-names.ts';
import { inBatches } from '../conversion/batches.ts';
import { rowColumn, targetTable } from '../conversion/names.ts';
import type { Pair } from './mapping.ts';
import { cleanView } from './names.ts';
import { circleOf } from './order.ts';

/** Columns of the target by which a row that was carried is found again. */
export const keyOf = ({ target, columns, keyed }: Pair): readonly string[] =>
  keyed
    ? (target.primaryKey?.columns.slice(0, 1) ?? [])
    : (target.primaryKey?.columns ?? columns.filter(({ carried }) => carried).map(({ name }) => name));

/** The row `of` (else `t`) of the target is the one that `m` became. */
export const isSameRow = (pair: Pair, of = 't'): string =>
  keyOf(pair)
    .map((name) =>
      pair.target.primaryKey === undefined
        ? `${of}.${quoteName(name)} is not distinct from m.${quoteName(name)}`
        : `${of}.${quoteName(name)} = m.${quoteName(name)}`,
    )
    .join(' and ');

/** Rows that are there already are passed over, so that it can be called again at any time. */
const insertSql = (pair: Pair, range = ''): string => {
  const { target, columns, deferred } = pair;
  const names = columns
    .filter(({ carried, name }) => carried && !deferred.includes(name))
    .map(({ name }) => quoteName(name));
  return `insert into ${qualifiedName(target)} (${names.join(', ')}) overriding system value
select ${names.map((name) => `m.${name}`).join(', ')} from ${cleanView(pair)} as m
where ${range}not exists (select from ${qualifiedName(target)} as t where ${isSameRow(pair)})
order by m.${rowColumn}`;
};

/**
 * In batches. Rows that cannot be without each other, of one table or of several, come in one statement, at whose end
 * references are looked at: it holds no lock that a reader or another table waits for.
 */
export const fillStatements = (pairs: readonly Pair[], batch: number): readonly string[] =>
  pairs.flatMap((pair) => {
    const circle = circleOf(pair, pairs);
    return circle.length === 0
      ? [inBatches(targetTable(pair.source), insertSql(pair, `m.${rowColumn} between $1 and $2 and `), batch)]
      : circle[0] === pair
        ? [together(circle.map((one) => insertSql(one)))]
        : [];
  });

/** Statements that change rows as one. */
export function together(statements: readonly string[]): string {
  const last = statements.at(-1) ?? '';
  const others = statements.slice(0, -1).map((sql, at) => `part_${at + 1} as (${sql})`);
  return others.length === 0 ? last : `with ${others.join(',\n')}\n${last}`;
}

/** Columns whose rows may come later than the row that names them. */
export function deferredStatements(pairs: readonly Pair[], batch: number): readonly string[] {
  return pairs.flatMap((pair) =>
    pair.deferred.map((name) => {
      const column = quoteName(name);
      return inBatches(
        targetTable(pair.source),
        `update ${qualifiedName(pair.target)} as t set ${column} = m.${column} from ${cleanView(pair)} as m
where m.${rowColumn} between $1 and $2 and ${isSameRow(pair)} and m.${column} is not null and t.${column} is null`,
        batch,
      );
    }),
  );
}

/** Where the target counts by itself, it goes on behind the numbers that were carried. */
export const counterStatements = (pairs: readonly Pair[]): readonly string[] => [
  ...new Set(
    pairs.flatMap(({ target }) =>
      target.columns
        .filter(({ default: given, generated }) =>
          /identity|nextval/i.test(`${given ?? ''} ${generated ?? ''}`),
        )
        .map(({ name }) => {
          const table = qualifiedName(target);
          const sequence = `pg_get_serial_sequence('${table.replaceAll("'", "''")}', '${name.replaceAll("'", "''")}')`;
          return `select setval(${sequence}, greatest((select coalesce(max(${quoteName(name)}), 0) + 1 from ${table}), 1), false) where ${sequence} is not null`;
        }),
    ),
  ),
];
