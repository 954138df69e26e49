import { quoteText } from '../../artifacts/sql-names.ts';

export const isolations = ['read committed', 'repeatable read', 'serializable'] as const;

export type Isolation = (typeof isolations)[number];

/** What a statement does about a row that another transaction has locked. */
export type WaitPolicy = 'wait' | 'skip locked' | 'nowait';

/** A test of a variable that the application makes before it goes on (`\if :name`). */
export interface Condition {
  readonly variable: string;
  readonly holds: boolean;
}

export interface Step {
  readonly kind: 'statement' | 'lock table' | 'commit' | 'rollback';
  /** With `:name` where a variable is put in. */
  readonly sql: string;
  /** 1-based, in the file. */
  readonly line: number;
  /** Tables the text names; undefined where it may read others. */
  readonly tables: readonly string[];
  readonly policy: WaitPolicy;
  /** It has ON CONFLICT. */
  readonly upsert: boolean;
  /** Its only row is kept in variables of these names with this before them (`\gset`). */
  readonly keep?: string;
  readonly when: readonly Condition[];
}

export interface Transaction {
  readonly name: string;
  readonly line: number;
  readonly isolation: Isolation;
  readonly readOnly: boolean;
  readonly steps: readonly Step[];
}

export type Variables = Readonly<Record<string, string | null>>;

/** psql's words for true: 1, on, yes, true and what begins them. */
export const isTrue = (value: string | null | undefined): boolean =>
  value !== null && value !== undefined && /^(t|true|y|yes|on|1)$/i.test(value);

const reference = /(?<![:\w]):(?:'(\w+)'|"(\w+)"|([a-zA-Z_]\w*))/g;

export const variablesIn = (sql: string): readonly string[] =>
  [...sql.matchAll(reference)].map(([, literal, quoted, bare]) => literal ?? quoted ?? bare ?? '');

/** Puts variables into a text as psql does: `:x` as it stands, `:'x'` as a literal, `:"x"` as a name. */
export const interpolate = (sql: string, variables: Variables): string =>
  sql.replaceAll(reference, (_, literal?: string, quoted?: string, bare?: string) => {
    const value = variables[literal ?? quoted ?? bare ?? ''] ?? null;
    if (value === null) return 'null';
    if (literal !== undefined) return quoteText(value);
    return quoted === undefined ? value : `"${value.replaceAll('"', '""')}"`;
  });

/** An INSERT that refuses nothing and leaves nothing out. */
export const withoutConflict = (sql: string): string =>
  sql.replace(/\bon\s+conflict\b[\s\S]*?(?=\breturning\b|$)/i, '');
