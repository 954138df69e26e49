import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startNative } from '../../testing/native-postgres.ts';
import { formsSchema, statementForms } from '../../testing/statement-forms.ts';
import { openSession } from '../postgres/session.ts';
import type { Ran, Session } from '../postgres/session.ts';
import { loadGrammar, readScript } from './script/script.ts';
import type { Observation } from './trace/observation.ts';
import { openWatch } from './trace/watch.ts';

type Watched = Pick<Session, 'run' | 'rows' | 'close'>;

const native = startNative({ timezone: 'Europe/Paris' });
let embedded: Watched | undefined;
let server: Watched | undefined;

beforeAll(async () => {
  if (native.kind === 'skipped') {
    console.log(`skipped: ${native.why}`);
    return;
  }
  await loadGrammar();
  embedded = await openSession({ extensions: [] });
  await embedded.rows(`set timezone = 'Europe/Paris'`);
  server = await nativeSession(native.server.url);
}, 120_000);

afterAll(async () => {
  await embedded?.close();
  await server?.close();
  if (native.kind === 'running') native.server.stop();
});

/** A connection to the native server that answers like a session of the embedded one. */
async function nativeSession(connectionString: string): Promise<Watched> {
  const text = (value: string): string => value;
  const client = new Client({ connectionString, types: { getTypeParser: () => text } });
  await client.connect();
  let notices: string[] = [];
  client.on('notice', ({ message }) => notices.push(message ?? ''));
  const run = async (sql: string, values: readonly (string | null)[] = []): Promise<Ran> => {
    notices = [];
    try {
      const { rows, rowCount } = await client.query({ text: sql, values: [...values] });
      return { kind: 'done', rows, affected: rowCount ?? 0, notices };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { kind: 'failed', failure: { message } };
    }
  };
  const rows = async (sql: string, values: readonly (string | null)[] = []) => {
    const ran = await run(sql, values);
    if (ran.kind === 'done') return ran.rows;
    throw new Error(`${ran.failure.message}: ${sql}`);
  };
  return { run, rows, close: () => client.end() };
}

/** Makes the database of the forms anew and watches one statement in it. */
async function watched(session: Watched, sql: string): Promise<Observation> {
  await session.rows('set client_min_messages = warning');
  for (const each of [
    'drop event trigger if exists plumbline_rewrite',
    'drop publication if exists everything',
    'drop schema if exists app cascade',
    'drop schema public cascade',
    'create schema public',
    ...formsSchema,
  ])
    await session.rows(each);
  const [statement] = readScript('form.sql', sql).statements;
  if (statement === undefined) throw new Error(`no statement: ${sql}`);
  const watch = await openWatch(session, new Map());
  return watch.alone(statement, sql);
}

/**
 * What has to be the same on both: every lock on a table, rewrites, scans, and what became of the schema. Weak locks on
 * indexes are left out: they are taken when a table is first looked at, and each server has looked at others before.
 */
function comparable(observation: Observation): unknown {
  if (observation.kind === 'not-run') return observation.kind;
  if (observation.kind === 'failed') return { refused: observation.failure.message };
  const { taken, rewrites, scans, rows, columns, newColumns, constraints, newIndexes } = observation;
  return {
    locks: taken
      .filter(({ kind, mode }) => kind !== 'i' || mode !== 'AccessShareLock')
      .map(({ relation, mode }) => `${mode} ${relation}`)
      .toSorted(),
    rewrites: rewrites.map(({ relation, reasons }) => `${relation} ${reasons.join()}`).toSorted(),
    scans: scans.map(({ relation, times, rows: read }) => `${relation} ${times} ${read}`),
    rows: rows.map(({ relation, inserted, updated, deleted }) => [relation, inserted, updated, deleted]),
    columns: columns.map(({ relation, after }) => [relation, after.name, after.type, after.required]),
    newColumns: newColumns.map(({ relation, column }) => [relation, column.name, column.type]),
    constraints: constraints.map(({ relation, name, type, valid }) => [relation, name, type, valid]),
    newIndexes,
  };
}

test('the list is long enough to mean something', () => {
  expect(new Set(statementForms).size).toBe(statementForms.length);
  expect(statementForms.length).toBeGreaterThanOrEqual(80);
});

test.skipIf(native.kind === 'skipped').each(statementForms)(
  '%s',
  async (sql) => {
    if (embedded === undefined || server === undefined) throw new Error('the servers did not start');
    expect(comparable(await watched(embedded, sql))).toEqual(comparable(await watched(server, sql)));
  },
  60_000,
);
