import { interrupted, readBatches } from '../../migration/conversion/batches.ts';
import type { BatchCall } from '../../migration/conversion/batches.ts';
import { rowColumn } from '../../migration/conversion/names.ts';
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

/** Places between the batches of one call at which it is broken off: the first, the last, and some between them. */
const placesOfCall = 4;

/**
 * Runs a script; after each statement, and between the batches of each, it is begun again from its beginning: what that
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
  const again = async (done: number, sqls: readonly string[], more = ''): Promise<void> => {
    const there = await state();
    await runAgain(session, file, sqls);
    ran += sqls.length;
    crashes += 1;
    same(
      there,
      await state(),
      `${file}, broken off after ${done} statements${more} and begun again, leaves something else`,
    );
  };
  for (const [at, sql] of statements.entries()) {
    const call = readBatches(sql);
    const between = call === undefined ? 0 : (await batchesOf(session, call)) - 1;
    const places = spread(between, placesOfCall);
    unbroken += Math.max(0, between) - places.length;
    for (const [nth, batches] of places.entries()) {
      if (call === undefined) continue;
      if (ran >= limit) {
        unbroken += places.length - nth;
        break;
      }
      const part = interrupted(call, batches);
      await runStatement(session, file, part);
      ran += 1;
      await again(at, [...statements.slice(0, at), part], ` and ${batches} batches of the next`);
    }
    await runStatement(session, file, sql);
    ran += 1;
    const isLast = at === statements.length - 1 && at > 0;
    if (isLast) continue;
    if (ran < limit) await again(at + 1, statements.slice(0, at + 1));
    else unbroken += 1;
  }
  return { crashes, statements: ran, unbroken };
}

/** What is said of the places that were left out. */
export const unbrokenWords = ({ unbroken }: Pick<BrokenOff, 'unbroken'>): readonly string[] =>
  unbroken > 0 ? [`at ${unbroken} places between statements and batches it was not broken off`] : [];

/** Batches that a call makes of the rows that are there. */
async function batchesOf(session: Session, { source, size }: BatchCall): Promise<number> {
  const [row] = await session.rows(`select ceil(max(${rowColumn}) / ${size}.0) as batches from ${source}`);
  return Number(row?.['batches'] ?? 0);
}

/** Some of the numbers from 1 to `last`, evenly apart, the first and the last among them. */
export const spread = (last: number, most: number): readonly number[] =>
  last <= most
    ? Array.from({ length: Math.max(0, last) }, (_, at) => at + 1)
    : Array.from({ length: most }, (_, at) => 1 + Math.round((at * (last - 1)) / (most - 1)));

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
