import type { Node } from 'libpg-query';

import type { Ran, Session } from '../../postgres/session.ts';

import { isVacuumFull } from '../lint/options.ts';
import { nameOfRelation } from '../lint/rule.ts';
import type { Statement } from '../script/script.ts';
import { readDetails } from './details.ts';
import type { DetailsMap } from './details.ts';
import { differences, rewriteMark } from './differences.ts';
import { strength } from './locks.ts';
import type { Observation, TableLock } from './observation.ts';
import { outsideOf } from './outside.ts';
import type { Outside } from './outside.ts';
import { mainRelation } from './relations.ts';
import { readState } from './state.ts';
import type { Relation, State } from './state.ts';

/** What watching needs of a connection; a native server has it too. */
export type Connection = Pick<Session, 'run' | 'rows'>;

/** Watches statements run one after the other in a database. */
export interface Watch {
  /** oids of the relations that were there before. */
  readonly base: ReadonlySet<string>;
  /** What was there before, with its columns. */
  readonly relations: ReadonlyMap<string, Relation>;
  readonly details: DetailsMap;
  /**
   * Runs a statement in a transaction of its own, or in transactions PostgreSQL or the statement opens: `outside` then
   * gives its locks.
   */
  readonly alone: (statement: Statement, sql: string, outside?: Outside) => Promise<Observation>;
  /** Runs a statement in the transaction that is open; when it fails, the transaction goes on without it. */
  readonly within: (statement: Statement, sql: string) => Promise<Observation>;
}

const rewriteTrigger = [
  `create or replace function pg_temp.plumbline_rewrite() returns event_trigger language plpgsql as $$ begin
    raise notice '${rewriteMark} % %', pg_event_trigger_table_rewrite_oid()::oid::text, pg_event_trigger_table_rewrite_reason();
  end $$`,
  'create event trigger plumbline_rewrite on table_rewrite execute function pg_temp.plumbline_rewrite()',
];

/** Begins to watch: what is there now counts as there before the migration. `rows`: live rows by oid. */
export async function openWatch(session: Connection, rows: ReadonlyMap<string, number>): Promise<Watch> {
  for (const sql of rewriteTrigger) await session.rows(sql);
  await session.rows('set client_min_messages = debug1');
  const start = await readState(session);
  const base = new Set(start.relations.keys());
  const live = new Map(rows);
  let details: DetailsMap = await readDetails(session, [...base]);

  const observe = async (
    statement: Statement,
    run: () => Promise<Ran>,
    outside: Outside | undefined,
  ): Promise<Observation> => {
    const before = await readState(session);
    const ran = await run();
    if (ran.kind === 'failed') return { kind: 'failed', statement, failure: ran.failure };
    const after = await readState(session);
    const detailsAfter = await readDetails(session, touched(before, after, statement.node));
    const { notices } = ran;
    const looks = { before, after, detailsBefore: details, detailsAfter, base, rows: live, notices };
    const seen = differences(looks);
    details = new Map([...details, ...detailsAfter]);
    for (const { relation, inserted, deleted } of seen.rows) {
      const oid = [...after.relations.values()].find(({ name }) => name === relation)?.oid;
      if (oid !== undefined) live.set(oid, Math.max(0, (live.get(oid) ?? 0) + inserted - deleted));
    }
    const taken = outside === undefined ? seen.taken : documented(outside, before, base, statement.node);
    return { kind: 'ran', statement, ...seen, taken, documentedLocks: outside !== undefined };
  };

  const within: Watch['within'] = async (statement, sql) => {
    await session.rows('savepoint plumbline_statement');
    const observed = await observe(statement, () => session.run(sql), undefined);
    if (observed.kind === 'failed') await session.run('rollback to savepoint plumbline_statement');
    await session.run('release savepoint plumbline_statement');
    return observed;
  };

  return {
    base,
    relations: start.relations,
    details,
    within,
    alone: async (statement, sql, outside = outsideOf(statement.node)) => {
      if (outside !== undefined) return observe(statement, () => session.run(sql), outside);
      await session.rows('begin');
      const observed = await observe(statement, () => session.run(sql), undefined);
      const ended = await session.run(observed.kind === 'failed' ? 'rollback' : 'commit');
      if (ended.kind === 'done') return observed;
      return { kind: 'failed', statement, failure: ended.failure };
    },
  };
}

/** Relations whose columns or constraints the statement may have changed. */
function touched(before: State, after: State, node: Node): readonly string[] {
  const locked = after.locks
    .filter(({ mode }) => strength(mode) >= strength('ShareUpdateExclusiveLock'))
    .map(({ oid }) => oid);
  const made = [...after.relations.keys()].filter((oid) => !before.relations.has(oid));
  const main = mainRelation(node);
  const named = main === undefined ? undefined : find(after, nameOfRelation(main));
  const oids = new Set([...locked, ...made, ...(named === undefined ? [] : [named])]);
  return [...oids].filter((oid) => after.relations.has(oid));
}

const find = ({ relations }: State, name: string): string | undefined => {
  const bare = name.replace(/^public\./, '');
  return [...relations.values()].find((relation) => relation.name === bare)?.oid;
};

function documented(
  outside: Outside,
  before: State,
  base: ReadonlySet<string>,
  node: Node,
): readonly TableLock[] {
  const all =
    'ClusterStmt' in node || 'VacuumStmt' in node || 'ReindexStmt' in node
      ? [...before.relations.values()].filter(({ kind }) => kind === 'r').map(({ name }) => name)
      : [];
  const named =
    outside.locks.length > 0 ? outside.locks : all.map((relation) => ({ relation, mode: modeOf(node) }));
  return named.map(({ relation, mode }) => {
    const oid = find(before, relation);
    const kind = oid === undefined ? 'r' : (before.relations.get(oid)?.kind ?? 'r');
    return {
      relation: relation.replace(/^public\./, ''),
      mode,
      kind,
      existing: oid !== undefined && base.has(oid),
    };
  });
}

/** Of commands that work through the whole database: what they hold on the table they are at. */
function modeOf(node: Node): TableLock['mode'] {
  if ('VacuumStmt' in node) return isVacuumFull(node) ? 'AccessExclusiveLock' : 'ShareUpdateExclusiveLock';
  return 'ClusterStmt' in node ? 'AccessExclusiveLock' : 'ShareLock';
}
