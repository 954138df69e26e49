import { compareText } from '../../model/text.ts';
import type { Statement, User } from './statements.ts';

/** What an entry does with one table. */
export interface Use {
  readonly table: string;
  /** Statements that read it and that write it. */
  readonly reads: number;
  readonly writes: number;
  /** Written in a transaction. */
  readonly inTransaction: boolean;
  /** Only by statements that nearly everything reaches. */
  readonly everywhere: boolean;
}

/** Where the system is entered, by id: an endpoint (a page script is one), a job, or code that neither is known to reach. */
export interface Entry extends User {
  /** By the names of the tables. */
  readonly uses: readonly Use[];
}

/** All entries by id, each with the tables that its statements touch. */
export function entriesOf(statements: readonly Statement[]): readonly Entry[] {
  const users = new Map<string, User>();
  const uses = new Map<string, Map<string, Use>>();
  for (const statement of statements)
    for (const user of statement.users) {
      const known = uses.get(user.id) ?? new Map<string, Use>();
      users.set(user.id, user);
      uses.set(user.id, known);
      for (const table of statement.reads) add(known, table, statement, { reads: 1, writes: 0 });
      for (const table of statement.writes) add(known, table, statement, { reads: 0, writes: 1 });
    }
  return [...users.values()]
    .toSorted((a, b) => compareText(a.id, b.id))
    .map((user) => ({
      ...user,
      uses: [...(uses.get(user.id)?.values() ?? [])].toSorted((a, b) => compareText(a.table, b.table)),
    }));
}

function add(
  known: Map<string, Use>,
  table: string,
  { inTransaction, everywhere }: Statement,
  { reads, writes }: Pick<Use, 'reads' | 'writes'>,
): void {
  const old = known.get(table);
  known.set(table, {
    table,
    reads: (old?.reads ?? 0) + reads,
    writes: (old?.writes ?? 0) + writes,
    inTransaction: old?.inTransaction === true || (inTransaction && writes > 0),
    everywhere: old?.everywhere !== false && everywhere,
  });
}
