import { loadModule, parseSync } from 'libpg-query';
import type { Node } from 'libpg-query';
import { withoutClient } from '../../../model/client-commands.ts';
import type { ClientPart } from '../../../model/client-commands.ts';
import { cursorOf } from '../../postgres/statements.ts';
import { offsetsOf, placesOf } from './places.ts';
import type { Place } from './places.ts';
import { withoutFault } from './recovery.ts';
import { tokensOf } from './tokens.ts';

/** One statement of a migration. Offsets are UTF-16 code units of the whole text. */
export interface Statement {
  readonly index: number;
  readonly node: Node;
  /** Its first token; comments before it do not belong to it. */
  readonly start: number;
  readonly end: number;
}

/** `AlterTableStmt` and the like: the one key of a node. */
export function kindOfNode(node: Node): string {
  for (const kind in node) return kind;
  return '';
}

/** What PostgreSQL's grammar refused. */
export interface SyntaxFault {
  readonly at: number;
  /** The grammar's own words. */
  readonly why: string;
}

/** A migration as PostgreSQL's grammar reads it. */
export interface Script {
  readonly file: string;
  /** The text as it was read: what the grammar refused is blank. */
  readonly text: string;
  readonly statements: readonly Statement[];
  /** What had to be left out of `statements`. */
  readonly faults: readonly SyntaxFault[];
  /** What the client would have done. */
  readonly left: readonly ClientPart[];
  /** Line and column of an offset. */
  readonly place: (at: number) => Place;
  /** Offset of a `location` of the syntax tree. */
  readonly offset: (location: number) => number;
}

/** Loads the grammar (WebAssembly) once; must have resolved before `readScript` is called. */
export const loadGrammar = (): Promise<void> => loadModule();

/** Faults of one file after which the rest of it is left out. */
const faultLimit = 50;

/** Reads a migration with the grammar of PostgreSQL 18. What it refuses is left out, and told in `faults`. */
export function readScript(file: string, text: string): Script {
  const faults: SyntaxFault[] = [];
  const place = placesOf(text);
  const { text: serverText, left } = withoutClient(text);
  let rest = serverText;
  for (;;) {
    const parsed = parse(rest);
    if (parsed.kind === 'parsed') {
      const { offset, statements } = parsed;
      return { file, text: rest, statements, faults, left, place, offset };
    }
    const { fault } = parsed;
    const again = faults.some(({ at, why }) => at === fault.at && why === fault.why);
    if (!again) faults.push(fault);
    const repeated = faults.length > 1 && inOneStatement(rest, faults.at(-2)?.at ?? 0, fault.at);
    const next = faults.length < faultLimit ? withoutFault(rest, fault.at, again || repeated) : undefined;
    if (next === undefined)
      return { file, text: '', statements: [], faults, left, place, offset: (at) => at };
    rest = next;
  }
}

const inOneStatement = (text: string, a: number, b: number): boolean =>
  !text.slice(Math.min(a, b), Math.max(a, b)).includes(';');

type Parsed =
  | { readonly kind: 'parsed'; readonly statements: readonly Statement[]; readonly offset: Script['offset'] }
  | { readonly kind: 'refused'; readonly fault: SyntaxFault };

function parse(text: string): Parsed {
  const offset = offsetsOf(text);
  if (text.trim() === '') return { kind: 'parsed', statements: [], offset };
  try {
    const statements = (parseSync(text).stmts ?? []).flatMap(
      ({ stmt, stmt_location: from = 0, stmt_len: length }) => {
        if (stmt === undefined) return [];
        const end = length === undefined ? text.length : offset(from + length);
        return [{ node: stmt, start: firstToken(text, offset(from), end), end }];
      },
    );
    return {
      kind: 'parsed',
      statements: statements.map((statement, index) => ({ index, ...statement })),
      offset,
    };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    // The grammar quotes the rest of the text where a quote is left open.
    const why = words.replace(/\s+/g, ' ').replace(/^(.{80}).+$/, '$1…');
    return { kind: 'refused', fault: { at: codeUnit(text, Math.max(0, cursorOf(error))), why } };
  }
}

/** What is written, without what follows it: words put behind it are not swallowed by a comment. */
export function textOf({ text }: Script, { start, end }: Statement): string {
  let last = start;
  for (const token of tokensOf(text, start, end)) if (token.kind !== 'comment') last = token.end;
  return text.slice(start, last);
}

const blank = /\s*/y;
const letter = /[a-z]/iy;

function firstToken(text: string, from: number, to: number): number {
  blank.lastIndex = from;
  blank.test(text);
  letter.lastIndex = blank.lastIndex;
  // Most statements have no comment before them.
  if (blank.lastIndex < to && letter.test(text)) return blank.lastIndex;
  for (const { kind, start } of tokensOf(text, from, to)) if (kind !== 'comment') return start;
  return from;
}

/** The grammar counts characters in its errors. */
function codeUnit(text: string, character: number): number {
  if (!/[^\0-\uffff]/u.test(text)) return character;
  let at = 0;
  for (let count = 0; count < character; count++) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}
