import { openScratch } from '../../postgres/scratch.ts';
import type { Scratch } from '../../postgres/scratch.ts';
import type { Session } from '../../postgres/session.ts';
import { extensionsOf } from '../../postgres/statements.ts';
import type { Script } from '../script/script.ts';
import { inferredScript } from './inferred.ts';
import type { Inferred } from './inferred.ts';

/**
 * A zone that is not UTC, as most servers have: a change from timestamp to timestamptz rewrites the table there, and
 * does not in UTC (ATColumnChangeRequiresRewrite in tablecmds.c).
 */
const zone = `set timezone = 'Europe/Paris'`;

/** The database as it stands before the migration. @throws when the engine cannot start or is stopped. */
export async function openBefore(script: Script, schema: string): Promise<Scratch> {
  const scratch = await openScratch(schema, extensionsOf(script.text));
  await scratch.session.rows(zone);
  return scratch;
}

/** Makes what was inferred. @returns what could not be made */
export async function makeInferred(session: Session, inferred: Inferred): Promise<readonly string[]> {
  const notes: string[] = [];
  for (const sql of inferredScript(inferred)) {
    const ran = await session.run(sql);
    if (ran.kind === 'failed') notes.push(`could not be inferred: ${sql}: ${ran.failure.message}`);
  }
  return notes;
}
