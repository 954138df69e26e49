import { buildSchema } from '../../postgres/production/build-schema.ts';
import { openSession } from '../../postgres/session.ts';
import type { Session } from '../../postgres/session.ts';
import { extensionsOf } from '../../postgres/statements.ts';
import { readScript } from '../script/script.ts';
import type { Script } from '../script/script.ts';
import { inferredScript, standInWords } from './inferred.ts';
import type { Inferred } from './inferred.ts';

/**
 * A zone that is not UTC, as most servers have: a change from timestamp to timestamptz rewrites the table there, and
 * does not in UTC (ATColumnChangeRequiresRewrite in tablecmds.c).
 */
const zone = `set timezone = 'Europe/Paris'`;

/** SQL that makes the database as it stands before a migration. */
export interface SchemaText {
  readonly file: string;
  readonly text: string;
}

/** The database as it stands before the migration. */
export interface Before {
  readonly session: Session;
  /** `select version()`. */
  readonly version: string;
  /** What of the schema is missing or stood in for, each with its place. */
  readonly notes: readonly string[];
}

/** A cluster that was built before, with what is to be told of it. */
export interface Built {
  readonly data: Uint8Array;
  readonly extensions: readonly string[];
  readonly notes: readonly string[];
}

/** The database before a migration: SQL that makes it, or what such SQL made; undefined when it is not known. */
export type Start = SchemaText | Built | undefined;

/** What PostgreSQL's grammar refuses of the schema is left out and told. @throws when the engine cannot start */
export async function openBefore(script: Script, start: Start): Promise<Before> {
  const built = start !== undefined && 'data' in start ? start : undefined;
  const text = start !== undefined && 'text' in start ? start : undefined;
  const extensions = new Set([
    ...(built?.extensions ?? []),
    ...extensionsOf(text?.text ?? ''),
    ...extensionsOf(script.text),
  ]);
  const session = await openSession({
    extensions: [...extensions],
    ...(built !== undefined && { data: built.data }),
  });
  try {
    const version = (await session.rows('select version()'))[0]?.['version'] ?? '';
    const notes = built?.notes ?? (text === undefined ? [] : await makeSchema(session, text));
    await session.rows(zone);
    return { session, version, notes };
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** Runs the SQL of a schema. @returns what of it is missing or stood in for, each with its place */
export async function makeSchema(session: Session, { file, text }: SchemaText): Promise<readonly string[]> {
  const read = readScript(file, text);
  const { refusals, standIns } = await buildSchema(session, read.text);
  return [
    ...[...read.faults.map(({ at, why }) => ({ at, what: `${why}: left out` })), ...read.left].map(
      ({ at, what }) => `${file}:${read.place(at).line}:${read.place(at).column}: ${what}`,
    ),
    ...refusals.map(
      ({ line, sql, why, code }) =>
        `${file}:${line}: ${shortened(sql)}: PostgreSQL refused it (${why}); what it defines is missing; ${nextStep(code)}`,
    ),
    ...standIns.map(standInWords),
  ];
}

const shortened = (sql: string): string => {
  const words = sql.replaceAll(/\s+/g, ' ').trim();
  return words.length > 60 ? `${words.slice(0, 60)}…` : words;
};

/** What is to be done about a statement that was refused, by its SQLSTATE. */
const nextStep = (code: string): string =>
  code === '0A000' || code === '58P01'
    ? 'the embedded server lacks it, so try what depends on it on a server that has it'
    : 'correct it, or put what it needs before it';

/** Makes what was inferred. @returns what could not be made */
export async function makeInferred(session: Session, inferred: Inferred): Promise<readonly string[]> {
  const notes: string[] = [];
  for (const sql of inferredScript(inferred)) {
    const ran = await session.run(sql);
    if (ran.kind === 'failed') notes.push(`could not be inferred: ${sql}: ${ran.failure.message}`);
  }
  return notes;
}
