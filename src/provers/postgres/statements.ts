import { withoutCopies } from '../../model/client-commands.ts';
import { loadModule, parseSync } from 'libpg-query';

/** One statement of a script, without the comments before it, and the 1-based line it starts at. */
export interface Statement {
  readonly sql: string;
  readonly line: number;
}

export type Script =
  | { readonly kind: 'script'; readonly statements: readonly Statement[] }
  | { readonly kind: 'unreadable'; readonly line: number; readonly why: string };

const newline = 0x0a;

/**
 * Splits a script with PostgreSQL's own grammar, so that dollar quotes and comments hold no surprise; what is meant for
 * psql is left out.
 */
export async function splitScript(script: string): Promise<Script> {
  await loadModule();
  const text = withoutCopies(script);
  if (text.trim() === '') return { kind: 'script', statements: [] };
  const bytes = Buffer.from(text, 'utf8');
  let line = 1;
  let counted = 0;
  // Statements come in order, so every line end is counted once.
  const lineAt = (at: number): number => {
    for (const byte of bytes.subarray(counted, at)) if (byte === newline) line++;
    counted = at;
    return line;
  };
  try {
    const statements = (parseSync(text).stmts ?? []).map(({ stmt_location: from = 0, stmt_len: length }) => {
      const raw = bytes.subarray(from, length === undefined ? undefined : from + length).toString('utf8');
      const lead = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.exec(raw)?.[0] ?? '';
      return { sql: raw.slice(lead.length), line: lineAt(from + Buffer.byteLength(lead)) };
    });
    return { kind: 'script', statements };
  } catch (error) {
    const position = cursorOf(error);
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'unreadable', line: text.slice(0, position).split('\n').length, why };
  }
}

/** Where the grammar stopped, as libpg-query tells it; 0 when it does not. */
export function cursorOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('sqlDetails' in error)) return 0;
  const { sqlDetails } = error;
  if (typeof sqlDetails !== 'object' || sqlDetails === null || !('cursorPosition' in sqlDetails)) return 0;
  return typeof sqlDetails.cursorPosition === 'number' ? sqlDetails.cursorPosition : 0;
}

/** Extensions a script asks for, by name. */
export const extensionsOf = (text: string): readonly string[] => [
  ...new Set(
    [...text.matchAll(/^\s*create\s+extension\s+(?:if\s+not\s+exists\s+)?"?([\w-]+)"?/gim)].flatMap(
      ([, name]) => (name === undefined ? [] : [name.toLowerCase()]),
    ),
  ),
];
