import { z } from 'zod';
import { ownSchemas } from '../../postgres/catalogue.ts';
import type { Session } from '../../postgres/session.ts';
import { isLockMode } from './locks.ts';
import type { LockMode } from './locks.ts';

/** A table, index, view or sequence of the user's schemas. */
export interface Relation {
  readonly oid: string;
  /** With its schema unless that is public. */
  readonly name: string;
  /** pg_class.relkind: r, p, i, I, m, v, S, f. */
  readonly kind: string;
  /** 0 where nothing is stored. */
  readonly file: string;
  /** oid of the table an index is on. */
  readonly table?: string;
}

export interface Lock {
  readonly oid: string;
  readonly mode: LockMode;
}

/** Counters that only grow: what a statement did is the difference. Others who work on the same server are counted too. */
export interface Activity {
  readonly scans: number;
  readonly scanned: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** What can be seen of the database and of this session's transaction at one moment. */
export interface State {
  readonly relations: ReadonlyMap<string, Relation>;
  readonly locks: readonly Lock[];
  readonly activity: ReadonlyMap<string, Activity>;
  /** A lock_timeout above zero is in force. */
  readonly lockTimeout: boolean;
}

export const relationNameSql = (relation: string, namespace: string): string =>
  `case when ${namespace}.nspname = 'public' then ${relation}.relname else ${namespace}.nspname || '.' || ${relation}.relname end`;

// Counts of this session move from the view of its transaction to the other one when the server writes them away, which is
// at its own time, between transactions.
const stateSql = `select json_build_object(
  'relations', (select coalesce(json_agg(json_build_array(c.oid::text, ${relationNameSql('c', 'n')},
      c.relkind, c.relfilenode::text, x.indrelid::text) order by c.oid), '[]')
    from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_index x on x.indexrelid = c.oid
    where c.relnamespace in ${ownSchemas} and c.relkind in ('r', 'p', 'i', 'I', 'm', 'v', 'S', 'f')),
  'locks', (select coalesce(json_agg(distinct json_build_array(l.relation::text, l.mode)::text), '[]') from pg_locks l
    where l.locktype = 'relation' and l.pid = pg_backend_pid() and l.granted and l.relation >= 16384
      and not exists (select from pg_class c where c.oid = l.relation and c.relkind = 't')),
  'activity', (select coalesce(json_agg(json_build_array(relid::text, s.seq_scan + x.seq_scan,
      s.seq_tup_read + x.seq_tup_read, s.n_tup_ins + x.n_tup_ins, s.n_tup_upd + x.n_tup_upd, s.n_tup_del + x.n_tup_del)), '[]')
    from pg_stat_user_tables s join pg_stat_xact_user_tables x using (relid) where s.schemaname not like 'pg\\_%'),
  'lockTimeout', current_setting('lock_timeout') <> '0') as state`;

const count = z.coerce.number();
const stateSchema = z.object({
  relations: z.array(z.tuple([z.string(), z.string(), z.string(), z.string(), z.string().nullable()])),
  locks: z.array(z.string()),
  activity: z.array(z.tuple([z.string(), count, count, count, count, count])),
  lockTimeout: z.boolean(),
});
const lockSchema = z.tuple([z.string(), z.string()]);

/** Takes its locks on system catalogues only, so that looking changes nothing that is looked at. */
export async function readState(session: Pick<Session, 'rows'>): Promise<State> {
  const [row] = await session.rows(stateSql);
  const { relations, locks, activity, lockTimeout } = stateSchema.parse(JSON.parse(row?.['state'] ?? 'null'));
  return {
    relations: new Map(
      relations.map(([oid, name, kind, file, table]) => [
        oid,
        { oid, name, kind, file, ...(table !== null && { table }) },
      ]),
    ),
    lockTimeout,
    locks: locks.flatMap((text) => {
      const [oid, mode] = lockSchema.parse(JSON.parse(text));
      return isLockMode(mode) ? [{ oid, mode }] : [];
    }),
    activity: new Map(
      activity.map(([oid, scans, scanned, inserted, updated, deleted]) => [
        oid,
        { scans, scanned, inserted, updated, deleted },
      ]),
    ),
  };
}
