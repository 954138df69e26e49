import { loadModule, parseSync, scanSync } from 'libpg-query';
import type { ScanToken } from 'libpg-query';
import { cursorOf } from '../statements.ts';

/** One statement of a file of queries. */
export interface WrittenQuery {
  /** How often it runs, relative to the others, from a comment `-- calls: 500` before it. */
  readonly calls?: number;
  /** From a comment `-- name: …` before it, else `query-1` by its place; unique in its file. */
  readonly name: string;
  /** A comment names it: it is no part of what stands before it. */
  readonly named?: true;
  readonly sql: string;
  /** 1-based, of its first word. */
  readonly line: number;
  /** It has parameters `$1`, so it is planned for any values. */
  readonly parameters: boolean;
}

/** A statement that cannot be planned, and why. */
export interface Unplannable {
  readonly name: string;
  readonly line: number;
  readonly kind: 'syntax' | 'no query';
  readonly why: string;
}

export interface QueryFile {
  readonly queries: readonly WrittenQuery[];
  readonly unplannable: readonly Unplannable[];
  /** Constants of the queries, as text. */
  readonly literals: readonly string[];
}

const plannable: ReadonlySet<string> = new Set([
  'SelectStmt',
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
]);
const comments: ReadonlySet<string> = new Set(['SQL_COMMENT', 'C_COMMENT']);

/** Reads a file of queries; a statement that does not parse stops no other. */
export async function readQueries(text: string): Promise<QueryFile> {
  await loadModule();
  const bytes = Buffer.from(text, 'utf8');
  const lineAt = (at: number): number => bytes.subarray(0, at).toString('utf8').split('\n').length;
  let tokens: readonly ScanToken[];
  try {
    tokens = scanSync(text).tokens;
  } catch (error) {
    const why = messageOf(error);
    return { queries: [], literals: [], unplannable: [{ name: 'the file', line: 1, kind: 'syntax', why }] };
  }
  const queries: WrittenQuery[] = [];
  const unplannable: Unplannable[] = [];
  const names = new Map<string, number>();
  for (const piece of piecesOf(tokens)) {
    const words = piece.filter(({ tokenName }) => !comments.has(tokenName));
    const [first] = words;
    const last = words.at(-1);
    if (first === undefined || last === undefined) continue;
    const sql = bytes.subarray(first.start, last.end).toString('utf8');
    const given = nameOf(piece);
    const name = uniqueName(names, given ?? `query-${queries.length + unplannable.length + 1}`);
    const line = lineAt(first.start);
    const fault = faultOf(sql);
    if (fault !== undefined) {
      unplannable.push({ name, line: line + fault.below, kind: fault.kind, why: fault.why });
      continue;
    }
    const calls = callsOf(piece);
    const parameters = words.some(({ tokenName }) => tokenName === 'PARAM');
    queries.push({
      name,
      ...(given !== undefined && { named: true }),
      sql,
      line,
      parameters,
      ...(calls !== undefined && { calls }),
    });
  }
  return { queries, unplannable, literals: literalsOf(tokens) };
}

/** Tokens between semicolons. */
function piecesOf(tokens: readonly ScanToken[]): readonly (readonly ScanToken[])[] {
  const pieces: ScanToken[][] = [[]];
  for (const token of tokens)
    if (token.text === ';') pieces.push([]);
    else pieces.at(-1)?.push(token);
  return pieces;
}

const nameOf = (piece: readonly ScanToken[]): string | undefined =>
  said(piece, /^(?:--|\/\*)\s*name:\s*([\w.\-/]+)/);

function callsOf(piece: readonly ScanToken[]): number | undefined {
  const calls = said(piece, /^(?:--|\/\*).*\bcalls:\s*(\d+(?:\.\d+)?)\b/);
  return calls === undefined || Number(calls) === 0 ? undefined : Number(calls);
}

/** What the last comment of a statement that says it says. */
const said = (piece: readonly ScanToken[], pattern: RegExp): string | undefined =>
  piece
    .filter(({ tokenName }) => comments.has(tokenName))
    .map(({ text }) => pattern.exec(text)?.[1])
    .findLast((found) => found !== undefined);

/** The name, or with a number behind it where it was given before. */
export function uniqueName(names: Map<string, number>, name: string): string {
  const seen = (names.get(name) ?? 0) + 1;
  names.set(name, seen);
  return seen === 1 ? name : `${name}-${seen}`;
}

function faultOf(sql: string): (Pick<Unplannable, 'kind' | 'why'> & { readonly below: number }) | undefined {
  try {
    const statement = parseSync(sql).stmts?.[0]?.stmt ?? {};
    const [kind = ''] = Object.keys(statement);
    if (plannable.has(kind)) return undefined;
    const words = kind
      .replace(/Stmt$/, '')
      .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
      .toLowerCase();
    return { kind: 'no query', why: `${words || 'it'} is no statement that is planned`, below: 0 };
  } catch (error) {
    const at = cursorOf(error);
    return { kind: 'syntax', why: messageOf(error), below: sql.slice(0, at).split('\n').length - 1 };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function literalsOf(tokens: readonly ScanToken[]): readonly string[] {
  const found = tokens.flatMap(({ tokenName, text }) => {
    if (tokenName === 'ICONST' || tokenName === 'FCONST') return [text];
    return tokenName === 'SCONST' && text.startsWith("'") ? [text.slice(1, -1).replaceAll("''", "'")] : [];
  });
  return [...new Set(found)];
}
