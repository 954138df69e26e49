import { can } from '../marks.ts';
import { isFromOutside } from '../value.ts';
import type { CallFact, Hit, Sink } from './sink.ts';
import { argument, deeply, fieldsOf, isCall, option, placed } from './sink.ts';

/** Calls of drivers and builders whose first argument is the text of a statement. */
const calls: readonly RegExp[] = [
  /^(mysql2?|promise-mysql|mysql2-promise|mariadb|serverless-mysql)#.*\.(query|execute|queryStream|prepare)$/,
  /^(pg|pg-pool|@vercel\/postgres|@neondatabase\/serverless|@planetscale\/database|slonik|@electric-sql\/pglite)#.*\b(query|queryArray|execute|exec)$/,
  /^pg-cursor#$|^pg-query-stream#$/,
  /^pg-promise#.*\.(any|one|none|many|oneOrNone|manyOrNone|query|result|multi|multiResult|each|map|stream)$/,
  /^(sqlite3|sqlite|better-sqlite3|sql\.js|node-sqlite|bun|sqlite-async|@libsql\/client|libsql)#.*\.(run|all|get|each|exec|prepare|execute|batch|executeMultiple|query)$/,
  /^(sequelize|sequelize-typescript)#.*\.(query|literal)$|^sequelize#literal$/,
  /^(knex|objection|@nestjs\/\w+|@adonisjs\/lucid)#.*(raw|rawQuery|\w+Raw)$/,
  /^(typeorm|@mikro-orm\/[\w-]+|@nestjs\/typeorm)#.*\.(query|execute|where|andWhere|orWhere|having|andHaving|orHaving|orderBy|addOrderBy|groupBy|addGroupBy|addSelect)$/,
  /^@prisma\/client#.*(\$queryRawUnsafe|\$executeRawUnsafe|#?Prisma\.raw)$|^@prisma\/client#Prisma\.raw$/,
  /^(drizzle-orm|kysely|postgres|@vercel\/postgres|slonik)#(.*\.)?(sql\.raw|unsafe|raw)$|^postgres#\(\)\.unsafe$/,
  /^(mssql|mssql\/[\w/]+)#.*\.(query|batch)$/,
  /^(oracledb|snowflake-sdk|cassandra-driver|ibm_db|odbc|msnodesqlv8|node-firebird|vertica)#.*\.(execute|query|queryRaw|executeMany|batch|querySync)$/,
  /^(@sap\/hana-client|@sap\/hdbext|hdb)[^#]*#.*\.(exec|execute|prepare|prepareStatement|executeQuery)$/,
  /^@google-cloud\/(spanner|bigquery)#.*\.(run|runStream|runUpdate|runPartitionedUpdate|executeSql|query|createQueryJob|createQueryStream|batchUpdate|createBatchTransaction)$/,
  /^@clickhouse\/client#.*\.(query|command|exec)$/,
];

/** Fields of an object that hold the statement. */
const textFields = ['sql', 'text', 'query', 'queryText', 'sqlText', 'statement'];

const statement =
  /^[\s(]*(select|insert\s+into|update|delete\s+from|with|create|alter|drop|call|exec|execute|merge|replace\s+into|truncate|show|describe|explain)\s/i;

const databaseName =
  /(^|\.|_)(\w*(db|database|pool|connection|conn|knex|sequelize|mysql|postgres|pgClient|sqlite|dbClient|entityManager|queryRunner|dataSource))$/i;

/** A text of which something is untrusted, or the field of an object that is one. */
function textOf(call: CallFact, at: number): readonly Hit[] {
  const value = call.args[at];
  if (value === undefined) return [];
  const fields = textFields.flatMap((key) =>
    fieldsOf(value, key) === undefined ? [] : option(call, at, key),
  );
  if (fields.length > 0) return fields;
  return !isFromOutside(value) &&
    value.things.length > 0 &&
    !value.things.some(({ kind }) => kind === 'array')
    ? []
    : argument(call, at);
}

/** A place in a statement that its driver fills without quotes. */
const rawValue = /\$(\d+|\{\w+\}|\(\w+\)|<\w+>|\[\w+\])(:raw|:value|\^|#)/;

function hits(call: CallFact): readonly Hit[] {
  if (isCall(call, /^pg-promise#/) && rawValue.test(call.args[0]?.text?.prefix ?? ''))
    return [...textOf(call, 0), ...deeply(argument(call, 1))];
  if (calls.some((pattern) => isCall(call, pattern))) return textOf(call, 0);
  if (isCall(call, /^(tedious)#Request$/) && call.isNew) return argument(call, 0);
  if (isCall(call, /^aws-sdk#/) && awsCalls.test(call.method)) return placed(call, 0, ownFields(call));
  if (isCall(call, /^pg-promise#.*(PreparedStatement|ParameterizedQuery)$/)) return textOf(call, 0);
  if (call.method === 'send') return sentCommand(call);
  return unknownDriver(call);
}

const awsCalls =
  /^(startQueryExecution|executeStatement|batchExecuteStatement|executeSql|executeTransaction|createPreparedStatement|updatePreparedStatement|createNamedQuery|updateNamedQuery|selectObjectContent)$/;

const awsCommands =
  /^@aws-sdk\/[\w-]+#(StartQueryExecution|ExecuteStatement|BatchExecuteStatement|ExecuteSql|ExecuteTransaction|CreatePreparedStatement|UpdatePreparedStatement|CreateNamedQuery|UpdateNamedQuery|SelectObjectContent|BatchExecuteStatement)Command\(\)$/;

const ownFields = (call: CallFact): readonly Hit[] =>
  deeply(
    option(
      call,
      0,
      'sql',
      'Statement',
      'Statements',
      'QueryString',
      'QueryStatement',
      'sqlStatements',
      'TransactStatements',
      'Expression',
      'parameterSets',
    ),
  );

/** `client.send(new ExecuteStatementCommand({ … }))`. */
const sentCommand = (call: CallFact): readonly Hit[] =>
  (call.args[0]?.traces ?? []).flatMap(({ name, args }) =>
    awsCommands.test(name) && args !== undefined ? ownFields({ ...call, args }) : [],
  );

/** A driver that could not be resolved is one when it is called as one, with a statement. */
function unknownDriver(call: CallFact): readonly Hit[] {
  if (call.trace !== undefined && !/^[#@]|\(\)/.test(call.name)) return [];
  if (
    !/^(query|execute|exec|raw|run|all|any|one|none|many|oneOrNone|manyOrNone|get|each|prepare|\$queryRawUnsafe|\$executeRawUnsafe|queryRaw|unsafe)$/.test(
      call.method,
    ) ||
    call.written === ''
  )
    return [];
  const [first] = call.args;
  if (first === undefined) return [];
  const isStatement = statement.test(first.text?.prefix ?? '');
  const isDatabase =
    databaseName.test(call.written) &&
    /^(query|execute|raw|\$queryRawUnsafe|\$executeRawUnsafe)$/.test(call.method);
  return isStatement || isDatabase ? textOf(call, 0) : [];
}

export const sqlSink: Sink = { kind: 'sql-injection', needs: can.sql, hits };
