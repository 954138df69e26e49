import type { Connection, ConnectionOptions, QueryOptions, RowDataPacket } from 'mysql2/promise';
import { decoded, shownAddress, withoutPassword } from '../address.ts';
import type { Ask, Row } from '../ask.ts';
import { ownMark } from '../ask.ts';
import { ConnectionProblem } from '../problem.ts';
import { nextOf, saidOf } from './problems.ts';

/** Seconds that one question to the catalogue, the wait for the server, and that for a lock may take. */
const statementSeconds = 60;
const connectSeconds = 15;
const lockSeconds = 5;

/**
 * Runs work inside one read-only transaction with a statement timeout, then rolls it back and ends the connection.
 * @throws ConnectionProblem when the server cannot be reached, refuses, or does not say that it will only read
 */
export async function withinReadOnlyMysql<T>(url: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  const { createConnection } = await import('mysql2/promise');
  let connection: Connection | undefined;
  try {
    connection = await createConnection(optionsOf(url));
    const ask = asking(connection);
    await makeReadOnly(ask, connection);
    const result = await work(ask);
    await connection.query('rollback');
    await connection.end();
    return result;
  } catch (error) {
    // Nothing is waited for: the server rolls back what a connection leaves open.
    connection?.destroy();
    throw problemOf(error, url);
  }
}

function asking(connection: Connection): Ask {
  connection.on('error', () => undefined);
  return async (sql, values = []) => {
    const question: QueryOptions = {
      sql: `${ownMark} ${sql}`,
      // Every value stays the text that the server prints.
      typeCast: (field) => field.string(),
    };
    const [rows] = await within(connection.query<RowDataPacket[]>(question, [...values]));
    // A setting answers with no rows.
    return Array.isArray(rows) ? rows.map(textRow) : [];
  };
}

/** A server without a timeout of its own must not keep us either. */
async function within<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ConnectionProblem(`no answer within ${2 * statementSeconds} s`, nextOf('ETIMEDOUT'))),
      2 * statementSeconds * 1000,
    );
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Names in lower case: servers differ in how they spell those of information_schema. */
const textRow = (row: RowDataPacket): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.toLowerCase(),
      value === null || value === undefined ? null : String(value),
    ]),
  );

/** Settings of this session alone; those that only one of the two families knows are tried. */
async function makeReadOnly(ask: Ask, connection: Connection): Promise<void> {
  await ask('set session transaction read only');
  await ask(`set session lock_wait_timeout = ${lockSeconds}`);
  // MariaDB counts seconds, MySQL milliseconds; MySQL would otherwise keep the figures of a table that it was asked for.
  for (const setting of [
    `max_statement_time = ${statementSeconds}`,
    `max_execution_time = ${statementSeconds * 1000}`,
    'information_schema_stats_expiry = 0',
  ])
    await connection.query(`set session ${setting}`).catch(onlyUnknownSetting);
  const told = await ask(
    "show session variables where variable_name in ('tx_read_only', 'transaction_read_only')",
  );
  const isReadOnly = told.length > 0 && told.every(({ value }) => /^(on|1)$/i.test(value ?? ''));
  if (!isReadOnly)
    throw new ConnectionProblem(
      'the server does not say that this session is read-only',
      'Ask a server of MySQL 5.6, MariaDB 10.0 or newer, or a replica that is read-only.',
    );
  await ask('start transaction read only');
}

const unknownSystemVariable = 'ER_UNKNOWN_SYSTEM_VARIABLE';
function onlyUnknownSetting(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === unknownSystemVariable)) throw error;
}

function optionsOf(url: string): ConnectionOptions {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const database = decoded(pathname.slice(1));
  if (database === '')
    throw new ConnectionProblem(
      'the address names no database',
      'Put its name behind the host: mysql://user@host/name.',
    );
  const socket = searchParams.get('socket');
  const tls = tlsOf(searchParams.get('ssl-mode') ?? searchParams.get('sslmode') ?? searchParams.get('ssl'));
  return {
    ...(socket === null
      ? { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 3306 : Number(port) }
      : { socketPath: socket }),
    user: decoded(username),
    password: decoded(password),
    database,
    connectTimeout: connectSeconds * 1000,
    charset: 'utf8mb4',
    multipleStatements: false,
    // A server can otherwise ask for a file of this machine.
    flags: ['-LOCAL_FILES'],
    ...(tls !== undefined && { ssl: tls }),
  };
}

/** As MySQL's own clients read it: `required` encrypts, `verify_identity` also asks who answers. */
function tlsOf(mode: string | null): { rejectUnauthorized: boolean; verifyIdentity?: boolean } | undefined {
  const word = (mode ?? 'disabled').toLowerCase().replaceAll('-', '_');
  switch (word) {
    case 'disabled':
    case 'disable':
    case 'false':
    case '0':
      return undefined;
    case 'required':
    case 'require':
    case 'preferred':
    case 'true':
    case '1':
      return { rejectUnauthorized: false };
    case 'verify_ca':
      return { rejectUnauthorized: true };
    case 'verify_identity':
    case 'verify_full':
      return { rejectUnauthorized: true, verifyIdentity: true };
    default:
      throw new ConnectionProblem(
        `ssl-mode cannot be ${word}`,
        'Choose one of disabled, required, verify_ca, verify_identity.',
      );
  }
}

function problemOf(error: unknown, url: string): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const place = shownAddress(url);
  if (error instanceof ConnectionProblem)
    return new ConnectionProblem(`${place}: ${withoutPassword(error.message, url)}`, error.next);
  // What neither the system nor the server reports is no matter of the connection.
  const code = codeOf(error);
  if (code === undefined) return error;
  return new ConnectionProblem(
    `${place}: ${withoutPassword(saidOf(error.message, code), url)}`,
    nextOf(code),
  );
}

/** Numbers of MariaDB that the client has no name for. */
const numbered: Readonly<Record<number, string>> = { 1969: 'ER_STATEMENT_TIMEOUT' };

function codeOf(error: Error): string | undefined {
  const known = 'errno' in error && typeof error.errno === 'number' ? numbered[error.errno] : undefined;
  return known ?? ('code' in error && typeof error.code === 'string' ? error.code : undefined);
}
