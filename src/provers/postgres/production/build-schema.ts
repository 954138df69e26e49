import type { Refusal } from '../scratch.ts';
import { printFailure } from '../session.ts';
import type { Session } from '../session.ts';
import { splitScript } from '../statements.ts';
import { makeStandIn, missingTypeOf } from './stand-in-types.ts';

/** A database whose objects a script made. */
export interface BuiltSchema {
  readonly statements: number;
  readonly refusals: readonly Refusal[];
  /** Types that stand in for those of extensions the engine lacks. */
  readonly standIns: readonly string[];
}

/** SQLSTATEs of what a later statement of the same script may mend: an object that is not there yet. */
const early: ReadonlySet<string> = new Set(['42P01', '42704', '42883', '3F000', '42703', '42830']);

/**
 * Runs a script statement by statement. One that misses an object is tried again after the others, a type that the
 * engine lacks is stood in for; what PostgreSQL refuses after all is told, with its line.
 */
export async function buildSchema(session: Session, script: string): Promise<BuiltSchema> {
  const read = await splitScript(script);
  if (read.kind === 'unreadable')
    return {
      statements: 0,
      standIns: [],
      refusals: [{ line: read.line, sql: '', why: `42601: ${read.why}`, code: '42601' }],
    };
  // Bodies of functions may speak of tables that come later.
  await session.script('set check_function_bodies = off');
  const refusals: Refusal[] = [];
  const standIns = new Set<string>();
  let waiting = read.statements;
  for (let before = -1; waiting.length > 0 && waiting.length !== before;) {
    before = waiting.length;
    refusals.length = 0;
    const again: (typeof waiting)[number][] = [];
    for (const statement of waiting) {
      const refusal = await attempt(session, statement, standIns);
      if (refusal === undefined) continue;
      refusals.push(refusal);
      again.push(statement);
    }
    if (!refusals.some(({ code }) => early.has(code))) break;
    waiting = again;
  }
  await session.script('reset check_function_bodies');
  return { statements: read.statements.length, refusals, standIns: [...standIns] };
}

async function attempt(
  session: Session,
  { sql, line }: { readonly sql: string; readonly line: number },
  standIns: Set<string>,
): Promise<Refusal | undefined> {
  for (let tries = 0; ; tries++) {
    const ran = await session.run(sql);
    if (ran.kind === 'done') return undefined;
    const type = missingTypeOf(ran.failure);
    if (
      type !== undefined &&
      tries < 20 &&
      /^\s*(create|alter)\s+(unlogged\s+)?(table|type|domain)\b/i.test(sql)
    ) {
      if (await makeStandIn(session, ran.failure)) {
        standIns.add(type);
        continue;
      }
    }
    const within = sql.slice(0, Number(ran.failure.position ?? 1) - 1).split('\n').length - 1;
    return { line: line + within, sql, why: printFailure(ran.failure), code: ran.failure.code ?? '' };
  }
}

const filledSql = `select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
    and pg_relation_size(c.oid) > 0 order by c.oid`;

/** Takes out the rows a script put in: their pages would stand where declared sizes are written. */
export async function emptyTables(session: Session): Promise<void> {
  const filled = await session.rows(filledSql);
  if (filled.length === 0) return;
  await session.script(
    `set session_replication_role = replica; truncate ${filled.map(({ name }) => name).join(', ')} cascade; reset session_replication_role`,
  );
}
