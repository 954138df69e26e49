import { setFlagsFromString } from 'node:v8';
import { loadModule, parseSync, scanSync } from 'libpg-query';
import type { Node } from 'libpg-query';
import type { Gap, Origin } from '../../../model/origin.ts';
import { withoutCopies } from '../../../model/client-commands.ts';

/** A token of the SQL text; offsets are bytes, as the parser counts them. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One parsed statement, with what is needed to quote its source text and to name its line. */
export interface Statement {
  readonly node: Node;
  readonly script: Script;
  /** Byte offset of the statement's first token. */
  readonly start: number;
  readonly end: number;
}

/** SQL text of which all offsets speak. */
interface Script {
  readonly file: string;
  readonly bytes: Buffer;
  readonly lineEnds: readonly number[];
  /** Without comments. */
  readonly tokens: readonly Token[];
  /** Line in the file on which this text begins, 1-based. */
  readonly firstLine: number;
}

export interface SqlFile {
  readonly path: string;
  readonly text: string;
  /** Line of the file at which `text` begins; 1 when the file is the text. */
  readonly line?: number;
}

/**
 * Loads the parser (WebAssembly) once; must have resolved before `readStatements` is called. It is left as V8's
 * baseline compiler made it: optimising the one huge function of the grammar takes 600 MB on Node 24.
 */
export async function loadSqlParser(): Promise<void> {
  setFlagsFromString('--no-wasm-dynamic-tiering');
  setFlagsFromString('--no-wasm-tier-up');
  try {
    await loadModule();
    parseSync('SELECT 1');
  } finally {
    setFlagsFromString('--wasm-dynamic-tiering');
    setFlagsFromString('--wasm-tier-up');
  }
}

/** Statements of a file in order; one that PostgreSQL's grammar refuses becomes a gap and the others stay. */
export function readStatements(file: SqlFile): {
  readonly statements: readonly Statement[];
  readonly gaps: readonly Gap[];
} {
  const firstLine = file.line ?? 1;
  const text = withoutCopies(file.text);
  const whole = parseText(file.path, text, firstLine);
  if (whole.kind === 'parsed') return { statements: whole.statements, gaps: [] };
  const statements: Statement[] = [];
  const gaps: Gap[] = [];
  for (const part of splitText(text)) {
    const line = firstLine + part.linesBefore;
    const parsed = parseText(file.path, part.text, line);
    if (parsed.kind === 'parsed') statements.push(...parsed.statements);
    else {
      const origin: Origin = { kind: 'read', file: file.path, line: line + leadingLines(part.text) };
      gaps.push({ kind: 'parse-sql', subject: `${file.path}:${origin.line}`, why: parsed.why, origin });
    }
  }
  return { statements, gaps };
}

type Parsed =
  | { readonly kind: 'parsed'; readonly statements: readonly Statement[] }
  | { readonly kind: 'refused'; readonly why: string };

function parseText(file: string, text: string, firstLine: number): Parsed {
  try {
    const bytes = Buffer.from(text, 'utf8');
    const result = parseSync(text);
    const tokens = scanSync(text).tokens.filter((token) => !token.tokenName.endsWith('COMMENT'));
    const script: Script = { file, bytes, lineEnds: lineEndsOf(bytes), tokens, firstLine };
    return {
      kind: 'parsed',
      statements: (result.stmts ?? []).flatMap(({ stmt, stmt_location: from = 0, stmt_len: length }) => {
        if (stmt === undefined) return [];
        const end = length === undefined || length === 0 ? bytes.length : from + length;
        const first = tokens[firstFrom(tokens.length, (index) => (tokens[index]?.start ?? 0) >= from)];
        return [{ node: stmt, script, start: first?.start ?? from, end }];
      }),
    };
  } catch (error) {
    return { kind: 'refused', why: error instanceof Error ? error.message : String(error) };
  }
}

/** Cuts text at semicolons outside quotes, dollar quotes and comments; tolerant where the parser is not. */
export function splitText(text: string): readonly { readonly text: string; readonly linesBefore: number }[] {
  const parts: { text: string; linesBefore: number }[] = [];
  const pattern = /'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\/|(\$(?:[A-Za-z_]\w*)?\$)[\s\S]*?\1|(;)/g;
  let from = 0;
  let linesBefore = 0;
  const push = (to: number): void => {
    const part = text.slice(from, to);
    if (part.trim() !== '') parts.push({ text: part, linesBefore });
    linesBefore += countLines(part);
    from = to;
  };
  for (const match of text.matchAll(pattern)) if (match[2] === ';') push(match.index + 1);
  push(text.length);
  return parts;
}

const countLines = (text: string): number => text.split('\n').length - 1;

/** Empty and comment lines before the first word. */
function leadingLines(text: string): number {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '' && !line.trim().startsWith('--'));
  return Math.max(first, 0);
}

export function lineAt(statement: Statement, offset: number): number {
  const { lineEnds, firstLine } = statement.script;
  return firstLine + firstFrom(lineEnds.length, (index) => (lineEnds[index] ?? 0) >= offset);
}

/** Index of the first item for which the question holds, as it does for all behind it. */
function firstFrom(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Offsets of the line breaks. */
function lineEndsOf(bytes: Buffer): readonly number[] {
  const ends: number[] = [];
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) ends.push(at);
  return ends;
}

export function originAt(statement: Statement, offset?: number): Origin {
  const at = offset === undefined || offset < statement.start ? statement.start : offset;
  return { kind: 'read', file: statement.script.file, line: lineAt(statement, at) };
}

export function tokensOf({ script, start, end }: Statement): readonly Token[] {
  const { tokens } = script;
  const from = firstFrom(tokens.length, (index) => (tokens[index]?.start ?? 0) >= start);
  const to = firstFrom(tokens.length, (index) => (tokens[index]?.start ?? 0) >= end);
  return tokens.slice(from, to);
}

export const sourceText = (statement: Statement, start: number, end: number): string =>
  statement.script.bytes.subarray(start, end).toString('utf8').replaceAll(/\s+/g, ' ').trim();
