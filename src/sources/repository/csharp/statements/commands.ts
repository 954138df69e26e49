import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { looksLikeSql } from '../../queries/statement.ts';
import { argumentAt, argumentsOf, calledIn, lastName } from '../syntax.ts';
import type { CalledStatement } from './called.ts';
import type { Body } from './typing.ts';
import { writtenText } from './texts.ts';

const dapper =
  /^(Query|QueryFirst|QueryFirstOrDefault|QuerySingle|QuerySingleOrDefault|QueryMultiple|QueryUnbuffered|Execute|ExecuteScalar|ExecuteReader)(Async)?$/;
const entity =
  /^(FromSql|FromSqlRaw|FromSqlInterpolated|ExecuteSql|ExecuteSqlRaw|ExecuteSqlInterpolated|ExecuteSqlCommand|SqlQuery|SqlQueryRaw|ExecuteSqlAsync|ExecuteSqlRawAsync|ExecuteSqlInterpolatedAsync)$/;
/** The text is no text: what is put in becomes a parameter. */
const binding =
  /^(FromSql|FromSqlInterpolated|ExecuteSql|ExecuteSqlInterpolated|SqlQuery|ExecuteSqlAsync|ExecuteSqlInterpolatedAsync)$/;

/** Statements whose text is handed to Dapper, Entity Framework or a command of ADO.NET. */
export function commandCall(body: Body, node: SyntaxNode): CalledStatement | undefined {
  if (
    node.type === 'object_creation_expression' &&
    /^(Sql|Npgsql|MySql|Sqlite|SQLite|Oracle|OleDb|Odbc|OracleDb)Command$|^CommandDefinition$/.test(
      lastName(inField(node, 'type')),
    )
  )
    return fromText(body, argumentsOf(node)[0]?.value, {});
  if (node.type === 'assignment_expression' && lastName(inField(node, 'left')) === 'CommandText')
    return fromText(body, inField(node, 'right'), {});
  const called = calledIn(node);
  if (called?.receiver === undefined || !(dapper.test(called.name) || entity.test(called.name)))
    return undefined;
  const stored = called.arguments.some(
    ({ name, value }) => name === 'commandType' && value.text.endsWith('StoredProcedure'),
  );
  const text = argumentAt(called.arguments, 0, 'sql');
  return fromText(body, text, {
    stored,
    bound: binding.test(called.name),
    limited: /First|Single|Scalar/.test(called.name),
  });
}

interface How {
  readonly stored?: boolean;
  readonly bound?: boolean;
  readonly limited?: boolean;
}

function fromText(
  body: Body,
  node: SyntaxNode | undefined,
  { stored = false, bound = false, limited = false }: How,
): CalledStatement | undefined {
  const told = writtenText(body, node);
  if (told === undefined) return undefined;
  const text = told.text.trim();
  if (stored) return { sql: `call ${text.replaceAll(/[[\]{}]/g, '')}()`, limited: true };
  if (!looksLikeSql(text)) return undefined;
  return {
    sql: bound ? text.replaceAll(/\{\w*\}/g, '$n') : text,
    ...(limited ? { limited } : {}),
    ...(bound || told.open.length === 0 ? {} : { interpolates: [...new Set(told.open)] }),
  };
}
