import { looksLikeSql } from '../../queries/statement.ts';
import type { CalledStatement } from './called.ts';
import type { Body } from './typing.ts';
import { typeOf } from './typing.ts';
import { lastName } from '../code.ts';
import { writtenText } from './texts.ts';
import type { Call } from './walk.ts';

/** Methods of JDBC, of Spring's templates, of R2DBC and of JDBI that take the text of a statement. */
const methods =
  /^(query|queryForObject|queryForList|queryForMap|queryForRowSet|queryForStream|update|batchUpdate|execute|sql|executeQuery|executeUpdate|executeLargeUpdate|addBatch|prepareStatement|prepareCall|createQuery|createUpdate|select|createBatch|prepareBatch|createStatement|fetch|resultQuery|rawQuery|exec)$/;

const holders =
  /^(JdbcTemplate|NamedParameterJdbcTemplate|JdbcOperations|NamedParameterJdbcOperations|JdbcClient|SimpleJdbcTemplate|DatabaseClient|Connection|Statement|PreparedStatement|CallableStatement|Handle|Jdbi|DSLContext|Transaction|SqlClient|SqlConnection|Pool|PgPool|Database|QueryRunner|DataSource)$/;

/** A statement whose text stands in the code, given to what runs it. */
export function jdbcCall(body: Body, call: Call): CalledStatement | undefined {
  if (call.on === undefined || !methods.test(call.name)) return undefined;
  const on = typeOf(body, call.on);
  const known = on !== undefined && holders.test(lastName(on.type.name));
  // Of an object whose type is not known the text itself must say it.
  if (!known && (on !== undefined || call.name === 'select' || call.name === 'sql')) return undefined;
  for (const { value } of call.args.slice(0, 2)) {
    const told = writtenText(body, value);
    if (told === undefined || !looksLikeSql(told.text)) continue;
    return {
      sql: told.text,
      ...(/^(queryForObject|queryForMap)$/.test(call.name) ? { limited: true } : {}),
      ...(told.open.length === 0 ? {} : { interpolates: told.open }),
    };
  }
  return undefined;
}
