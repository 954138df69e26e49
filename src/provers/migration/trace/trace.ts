import type { Session } from '../../postgres/session.ts';
import { knownSizes } from '../duration/sizes.ts';
import type { GivenSize, KnownSizes, Sizes } from '../duration/sizes.ts';
import { transactionStep } from '../lint/transactions.ts';
import { textOf } from '../script/script.ts';
import type { Script, Statement } from '../script/script.ts';
import { makeInferred, openBefore } from './before.ts';
import type { Start } from './before.ts';
import { discover } from './discover.ts';
import { inferredWords } from './inferred.ts';
import type { Inferred } from './inferred.ts';
import type { Observation } from './observation.ts';
import { whyNotRun } from './outside.ts';
import { emptyTables, fillTables, refusedByRows } from './rows.ts';
import type { Refused } from './rows.ts';
import { readUnindexedKeys } from './unindexed.ts';
import type { UnindexedKey } from './unindexed.ts';
import { openWatch } from './watch.ts';
import type { Watch } from './watch.ts';

export interface TraceRequest {
  readonly script: Script;
  /** Undefined when it is not known. */
  readonly start: Start;
  /** The tool that runs the migration opens a transaction. */
  readonly assumeInTransaction: boolean;
  /** Of tables in production. */
  readonly sizes: readonly GivenSize[];
}

/** What was seen when the migration was run, statement by statement. */
export interface Trace {
  /** One for each statement, in order. */
  readonly observations: readonly Observation[];
  readonly inferred: Inferred;
  /** Statements that fail where tables hold rows. */
  readonly refused: readonly Refused[];
  /** When the migration is done. */
  readonly unindexedKeys: readonly UnindexedKey[];
  readonly sizes: Sizes;
  /** What the observations do not cover. */
  readonly incomplete: readonly string[];
  /** `select version()`. */
  readonly version: string;
}

/** `PostgreSQL 18.1`: the server a migration was run on. */
export const serverOf = ({ version }: Pick<Trace, 'version'>): string =>
  /PostgreSQL \S+/.exec(version)?.[0] ?? version;

/** `PostgreSQL 18`. */
export const majorServerOf = ({ version }: Pick<Trace, 'version'>): string =>
  /PostgreSQL \d+/.exec(version)?.[0] ?? 'PostgreSQL';

/** Runs a migration in an embedded database of its own. @throws when the engine cannot start or is stopped. */
export async function trace({ script, start, assumeInTransaction, sizes }: TraceRequest): Promise<Trace> {
  const { session, notes, version } = await openBefore(script, start);
  try {
    const inferred = await discover(session, script);
    const notMade = await makeInferred(session, inferred);
    const filling = await fillTables(session, script);
    const refused = await refusedByRows(session, script);
    if (refused.length > 0) await emptyTables(session);
    const watch = await openWatch(session, refused.length > 0 ? new Map() : filling.rows);
    const known = knownSizes(sizes, {
      relations: watch.relations,
      details: watch.details,
      roots: await readRoots(session),
      isInferred: (relation) => inferred.tables.has(relation),
    });
    const { observations, stopped } = await run(session, watch, script, assumeInTransaction);
    const unindexedKeys = stopped.length > 0 ? [] : await readUnindexedKeys(session, watch.base);
    const incomplete = [
      ...notes,
      ...inferredWords(inferred),
      ...notMade,
      ...(refused.length > 0 ? refused.map((each) => refusedWords(script, each)) : filling.notes),
      ...stopped,
      ...unmatchedWords(known),
    ];
    return {
      observations,
      inferred,
      refused,
      unindexedKeys,
      sizes: known.sizes,
      incomplete,
      version,
    };
  } finally {
    await session.close();
  }
}

const refusedWords = (script: Script, { statement, message }: Refused): string => {
  const line = script.place(script.statements[statement]?.start ?? 0).line;
  return `generated rows were in the way of line ${line} (${message}): all statements were watched on empty tables`;
};

/** Partitions with the outermost table each belongs to, by oid. */
async function readRoots(session: Session): Promise<ReadonlyMap<string, string>> {
  const rows = await session.rows(
    'select oid::text as part, pg_partition_root(oid)::oid::text as root from pg_class where relispartition',
  );
  return new Map(rows.map(({ part, root }) => [part ?? '', root ?? '']));
}

/** Sizes of one source that fit no table: they are of another schema, or of tables this one lacks. */
function unmatchedWords({ unmatched }: KnownSizes): readonly string[] {
  if (unmatched.length === 0) return [];
  const names = unmatched.map(({ name }) => name);
  const shown = names.slice(0, 5).join(', ');
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return [`sizes are given for ${shown}${more}, which the schema before the migration does not have`];
}

interface Run {
  readonly observations: readonly Observation[];
  /** Why the rest was not run, when the engine stopped. */
  readonly stopped: readonly string[];
}

async function run(session: Session, watch: Watch, script: Script, assume: boolean): Promise<Run> {
  const observations: Observation[] = [];
  let open = assume;
  try {
    if (assume) await session.rows('begin');
    for (const statement of script.statements) {
      const { observation, opens } = await one(session, watch, script, statement, open);
      observations.push(observation);
      open = opens;
    }
    if (open) await session.run('commit');
    return { observations, stopped: [] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const rest = script.statements
      .slice(observations.length)
      .map((statement) => ({ kind: 'not-run' as const, statement, why }));
    const at = script.statements[observations.length];
    const line = at === undefined ? '' : ` at line ${script.place(at.start).line}`;
    return { observations: [...observations, ...rest], stopped: [`the engine stopped${line}: ${why}`] };
  }
}

/** Runs one statement as its place in the file asks, and says whether a transaction is open afterwards. */
async function one(
  session: Session,
  watch: Watch,
  script: Script,
  statement: Statement,
  open: boolean,
): Promise<{ readonly observation: Observation; readonly opens: boolean }> {
  const sql = textOf(script, statement);
  const why = whyNotRun(statement.node);
  if (why !== undefined) return { observation: { kind: 'not-run', statement, why }, opens: open };
  if (!('TransactionStmt' in statement.node)) {
    const observation = await (open ? watch.within(statement, sql) : watch.alone(statement, sql));
    return { observation, opens: open };
  }
  const step = transactionStep(statement);
  const ran = await session.run(sql);
  const observation: Observation =
    ran.kind === 'failed'
      ? { kind: 'failed', statement, failure: ran.failure }
      : { kind: 'not-run', statement, why: 'it only steers the transaction' };
  return { observation, opens: step === undefined ? open : step === 'begin' };
}
