import { setImmediate } from 'node:timers/promises';
import { openAhead, takeSession } from './ahead.ts';
import type { Ahead } from './ahead.ts';
import { printFailure } from './session.ts';
import type { Session } from './session.ts';
import { extensionsOf, splitScript } from './statements.ts';

/** A statement that PostgreSQL refused. */
export interface Refusal {
  readonly line: number;
  readonly sql: string;
  readonly why: string;
  readonly code: string;
}

/** A database in which a script was run, statement by statement; a refused statement does not stop the next. */
export interface Scratch {
  readonly session: Session;
  /** `select version()`. */
  readonly version: string;
  readonly statements: number;
  readonly refusals: readonly Refusal[];
}

/**
 * @param extensions that shall be at hand besides those the script asks for
 * @throws when the engine cannot start or is stopped
 */
export async function openScratch(script: string, extensions: readonly string[] = []): Promise<Scratch> {
  const [read, session] = await Promise.all([
    script.trim() === '' ? { kind: 'script' as const, statements: [] } : splitScript(script),
    takeSession([...new Set([...extensionsOf(script), ...extensions])]),
  ]);
  try {
    const version = (await session.rows('select version()'))[0]?.['version'] ?? '';
    if (read.kind === 'unreadable') {
      const refusal = { line: read.line, sql: '', why: `42601: ${read.why}`, code: '42601' };
      return { session, version, statements: 0, refusals: [refusal] };
    }
    const refusals: Refusal[] = [];
    for (let at = 0; at < read.statements.length; at += atOnce)
      refusals.push(...(await runRefused(session, read.statements.slice(at, at + atOnce))));
    return { session, version, statements: read.statements.length, refusals };
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** Statements asked in one message: few enough that together they stay within what one request may take. */
const atOnce = 50;

/** Runs statements of a script, whichever PostgreSQL refuses. @returns those it refused */
async function runRefused(
  session: Session,
  statements: readonly { readonly sql: string; readonly line: number }[],
): Promise<readonly Refusal[]> {
  const answers = await session.runEach(statements.map(({ sql }) => ({ sql })));
  return statements.flatMap(({ sql, line }, at): readonly Refusal[] => {
    const ran = answers[at];
    if (ran?.kind !== 'failed') return [];
    const { failure } = ran;
    const within = sql.slice(0, Number(failure.position ?? 1) - 1).split('\n').length - 1;
    return [{ line: line + within, sql, why: printFailure(failure), code: failure.code ?? '' }];
  });
}

/** How a database is lent. */
export interface Loan {
  /** Nobody has made rows in it before, not even rows that were taken back. */
  readonly untouched?: boolean;
}

interface Shared {
  scratch: Promise<Scratch> | undefined;
  /** Somebody had it who may have made rows. */
  touched: boolean;
  readonly waiting: Turn[];
}

interface Turn extends Required<Loan> {
  readonly take: (entry: Shared) => Promise<void>;
}

const shared = new Map<string, Shared>();

/** Extensions that a user of a lent database may create and drop again, beside those of its script. */
const atHand: readonly string[] = ['pg_stat_statements'];

/** Starts the engine of a script that asks for no extension, before the script is known. */
export const startScratch = (): Ahead => openAhead(atHand);

/**
 * Lends the database of a script. Those who ask for the same script at the same time share one engine and take
 * turns, who wants it untouched before the others; it is closed when the last has left, and opened anew after a
 * fault. A user leaves it as it was found, but for traces of rows that were taken back.
 */
export function withScratch<T>(
  script: string,
  use: (scratch: Scratch) => Promise<T>,
  { untouched = false }: Loan = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const take = async (entry: Shared): Promise<void> => {
      try {
        entry.scratch ??= openScratch(script, atHand);
        resolve(await use(await entry.scratch));
      } catch (error) {
        await closeQuietly(entry);
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    const found = shared.get(script);
    if (found !== undefined) return void found.waiting.push({ untouched, take });
    const entry: Shared = { scratch: undefined, touched: false, waiting: [{ untouched, take }] };
    shared.set(script, entry);
    void lend(script, entry);
  });
}

async function lend(script: string, entry: Shared): Promise<void> {
  for (;;) {
    // Whoever asks for it next, because of what the last one found, shall still find it open.
    await setImmediate();
    const first = entry.waiting.findIndex(({ untouched }) => untouched);
    const [turn] = entry.waiting.splice(Math.max(0, first), 1);
    if (turn === undefined) break;
    if (turn.untouched && entry.touched) await closeQuietly(entry);
    entry.touched ||= !turn.untouched;
    await turn.take(entry);
  }
  shared.delete(script);
  await closeQuietly(entry);
}

async function closeQuietly(entry: Shared): Promise<void> {
  const { scratch } = entry;
  entry.scratch = undefined;
  entry.touched = false;
  await scratch?.then(({ session }) => session.close()).catch(() => {});
}
