import type { DumpLexer, DumpToken } from './lexer.ts';
import { DumpFault } from './window.ts';

/** A value as a dump writes it. `bytes` hold one character a byte. */
export type DumpValue =
  | { readonly kind: 'null' }
  /** The word DEFAULT, or a column that the statement does not name. */
  | { readonly kind: 'default' }
  | { readonly kind: 'number'; readonly text: string }
  /** `charset` as an introducer says it; hexadecimal and binary literals are `binary`. */
  | { readonly kind: 'bytes'; readonly bytes: string; readonly charset?: string }
  | { readonly kind: 'bits'; readonly text: string }
  /** Something the server would compute. */
  | { readonly kind: 'expression'; readonly text: string };

export interface InsertHead {
  readonly table: string;
  readonly columns?: readonly string[];
  readonly line: number;
}

export type InsertPart =
  | { readonly kind: 'head'; readonly head: InsertHead }
  | { readonly kind: 'row'; readonly values: readonly DumpValue[]; readonly line: number }
  | { readonly kind: 'gap'; readonly line: number; readonly why: string };

const isWord = (token: DumpToken | undefined, word: string): boolean =>
  token?.kind === 'word' && token.text.toLowerCase() === word;
const isMark = (token: DumpToken | undefined, mark: string): boolean =>
  token?.kind === 'mark' && token.text === mark;
const isName = (token: DumpToken | undefined): boolean =>
  token?.kind === 'word' || token?.kind === 'name' || token?.kind === 'quoted';

/** What follows INSERT or REPLACE, row by row, up to the end of the statement. */
export function* readInsert(lexer: DumpLexer, line: number): Generator<InsertPart> {
  while (
    ['low_priority', 'delayed', 'high_priority', 'ignore', 'into'].some((word) => isWord(lexer.peek(), word))
  )
    lexer.next();
  const table = readName(lexer);
  if (table === undefined) {
    yield { kind: 'gap', line, why: 'an INSERT names no table' };
    return skipToEnd(lexer);
  }
  if (isWord(lexer.peek(), 'partition')) {
    lexer.next();
    readNames(lexer);
  }
  if (isWord(lexer.peek(), 'set')) return yield* readAssignments(lexer, table, line);
  const columns = isMark(lexer.peek(), '(') ? readNames(lexer) : undefined;
  if (!isWord(lexer.peek(), 'values') && !isWord(lexer.peek(), 'value')) {
    yield { kind: 'gap', line, why: `rows of ${table} come from a query, which is not run` };
    return skipToEnd(lexer);
  }
  lexer.next();
  yield { kind: 'head', head: { table, ...(columns !== undefined && { columns }), line } };
  while (isMark(lexer.peek(), '(') || isWord(lexer.peek(), 'row')) {
    if (isWord(lexer.peek(), 'row')) lexer.next();
    const begins = lexer.next()?.line ?? line;
    yield { kind: 'row', values: readRow(lexer, begins), line: begins };
    if (!isMark(lexer.peek(), ',')) break;
    lexer.next();
  }
  const rest = lexer.peek();
  if (rest === undefined) throw new DumpFault(line, 'an INSERT that begins here has no end');
  if (isWord(rest, 'on') || isWord(rest, 'as'))
    yield { kind: 'gap', line, why: `ON DUPLICATE KEY UPDATE on ${table} is read as a plain INSERT` };
  else if (rest.kind !== 'end')
    yield {
      kind: 'gap',
      line: rest.line,
      why: `an INSERT into ${table} goes on with ${shown(rest.text)}: left out`,
    };
  skipToEnd(lexer);
}

function* readAssignments(lexer: DumpLexer, table: string, line: number): Generator<InsertPart> {
  const columns: string[] = [];
  const values: DumpValue[] = [];
  do {
    lexer.next();
    columns.push(readName(lexer) ?? '');
    lexer.next();
    values.push(readValue(lexer));
  } while (isMark(lexer.peek(), ','));
  yield { kind: 'head', head: { table, columns, line } };
  yield { kind: 'row', values, line };
  skipToEnd(lexer);
}

function skipToEnd(lexer: DumpLexer): void {
  for (let token = lexer.next(); token !== undefined && token.kind !== 'end'; token = lexer.next());
}

function readName(lexer: DumpLexer): string | undefined {
  let name: string | undefined;
  while (isName(lexer.peek())) {
    name = bytesAsText(lexer.next()?.text ?? '');
    if (!isMark(lexer.peek(), '.')) break;
    lexer.next();
  }
  return name;
}

function readNames(lexer: DumpLexer): readonly string[] {
  const names: string[] = [];
  lexer.next();
  while (!isMark(lexer.peek(), ')') && lexer.peek() !== undefined && lexer.peek()?.kind !== 'end') {
    const name = readName(lexer);
    if (name !== undefined) names.push(name);
    else lexer.next();
  }
  lexer.next();
  return names;
}

/** Names of a dump are UTF-8. */
export const bytesAsText = (bytes: string): string =>
  /[\x80-\xff]/.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes;

/** Values up to the closing parenthesis. */
function readRow(lexer: DumpLexer, line: number): readonly DumpValue[] {
  const values: DumpValue[] = [];
  if (isMark(lexer.peek(), ')')) {
    lexer.next();
    return values;
  }
  for (;;) {
    values.push(readValue(lexer));
    const after = lexer.next();
    if (isMark(after, ')')) return values;
    if (!isMark(after, ','))
      throw new DumpFault(
        after?.line ?? line,
        after === undefined || after.kind === 'end'
          ? 'a row has no closing parenthesis'
          : `a row goes on with ${shown(after.text)} where a comma or a parenthesis has to stand`,
      );
  }
}

const shown = (text: string): string => (text.length > 20 ? `${text.slice(0, 20)}…` : text);

function readValue(lexer: DumpLexer): DumpValue {
  const parts: DumpToken[] = [];
  let depth = 0;
  for (let token = lexer.peek(); token !== undefined && token.kind !== 'end'; token = lexer.peek()) {
    if (depth === 0 && (isMark(token, ',') || isMark(token, ')'))) break;
    if (isMark(token, '(')) depth += 1;
    if (isMark(token, ')')) depth -= 1;
    parts.push(token);
    lexer.next();
  }
  return valueOf(parts);
}

function valueOf(parts: readonly DumpToken[]): DumpValue {
  const [first, second] = parts;
  if (first === undefined) return { kind: 'expression', text: '' };
  if (parts.length === 1) return single(first);
  if (parts.length === 2 && second?.kind === 'number' && /^[-+]$/.test(first.text))
    return { kind: 'number', text: first.text === '-' ? `-${second.text}` : second.text };
  // `_utf8mb4'…' COLLATE …`, `_binary 0x…`
  if (first.kind === 'word' && first.text.startsWith('_') && second !== undefined) {
    const value = valueOf([second]);
    const charset = first.text.slice(1).toLowerCase();
    if (value.kind === 'bytes' && rest(parts.slice(2))) return { kind: 'bytes', bytes: value.bytes, charset };
  }
  if (isText(first) && rest(parts.slice(1))) return single(first);
  if (parts.every(isText)) return { kind: 'bytes', bytes: parts.map(({ text }) => text).join('') };
  return { kind: 'expression', text: parts.map(({ text }) => text).join(' ') };
}

const isText = ({ kind }: DumpToken): boolean => kind === 'string' || kind === 'quoted';

/** Nothing, or a collation. */
const rest = (parts: readonly DumpToken[]): boolean =>
  parts.length === 0 || (parts.length === 2 && isWord(parts[0], 'collate'));

function single(token: DumpToken): DumpValue {
  switch (token.kind) {
    case 'string':
    case 'quoted':
      return { kind: 'bytes', bytes: token.text };
    case 'number':
      return { kind: 'number', text: token.text };
    case 'hex':
      return {
        kind: 'bytes',
        bytes: Buffer.from(token.text.length % 2 === 0 ? token.text : `0${token.text}`, 'hex').toString(
          'latin1',
        ),
        charset: 'binary',
      };
    case 'bits':
      return { kind: 'bits', text: token.text };
    case 'word':
      return worded(token.text);
    case 'name':
    case 'mark':
    case 'end':
      return { kind: 'expression', text: token.text };
  }
}

function worded(word: string): DumpValue {
  switch (word.toLowerCase()) {
    case 'null':
      return { kind: 'null' };
    case 'default':
      return { kind: 'default' };
    case 'true':
      return { kind: 'number', text: '1' };
    case 'false':
      return { kind: 'number', text: '0' };
    default:
      return { kind: 'expression', text: word };
  }
}
