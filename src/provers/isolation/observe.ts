import { isLockMode } from '../migration/trace/locks.ts';
import { printFailure } from '../postgres/session.ts';
import type { Ran, Row, Statement } from '../postgres/session.ts';
import { rowLockOf } from './row-locks.ts';
import type { RowLock } from './row-locks.ts';
import type { ObjectLock } from './effect.ts';

/** Where a row lies: block and line pointer, as PostgreSQL writes a `ctid`. */
export type Ctid = string;

/** One change of a row, as the write-ahead log tells it. */
export type Logged =
  | { readonly kind: 'lock' | 'delete'; readonly table: string; readonly at: Ctid; readonly mode: RowLock }
  | {
      readonly kind: 'update';
      readonly table: string;
      readonly at: Ctid;
      readonly to: Ctid;
      readonly indexed: boolean;
      readonly mode: RowLock;
    }
  | { readonly kind: 'insert'; readonly table: string; readonly at: Ctid };

const numberIn = (text: string, name: string): string =>
  new RegExp(`(?:^|[ ,])${name}: (\\d+)`).exec(text)?.[1] ?? '0';

/** The blocks a record touches, the one that holds the new version first. */
const blocksOf = (reference: string): readonly { readonly file: string; readonly block: string }[] =>
  [...reference.matchAll(/rel \d+\/\d+\/(\d+) fork main (?:\([^)]*\) )?blk (\d+)/g)].map(
    ([, file = '', block = '0']) => ({ file, block }),
  );

/** Asks for the write-ahead log from a position to what is written when it is asked; `logOf` reads the answers. */
export const logQueries = (from: string): readonly Statement[] => [
  { sql: `select pg_logical_emit_message(false, '', '', true)` },
  {
    sql: `select record_type as type, description as words, block_ref as blocks
     from pg_get_wal_records_info($1::pg_lsn, pg_current_wal_flush_lsn())
     where resource_manager in ('Heap', 'Heap2') order by start_lsn`,
    values: [from],
  },
];

/**
 * Row changes between two positions of the write-ahead log, in their order: PostgreSQL logs every lock, update,
 * deletion and insertion of a row with the strength of the lock (src/backend/access/rmgrdesc/heapdesc.c).
 */
export const logOf = ([, records]: readonly Ran[], tables: ReadonlyMap<string, string>): readonly Logged[] =>
  rowsOf(records).flatMap((record) => loggedOf(record, tables));

/** Rows of an answer that has to be one. */
export function rowsOf(ran: Ran | undefined): readonly Row[] {
  if (ran?.kind === 'done') return ran.rows;
  throw new Error(ran === undefined ? 'PostgreSQL gave no answer' : printFailure(ran.failure));
}

function loggedOf(record: Row, tables: ReadonlyMap<string, string>): readonly Logged[] {
  const type = record['type'] ?? '';
  const words = record['words'] ?? '';
  const [first, second = first] = blocksOf(record['blocks'] ?? '');
  const table = first && tables.get(first.file);
  if (table === undefined || first === undefined || second === undefined) return [];
  const at = (block: string, name: string): Ctid => `(${block},${numberIn(words, name)})`;
  const flags = /infobits: \[([^\]]*)\]/.exec(words)?.[1] ?? '';
  switch (type.replace('+INIT', '')) {
    case 'LOCK':
      return [{ kind: 'lock', table, at: at(first.block, 'off'), mode: rowLockOf('lock', flags) }];
    case 'DELETE':
      return [{ kind: 'delete', table, at: at(first.block, 'off'), mode: 'update' }];
    case 'INSERT':
      return [{ kind: 'insert', table, at: at(first.block, 'off') }];
    case 'UPDATE':
    case 'HOT_UPDATE':
      return [
        {
          kind: 'update',
          table,
          at: at(second.block, 'old_off'),
          to: at(first.block, 'new_off'),
          indexed: type === 'UPDATE',
          mode: rowLockOf('change', flags),
        },
      ];
    default:
      return [];
  }
}

export interface SeenLocks {
  readonly locks: readonly ObjectLock[];
  readonly reads: readonly {
    readonly kind: 'table' | 'row' | 'index';
    readonly table: string;
    readonly index: string;
    readonly at: Ctid;
  }[];
}

/** Asks for what the transaction holds; `locksOf` reads the answer. */
export const lockQuery: Statement = {
  sql: `select l.locktype as type, l.mode, coalesce(i.indrelid, l.relation)::regclass::text as name,
       l.relation::regclass::text as relation, i.indexrelid is not null as indexed,
       '(' || l.page || ',' || l.tuple || ')' as at, l.classid || ':' || l.objid as number
     from pg_locks l left join pg_class c on c.oid = l.relation left join pg_index i on i.indexrelid = l.relation
     where l.pid = pg_backend_pid() and l.granted and (l.locktype = 'advisory' or
       c.relkind in ('r', 'i') and c.relnamespace not in ('pg_catalog'::regnamespace, 'pg_toast'::regnamespace))
     order by 3, 4, 1, 2, 6`,
};

/** Locks on tables and on numbers of the application, and what a serializable transaction remembers to have read. */
export function locksOf(answer: Ran | undefined): SeenLocks {
  const rows = rowsOf(answer);
  const locks: ObjectLock[] = [];
  const reads: SeenLocks['reads'][number][] = [];
  for (const row of rows) {
    const [mode, name = null, relation = null] = [row['mode'] ?? '', row['name'], row['relation']];
    if (row['type'] === 'advisory') {
      if (isLockMode(mode)) locks.push({ object: `advisory ${row['number'] ?? ''}`, mode });
      continue;
    }
    const [table, index] = [name ?? '', relation ?? ''];
    if (mode === 'SIReadLock') {
      const kind = row['indexed'] === 't' ? 'index' : row['type'] === 'tuple' ? 'row' : 'table';
      reads.push({ kind, table, index, at: row['at'] ?? '' });
    } else if (isLockMode(mode) && row['indexed'] === 'f') locks.push({ object: table, mode });
  }
  return { locks, reads };
}
