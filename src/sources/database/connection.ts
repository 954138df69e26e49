import { databaseOf, shownAddress, withoutPassword } from './address.ts';
import type { Ask, Row } from './ask.ts';
import { ownMark } from './ask.ts';
import { ConnectionProblem } from './problem.ts';

/** Seconds that one question to the catalogue, and the wait for the server, may take. */
const statementSeconds = 60;
const connectSeconds = 15;

/**
 * Runs work inside one read-only transaction with a statement timeout, then ends the connection.
 * @throws ConnectionProblem when the server cannot be reached or refuses
 */
export async function withinReadOnly<T>(url: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  if (databaseOf(url) !== 'postgresql')
    throw new ConnectionProblem(
      'this is no address of a PostgreSQL server',
      'Give one such as postgres://user:password@host:5432/database.',
    );
  const { Client } = (await import('pg')).default;
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: connectSeconds * 1000,
    application_name: 'plumbline',
    // Every value stays the text PostgreSQL prints.
    types: { getTypeParser: () => (value: unknown) => value },
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const ask: Ask = async (sql, values = []) =>
      (await client.query<Row>(`${ownMark} ${sql}`, [...values])).rows;
    await ask('begin transaction isolation level repeatable read, read only');
    await ask(`set local statement_timeout = '${statementSeconds}s'`);
    await ask("set local lock_timeout = '5s'");
    await refuseWrites(ask);
    const result = await work(ask);
    await ask('rollback');
    return result;
  } catch (error) {
    throw problemOf(error, url);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A pooler in between could have swallowed what was asked for. */
async function refuseWrites(ask: Ask): Promise<void> {
  const [told] = await ask("select current_setting('transaction_read_only') as value");
  if (told?.['value'] !== 'on')
    throw new ConnectionProblem(
      'the server does not say that this transaction is read-only',
      'Connect to the server itself, or to a replica that is read-only.',
    );
}

function problemOf(error: unknown, url: string): Error {
  if (error instanceof ConnectionProblem || !(error instanceof Error)) return asError(error);
  // What neither the system nor the server reports is no matter of the connection.
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const isTimeout = /timeout|terminated/i.test(error.message);
  if (code === undefined && !isTimeout && !/SSL|SASL|authentication/i.test(error.message)) return error;
  const said = withoutPassword(error.message, url);
  const place = shownAddress(url);
  return new ConnectionProblem(`${place}: ${said === '' ? (code ?? '') : said}`, nextOf(code ?? ''));
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const nexts: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there: check host and port, and that the server is running.',
  ENOTFOUND: 'The host name is unknown: check it.',
  ETIMEDOUT: 'No answer: check host, port and firewall.',
  '28P01': 'Check user and password.',
  '28000': 'Check user and pg_hba.conf; the server may demand TLS (add ?sslmode=require).',
  '3D000': 'Check the name of the database.',
  '42501': 'Give the role the privilege, or use one that has it (pg_read_all_stats, SELECT on the tables).',
  '57014': 'A question to the catalogue took longer than the timeout: try when the server is less busy.',
  '53300': 'The server has no free connection: try later.',
};
const nextOf = (code: string): string =>
  nexts[code] ??
  'Check the address (postgres://user:password@host:5432/database) and that this role may connect.';
