import { interrupted } from '../../migration/conversion/batches.ts';
import type { Script } from '../../migration/conversion/scripts.ts';
import { printFailure } from '../postgres/session.ts';
import type { Session } from '../postgres/session.ts';
import { firstOf } from '../settle.ts';
import { Refused, runStatement } from './run-script.ts';

export interface BrokenOff {
  /** Places at which it was broken off. */
  readonly crashes: number;
  readonly statements: number;
  /** Places that were left out. */
  readonly unbroken: number;
}

/**
 * Runs a script; after each statement, and after the first batch of each, it is begun again from its beginning: what that
 * leaves has to be what was there. @param limit statements after which it is only run to its end. @throws Refused
 */
export async function breakOff(
  session: Session,
  { file, statements }: Script,
  state: () => Promise<string>,
  limit = Number.POSITIVE_INFINITY,
): Promise<BrokenOff> {
  let ran = 0;
  let crashes = 0;
  let unbroken = 0;
  const again = async (at: number, sqls: readonly string[]): Promise<void> => {
    const there = await state();
    await runAgain(session, file, sqls);
    ran += sqls.length;
    crashes += 1;
    same(
      there,
      await state(),
      `${file}, broken off after statement ${at + 1} and begun again, leaves something else`,
    );
  };
  for (const [at, sql] of statements.entries()) {
    const part = interrupted(sql, 1);
    if (part !== undefined && ran < limit) {
      // Broken off between two of its batches: the first one alone, and again.
      await runStatement(session, file, part);
      ran += 1;
      await again(at, [part]);
    }
    await runStatement(session, file, sql);
    ran += 1;
    const isLast = at === statements.length - 1 && at > 0;
    if (isLast) continue;
    if (ran < limit) await again(at, statements.slice(0, at + 1));
    else unbroken += 1;
  }
  return { crashes, statements: ran, unbroken };
}

/** In one message: nothing is looked at in between. */
async function runAgain(session: Session, file: string, statements: readonly string[]): Promise<void> {
  const ran = await session.runEach(statements.map((sql) => ({ sql })));
  const failed = ran.find(({ kind }) => kind === 'failed');
  if (failed?.kind === 'failed') throw new Refused(`${file}, begun again: ${printFailure(failed.failure)}`);
}

/** @throws Refused with what differs */
export function same(before: string, after: string, what: string): void {
  if (before === after) return;
  const [old, now] = [new Set(before.split('\n')), new Set(after.split('\n'))];
  const changes = [
    ...[...old].filter((line) => !now.has(line)).map((line) => `- ${line}`),
    ...[...now].filter((line) => !old.has(line)).map((line) => `+ ${line}`),
  ];
  throw new Refused(`${what}:\n${firstOf(changes)}`);
}
