import { loadModule, parseSync, scanSync } from 'libpg-query';
import type { ScanToken } from 'libpg-query';
import { quoteName } from '../../artifacts/sql-names.ts';
import { cursorOf } from '../postgres/statements.ts';
import { interpolate } from './transaction.ts';
import type { Condition, Isolation, Step, Transaction, WaitPolicy } from './transaction.ts';

/** What of a file is no transaction that can be run. */
export interface Unread {
  readonly line: number;
  readonly why: string;
}

export interface TransactionFile {
  readonly transactions: readonly Transaction[];
  /** Statements outside of BEGIN … COMMIT: they make the rows that the transactions meet. */
  readonly setup: string;
  readonly unread: readonly Unread[];
}

interface Piece {
  readonly sql: string;
  readonly line: number;
  /** From a comment `-- name: …` before it. */
  readonly name: string | undefined;
  readonly keep: string | undefined;
  readonly when: readonly Condition[];
}

type Command =
  | { readonly kind: 'gset'; readonly prefix: string }
  | { readonly kind: 'if'; readonly variable: string }
  | { readonly kind: 'else' | 'endif' };

const commands = /\\(gset|if|else|endif|elif|gexec|set)\b[ \t]*([^\n;]*)/g;

/**
 * Transactions as psql would run them one after the other: BEGIN … COMMIT blocks, with `\gset` to keep a row that the
 * application read, `:name` where it puts it in, and `\if :name` … `\else` … `\endif` where it decides.
 */
export async function readTransactions(text: string, isolation: Isolation): Promise<TransactionFile> {
  await loadModule();
  const unread: Unread[] = [];
  const transactions: Transaction[] = [];
  const setup: string[] = [];
  let open: { readonly begin: Piece; readonly steps: Step[]; sets: string } | undefined;
  for (const piece of piecesOf(text, unread)) {
    const head = /^\s*(\w+)(?:\s+(\w+))?/.exec(piece.sql.toLowerCase());
    const [, first = '', second = ''] = head ?? [];
    if (first === 'begin' || (first === 'start' && second === 'transaction')) {
      if (open !== undefined) unread.push({ line: piece.line, why: 'a transaction begins inside another' });
      open = { begin: piece, steps: [], sets: piece.sql };
      continue;
    }
    if (open === undefined) {
      setup.push(piece.sql);
      continue;
    }
    if (first === 'set' && second === 'transaction') {
      open.sets += ` ${piece.sql}`;
      continue;
    }
    if (first === 'savepoint' || first === 'release' || /^\s*rollback\s+to\b/i.test(piece.sql)) {
      unread.push({ line: piece.line, why: `${first.toUpperCase()}: savepoints are left out` });
      continue;
    }
    const step = stepOf(piece, first);
    if ('why' in step) unread.push(step);
    else open.steps.push(step);
    if (first !== 'commit' && first !== 'end' && first !== 'rollback') continue;
    if (piece.when.length > 0) continue;
    transactions.push(transactionOf(open, isolation, transactions));
    open = undefined;
  }
  if (open !== undefined) unread.push({ line: open.begin.line, why: 'the transaction is never committed' });
  return { transactions, setup: setup.join(';\n'), unread };
}

function transactionOf(
  { begin, steps, sets }: { readonly begin: Piece; readonly steps: readonly Step[]; readonly sets: string },
  isolation: Isolation,
  before: readonly Transaction[],
): Transaction {
  const level = /isolation\s+level\s+(read\s+(?:un)?committed|repeatable\s+read|serializable)/i.exec(
    sets,
  )?.[1];
  const wanted = begin.name ?? `transaction-${before.length + 1}`;
  const same = before.filter(({ name }) => name === wanted || name.startsWith(`${wanted}-`)).length;
  return {
    name: same === 0 ? wanted : `${wanted}-${same + 1}`,
    line: begin.line,
    isolation: level === undefined ? isolation : isolationOf(level),
    readOnly: /\bread\s+only\b/i.test(sets),
    steps,
  };
}

/** PostgreSQL treats READ UNCOMMITTED as READ COMMITTED. */
function isolationOf(words: string): Isolation {
  if (/serial/i.test(words)) return 'serializable';
  return /repeat/i.test(words) ? 'repeatable read' : 'read committed';
}

/** Statements that change tables themselves, not rows, by the kind of their syntax tree. */
const definition =
  /^(?:Create|Alter|Drop|Truncate|Index|Rename|Reindex|View|Grant|Rule|Cluster|Refresh|Comment|Define)/;

function stepOf({ sql, line, keep, when }: Piece, first: string): Step | Unread {
  const base = {
    sql,
    line,
    when,
    upsert: /\bon\s+conflict\b/i.test(sql),
  };
  const kind =
    first === 'rollback' || first === 'abort'
      ? 'rollback'
      : first === 'commit' || first === 'end'
        ? 'commit'
        : undefined;
  if (kind !== undefined) return { ...base, kind, tables: [], policy: 'wait' };
  try {
    const tree = parseSync(interpolate(sql, {}));
    const [kind = ''] = Object.keys(tree.stmts?.[0]?.stmt ?? {});
    if (definition.test(kind))
      return {
        line,
        why: `${first.toUpperCase()} inside a transaction is left out: what it locks is not modelled`,
      };
    return {
      ...base,
      kind: first === 'lock' ? 'lock table' : 'statement',
      tables: tablesIn(tree),
      policy: policyOf(sql),
      ...(keep !== undefined && { keep }),
    };
  } catch (error) {
    const below = sql.slice(0, cursorOf(error)).split('\n').length - 1;
    return { line: line + below, why: error instanceof Error ? error.message : String(error) };
  }
}

function policyOf(sql: string): WaitPolicy {
  if (/\bskip\s+locked\b/i.test(sql)) return 'skip locked';
  return /\bnowait\b/i.test(sql) ? 'nowait' : 'wait';
}

/** Names of the tables in a syntax tree, as `regclass` prints them when `public` is searched. */
function tablesIn(tree: unknown): readonly string[] {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (typeof value !== 'object' || value === null) continue;
      const relation: unknown = key === 'RangeVar' || key === 'relation' ? value : undefined;
      if (typeof relation === 'object' && relation !== null && 'relname' in relation)
        found.add(nameOf(relation));
      visit(value);
    }
  };
  visit(tree);
  return [...found].toSorted();
}

function nameOf(relation: object): string {
  const part = (name: string): string => {
    const value: unknown = Object.entries(relation).find(([key]) => key === name)?.[1];
    return typeof value === 'string' ? quoteName(value) : '';
  };
  const schema = part('schemaname');
  return schema === '' || schema === 'public' ? part('relname') : `${schema}.${part('relname')}`;
}

const comments: ReadonlySet<string> = new Set(['SQL_COMMENT', 'C_COMMENT']);

/** Statements with what the lines of psql around them ask for. */
function piecesOf(text: string, unread: Unread[]): readonly Piece[] {
  const found: { readonly at: number; readonly command: Command }[] = [];
  const plain = text.replaceAll(commands, (whole, word: string, rest: string, at: number) => {
    const command = commandOf(word, rest.trim());
    if (command === undefined)
      unread.push({ line: lineOf(text, at), why: `\\${word} ${rest.trim()}: not understood` });
    else found.push({ at: Buffer.byteLength(text.slice(0, at)), command });
    return `;${' '.repeat(Buffer.byteLength(whole) - 1)}`;
  });
  const bytes = Buffer.from(plain, 'utf8');
  let tokens: readonly ScanToken[];
  try {
    ({ tokens } = scanSync(plain));
  } catch (error) {
    unread.push({ line: 1, why: error instanceof Error ? error.message : String(error) });
    return [];
  }
  const pieces: Piece[] = [];
  let conditions: Condition[] = [];
  let words: ScanToken[] = [];
  let name: string | undefined;
  for (const token of tokens) {
    if (comments.has(token.tokenName)) {
      if (words.length === 0) name = /^(?:--|\/\*)\s*name:\s*([\w.\-/]+)/.exec(token.text)?.[1] ?? name;
      continue;
    }
    if (token.text !== ';') {
      words.push(token);
      continue;
    }
    const command = found.find(({ at }) => at === token.start)?.command;
    const keep = command?.kind === 'gset' ? command.prefix : undefined;
    push(words, keep);
    conditions = after(conditions, command);
  }
  push(words, undefined);
  return pieces;

  function push(of: readonly ScanToken[], keep: string | undefined): void {
    const [first] = of;
    const last = of.at(-1);
    words = [];
    if (first === undefined || last === undefined) return;
    const sql = bytes.subarray(first.start, last.end).toString('utf8');
    const line = lineOf(bytes.subarray(0, first.start).toString('utf8'), Infinity);
    pieces.push({ sql, line, name, keep, when: conditions });
    name = undefined;
  }
}

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;

function commandOf(word: string, rest: string): Command | undefined {
  if (word === 'gset') return { kind: 'gset', prefix: /^\w+$/.test(rest) ? rest : '' };
  if (word === 'else' || word === 'endif') return { kind: word };
  const variable = /^:(\w+)$/.exec(rest)?.[1];
  return word === 'if' && variable !== undefined ? { kind: 'if', variable } : undefined;
}

function after(conditions: readonly Condition[], command: Command | undefined): Condition[] {
  const last = conditions.at(-1);
  switch (command?.kind) {
    case 'if':
      return [...conditions, { variable: command.variable, holds: true }];
    case 'else':
      return last === undefined ? [] : [...conditions.slice(0, -1), { ...last, holds: !last.holds }];
    case 'endif':
      return conditions.slice(0, -1);
    case 'gset':
    case undefined:
      return [...conditions];
  }
}
