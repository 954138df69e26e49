import { openSession, printFailure } from './session.ts';
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
    openSession({ extensions: [...new Set([...extensionsOf(script), ...extensions])] }),
  ]);
  try {
    const version = (await session.rows('select version()'))[0]?.['version'] ?? '';
    if (read.kind === 'unreadable') {
      const refusal = { line: read.line, sql: '', why: `42601: ${read.why}`, code: '42601' };
      return { session, version, statements: 0, refusals: [refusal] };
    }
    const refusals: Refusal[] = [];
    for (const { sql, line } of read.statements) {
      const ran = await session.run(sql);
      if (ran.kind === 'done') continue;
      const within = sql.slice(0, Number(ran.failure.position ?? 1) - 1).split('\n').length - 1;
      const why = printFailure(ran.failure);
      refusals.push({ line: line + within, sql, why, code: ran.failure.code ?? '' });
    }
    return { session, version, statements: read.statements.length, refusals };
  } catch (error) {
    await session.close();
    throw error;
  }
}

interface Shared {
  scratch: Promise<Scratch> | undefined;
  users: number;
  turn: Promise<unknown>;
}

const shared = new Map<string, Shared>();

/**
 * Lends the database of a script. Those who ask for the same script at the same time share one engine and take
 * turns; it is closed when the last has left, and opened anew after a fault. A user leaves it as it was found.
 */
export async function withScratch<T>(script: string, use: (scratch: Scratch) => Promise<T>): Promise<T> {
  const found = shared.get(script) ?? { scratch: undefined, users: 0, turn: Promise.resolve() };
  shared.set(script, found);
  found.users++;
  const mine = found.turn.then(async () => {
    found.scratch ??= openScratch(script);
    try {
      return await use(await found.scratch);
    } catch (error) {
      await closeQuietly(found);
      throw error;
    } finally {
      if (--found.users === 0) {
        shared.delete(script);
        await closeQuietly(found);
      }
    }
  });
  found.turn = mine.catch(() => {});
  return mine;
}

async function closeQuietly(entry: Shared): Promise<void> {
  const { scratch } = entry;
  entry.scratch = undefined;
  await scratch?.then(({ session }) => session.close()).catch(() => {});
}
