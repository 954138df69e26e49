import { quoteName, quoteNames } from '../../../artifacts/sql-names.ts';
import { readTableFacts } from '../rows/facts.ts';
import { populate } from '../rows/populate.ts';
import type { Session } from '../session.ts';
import { printFailure } from '../session.ts';
import { splitScript } from '../statements.ts';
import { anchored, attacked, attacksOn, beside, later } from './attacks.ts';
import type { Attack } from './attacks.ts';
import type { TrailParameters } from './audit-trail.ts';

/** What shows an attack, the least that is needed for it first. */
export type ShownBy = 'the chain' | 'anchors' | 'anchors elsewhere' | 'nothing';

export interface TrailTrial {
  readonly entries: number;
  readonly outcomes: readonly {
    readonly attack: Attack;
    readonly shownBy: ShownBy;
  }[];
  /** Roles that may add entries and tried to change them. */
  readonly writers: readonly string[];
  readonly faults: readonly string[];
}

/** Runs within an open transaction that is taken back. A text says why nothing could be tried. */
export async function tryTrail(
  session: Session,
  script: string,
  parameters: TrailParameters,
): Promise<TrailTrial | string> {
  const read = await splitScript(script);
  if (read.kind === 'unreadable') return `line ${read.line}: ${read.why}`;
  for (const { sql, line } of read.statements) {
    const ran = await session.run(sql);
    if (ran.kind === 'failed') return `line ${line}: ${printFailure(ran.failure)}`;
  }
  const facts = await readTableFacts(session);
  const own = facts.filter(({ name, schema }) => name === parameters.name && schema === parameters.schema);
  const wishes = new Map(own.map(({ oid }) => [oid, [{}]]));
  const [template] = (await populate(session, own, wishes)).tables;
  if (template?.why !== undefined) return `no entry could be made: ${template.why}`;
  return attackAll(session, parameters);
}

async function attackAll(session: Session, parameters: TrailParameters): Promise<TrailTrial | string> {
  const { table, anchors, anchor } = parameters;
  const added =
    (await addEntries(session, parameters, attacked, anchored)) ??
    (await addEntries(session, parameters, beside, 5));
  if (added !== undefined) return added;
  const kept = anchors === null ? '[]' : await anchorsOf(session, anchor);
  await addEntries(session, parameters, attacked, later);
  const faults = (await faultsFound(session, parameters, kept)).map((fault) => `an honest trail: ${fault}`);
  const outcomes = [];
  for (const attack of attacksOn(parameters)) {
    const shownBy = await within(session, async () => {
      await session.rows(`alter table ${table} disable trigger user`);
      for (const sql of attack.statements) await session.rows(sql);
      return shownHow(session, parameters, kept);
    });
    outcomes.push({ attack, shownBy });
  }
  const writers = await writersOf(session, table);
  for (const role of writers) faults.push(...(await tryWriter(session, table, role)));
  faults.push(...(await tryChoosing(session, parameters, kept)));
  const [count] = await session.rows(`select count(*) as entries from ${table}`);
  return { entries: Number(count?.['entries'] ?? 0), outcomes, writers, faults };
}

/** Copies of the entry that is there; the trigger does the rest. */
async function addEntries(
  session: Session,
  { table, columns }: TrailParameters,
  chain: number,
  entries: number,
): Promise<string | undefined> {
  const names = quoteNames(columns);
  const ran = await session.run(
    `insert into ${table} (${names}, chain) select ${names}, ${chain} from (select * from ${table} limit 1) as one, generate_series(1, ${entries})`,
  );
  return ran.kind === 'failed' ? `no entries could be added: ${printFailure(ran.failure)}` : undefined;
}

/** What another party would be handed, as JSON. */
async function anchorsOf(session: Session, anchor: string): Promise<string> {
  const [row] = await session.rows(`select json_agg(kept)::text as kept from ${anchor}() as kept`);
  return row?.['kept'] ?? '[]';
}

async function faultsFound(
  session: Session,
  { check }: TrailParameters,
  kept: string,
): Promise<readonly string[]> {
  const rows = await session.rows(`select chain, sequence, fault from ${check}($1::jsonb)`, [kept]);
  return rows.map(({ chain, sequence, fault }) => `chain ${chain}, entry ${sequence}: ${fault}`);
}

const anchorFault = 'the entry that was anchored is missing or another';

async function shownHow(session: Session, parameters: TrailParameters, kept: string): Promise<ShownBy> {
  const inside = await faultsFound(session, parameters, '[]');
  if (inside.some((fault) => !fault.endsWith(anchorFault))) return 'the chain';
  if (inside.length > 0) return 'anchors';
  return (await faultsFound(session, parameters, kept)).length > 0 ? 'anchors elsewhere' : 'nothing';
}

/** Roles that the schema lets add entries, but neither change nor delete them. */
async function writersOf(session: Session, table: string): Promise<readonly string[]> {
  const rows = await session.rows(
    `select rolname from pg_roles where not rolsuper and has_table_privilege(rolname, $1, 'insert')
      and not has_table_privilege(rolname, $1, 'update') and not has_table_privilege(rolname, $1, 'delete')
      order by rolname`,
    [table],
  );
  return rows.flatMap(({ rolname }) => rolname ?? []);
}

async function tryWriter(session: Session, table: string, role: string): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const sql of [`update ${table} set hash = hash`, `delete from ${table}`]) {
    const ran = await within(session, async () => {
      await session.rows(`set local role ${quoteName(role)}`);
      return session.run(sql);
    });
    if (ran.kind === 'done' && ran.affected > 0) faults.push(`${role} may ${sql.slice(0, 6)} entries`);
  }
  return faults;
}

/** An entry that brings a place and a hash of its own has to be given others. */
async function tryChoosing(
  session: Session,
  parameters: TrailParameters,
  kept: string,
): Promise<readonly string[]> {
  const { table, columns } = parameters;
  const names = quoteNames(columns);
  return within(session, async () => {
    await session.rows(
      `insert into ${table} (${names}, chain, sequence, previous_hash, hash) select ${names}, ${beside}, 900, repeat('e', 64), repeat('f', 64) from (select * from ${table} limit 1) as one`,
    );
    const faults = await faultsFound(session, parameters, kept);
    return faults.map((fault) => `an entry that brings its own place and hash: ${fault}`);
  });
}

/** Undoes what was done, whatever came of it. */
async function within<T>(session: Session, use: () => Promise<T>): Promise<T> {
  await session.rows('savepoint trial');
  try {
    return await use();
  } finally {
    await session.run('rollback to savepoint trial');
  }
}
