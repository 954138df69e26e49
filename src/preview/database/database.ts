import type { Row, SqlFailure, Statement } from '../../provers/postgres/session.ts';

/** A value as PostgreSQL reads it: text, or null. */
export type SqlValue = string | null;

/** Whom the database takes a statement for: a role, and what `current_setting('app.…')` tells row security of the caller. */
export interface Acting {
  /** Absent = the owner of the database, whom no policy binds: for work of the preview itself. */
  readonly role?: string;
  readonly user?: string;
  readonly tenant?: string;
  readonly team?: string;
}

/** What the preview itself does, such as loading the schema. */
export const owner: Acting = {};

export interface Ran {
  readonly rows: readonly Row[];
  readonly affected: number;
}

export interface Transaction {
  /** @throws RefusedSql when PostgreSQL refuses the statement */
  readonly run: (sql: string, values?: readonly SqlValue[]) => Promise<Ran>;
  /** One after the other, asked at once: none may need what another gives. @throws RefusedSql when one is refused */
  readonly runEach: (statements: readonly Statement[]) => Promise<readonly Ran[]>;
  /** Runs at the end of the work, as whoever it acts for now. @throws RefusedSql out of the transaction, which is undone */
  readonly atEnd: (sql: string, values?: readonly SqlValue[]) => void;
  /** From here on the statements are those of somebody else, as when a service does its part of the work. */
  readonly actAs: (acting: Acting) => Promise<void>;
}

/** A statement that PostgreSQL refused. The SQLSTATE says why. */
export class RefusedSql extends Error {
  readonly failure: SqlFailure;
  constructor(failure: SqlFailure) {
    super(`${failure.code ?? 'error'}: ${failure.message}`);
    this.name = 'RefusedSql';
    this.failure = failure;
  }
}

/** Where the preview keeps its rows: the embedded engine, or a server. */
export interface Database {
  readonly kind: 'embedded' | 'server';
  /** One statement in a transaction of its own. @throws RefusedSql */
  readonly query: (acting: Acting, sql: string, values?: readonly SqlValue[]) => Promise<Ran>;
  /** All or nothing: a work that throws is rolled back, and its error goes on. */
  readonly transaction: <T>(acting: Acting, work: (transaction: Transaction) => Promise<T>) => Promise<T>;
  /** Several statements as the owner. @throws when one of them fails */
  readonly script: (sql: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The statement that makes a connection act for somebody. `local`: until the end of the transaction. */
export const actingSql = (local: boolean): string =>
  `select set_config('role', $1, ${local}), set_config('app.user_id', $2, ${local}), set_config('app.tenant_id', $3, ${local}), set_config('app.team_id', $4, ${local})`;

export const actingValues = ({ role, user, tenant, team }: Acting): readonly SqlValue[] => [
  role ?? 'none',
  user ?? '',
  tenant ?? '',
  team ?? '',
];

export const actingKey = (acting: Acting): string => actingValues(acting).join('\n');
