import type { Passed } from '../calls.ts';
import type { Hit } from '../machine.ts';
import { anySql } from '../marks.ts';
import type { Value } from '../value.ts';
import { choicesOf } from '../../../flows/value.ts';
import { argument } from './arguments.ts';

/** Functions by the place of the statement. */
const functions: readonly (readonly [RegExp, number])[] = [
  [
    /^(mysql_query|mysql_unbuffered_query|mssql_query|ibase_query|db_query|db_query_range|sqlite_exec|sqlite_query|sqlite_array_query|msql_query|dbx_query)$/,
    0,
  ],
  [
    /^(mysqli_query|mysqli_real_query|mysqli_multi_query|mysqli_prepare|mysqli_execute_query|mysqli_stmt_prepare|mysql_db_query|pg_query|pg_send_query|pg_query_params|sqlsrv_query|sqlsrv_prepare|oci_parse|odbc_exec|odbc_prepare|db2_exec|db2_prepare|cubrid_execute|sqlite_unbuffered_query|fbsql_query|ingres_query|ifx_query|sybase_query)$/,
    1,
  ],
  [/^(pg_prepare|pg_send_prepare)$/, 2],
];

export function sqlFunction(name: string, call: Passed): readonly Hit[] {
  const place = functions.find(([pattern]) => pattern.test(name))?.[1];
  if (place === undefined) return [];
  // Without a connection the statement comes first.
  return statement(call, Math.min(place, call.args.length - 1), name);
}

const statement = (call: Passed, at: number, name: string): readonly Hit[] =>
  argument(call, at, name).map((hit) => ({ ...hit, kind: 'sql-injection', needs: anySql }));

const drivers =
  /(^|\\)(PDO|mysqli|SQLite3|SQLiteDatabase|Connection|EntityManager\w*|ManagerRegistry|wpdb|CI_DB\w*|Database|DB|Capsule\\Manager|Manager|Db|BaseConnection|ConnectionInterface|Command|QueryBuilder|JDatabase\w*)$/;

const driverName =
  /(db|dbh|dbo|dbal|database|pdo|mysqli?|conn|connection|sqlite|wpdb|link|em|entitymanager|sql)$/i;

const driverMethods =
  /^(query|exec|execute|prepare|real_query|multi_query|querySingle|queryExec|unbufferedQuery|executeQuery|executeStatement|executeUpdate|createQuery|createNativeQuery|createCommand|createSqlQuery|get_results|get_var|get_row|get_col|fetchAll\w*|fetchAssoc\w*|fetchOne|fetchCol\w*|fetchRow|fetchPairs|fetchFirstColumn|fetchNumeric|iterate\w*|rawQuery|simple_query|simpleQuery|unprepared|select|statement|affectingStatement|scalar|selectOne|selectRaw|setQuery|sql_query)$/i;

/** Methods that take a piece of a statement as it is. */
const raw =
  /^(whereRaw|orWhereRaw|havingRaw|orHavingRaw|orderByRaw|groupByRaw|selectRaw|fromRaw|joinRaw|rawWhere|addSelectRaw|updateRaw|whereExpr|raw|literal|createSqlQuery)$/;

/** Methods of builders that take a whole condition as one text. */
const conditions =
  /^(where|andWhere|orWhere|having|andHaving|orHaving|or_where|or_having|orderBy|addOrderBy|groupBy|setParameterRaw|on|set)$/;

const condition = /^\s*[(\w.`"[\]]+\s*(=|<|>|!=|<>|\b(not\s+)?(like|in|between|is|rlike|regexp)\b)/i;

const beginning =
  /^[\s(]*(select\s|insert\s+(ignore\s+)?into\s|update\s+\S+(\s+\S+){0,3}\s+set\s|delete\s+(\w+\s+)?from\s|with\s+\w+.*\bas\s*\(|create\s+(table|database|user|index|view)\s|alter\s+(table|user)\s|drop\s+(table|database|user)\s|replace\s+into\s|truncate\s+|show\s+\w+|describe\s|explain\s|call\s+\w+|grant\s|set\s+(password|names|session)|from\s+\S+\s+\w+\s+where)/i;

const begins = (value: Value): boolean =>
  [value.text?.prefix ?? '', ...choicesOf(value)].some((text) => beginning.test(text));

/** A statement that is given to an object: of a driver by its class, by its name, or by what begins as a statement. */
export function sqlMethod(receiver: Value, written: string, method: string, call: Passed): readonly Hit[] {
  const [first] = call.args;
  if (first === undefined) return [];
  const name = `${written.length > 40 ? '…' : written}->${method}`;
  const isDriver =
    receiver.kinds.some((kind) => drivers.test(kind)) || driverName.test(written.replace(/\(.*$/s, ''));
  if (raw.test(method) && !(method === 'raw' && !isDriver)) return statement(call, 0, name);
  if (driverMethods.test(method)) {
    const isStatement = begins(first);
    const isList = first.array !== undefined;
    if (isStatement || (isDriver && !isList && !/^(select|set|fetch\w*|scalar|statement)$/i.test(method)))
      return statement(call, 0, name);
  }
  if (conditions.test(method) && call.args.length === 1 && condition.test(first.text?.prefix ?? ''))
    return statement(call, 0, name);
  return /(query|sql|exec|select|fetch|get|run|prepare)/i.test(method) && begins(first)
    ? statement(call, 0, name)
    : [];
}

export function sqlStatic(owner: string, method: string, call: Passed): readonly Hit[] {
  const short = owner.split('\\').at(-1) ?? owner;
  const name = `${short}::${method}`;
  if (raw.test(method))
    return /^(raw|literal)$/.test(method) && !/^(DB|Db|Capsule|Manager)$/.test(short)
      ? []
      : statement(call, 0, name);
  const isFacade = /^(DB|Db|Capsule|Manager|Database|R)$/.test(short);
  if (
    isFacade &&
    /^(select|selectOne|insert|update|delete|statement|unprepared|affectingStatement|scalar|cursor|query|execute|exec|getAll|getRow|getCell|getCol)$/.test(
      method,
    )
  )
    return statement(call, 0, name);
  const [first] = call.args;
  return first !== undefined && begins(first) && /(query|sql|exec|select|fetch|get|run|prepare)/i.test(method)
    ? statement(call, 0, name)
    : [];
}
