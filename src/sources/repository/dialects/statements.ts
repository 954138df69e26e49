import type { DdlToken } from './tokens.ts';
import { ddlTokens } from './tokens.ts';
import { lineCounter } from '../lines.ts';

/** One statement as tokens, with the text they were cut from. */
export interface DdlStatement {
  readonly tokens: readonly DdlToken[];
  readonly text: string;
  /** 1-based, of the first token in the file. */
  readonly line: number;
}

/**
 * Statements of a file. `DELIMITER` and `GO` cut it first, then semicolons; the body of a trigger or a routine stays
 * with its statement.
 */
export function ddlStatements(text: string, firstLine = 1): readonly DdlStatement[] {
  const statements: DdlStatement[] = [];
  for (const part of batches(text)) {
    const lineOf = lineCounter(part.text, firstLine + part.linesBefore);
    for (const tokens of cut(ddlTokens(part.text))) {
      const [first] = tokens;
      if (first !== undefined) statements.push({ tokens, text: part.text, line: lineOf(first.start) });
    }
  }
  return statements;
}

interface Batch {
  readonly text: string;
  readonly linesBefore: number;
}

function batches(text: string): readonly Batch[] {
  if (!/^\s*(GO\s*;?\s*$|DELIMITER\b)/im.test(text)) return [{ text, linesBefore: 0 }];
  const parts: Batch[] = [];
  let lines: string[] = [];
  let linesBefore = 0;
  let delimiter = ';';
  const close = (next: number): void => {
    if (lines.length > 0) parts.push({ text: lines.join('\n'), linesBefore });
    lines = [];
    linesBefore = next;
  };
  for (const [index, line] of text.split('\n').entries()) {
    const given = /^\s*DELIMITER\s+(\S+)/i.exec(line)?.[1];
    if (given !== undefined || /^\s*GO\s*;?\s*$/i.test(line)) {
      close(index + 1);
      delimiter = given ?? delimiter;
    } else if (delimiter !== ';' && line.trimEnd().endsWith(delimiter)) {
      lines.push(line.trimEnd().slice(0, -delimiter.length));
      close(index + 1);
    } else lines.push(line);
  }
  close(0);
  return parts;
}

const routine =
  /^(create|alter)\s+(or\s+replace\s+)?(definer\s*=\s*\S+\s+)?(trigger|procedure|function|event|package)\b/i;

function cut(tokens: readonly DdlToken[]): readonly (readonly DdlToken[])[] {
  const statements: DdlToken[][] = [];
  let current: DdlToken[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (token.text === ';' && token.kind === 'mark') {
      if (depth > 0 && isRoutine(current)) continue;
      statements.push(current);
      current = [];
      depth = 0;
      continue;
    }
    if (token.kind === 'word')
      depth = nesting(token.text.toLowerCase(), depth, current.at(-1)?.text.toLowerCase());
    current.push(token);
  }
  statements.push(current);
  return statements;
}

function nesting(word: string, depth: number, before: string | undefined): number {
  if (word === 'begin' || word === 'case') return depth + (before === 'end' ? 0 : 1);
  // `END IF` closes what no BEGIN has opened.
  if (before === 'end' && /^(if|while|loop|repeat|for)$/.test(word)) return depth + 1;
  return word === 'end' ? Math.max(depth - 1, 0) : depth;
}

const isRoutine = (tokens: readonly DdlToken[]): boolean =>
  routine.test(
    tokens
      .slice(0, 8)
      .map(({ text }) => text)
      .join(' '),
  );
