import type { PrismaArgument, PrismaAttribute, PrismaBlock, PrismaField, PrismaValue } from './syntax.ts';

interface Token {
  readonly text: string;
  readonly line: number;
}

/** A reading position in the tokens of one file. Line breaks are tokens: they end a field. */
interface Cursor {
  readonly file: string;
  readonly tokens: readonly Token[];
  at: number;
}

const pattern = /\/\/[^\n]*|\n|"(?:[^"\\\n]|\\.)*"|@@?[\w.]+|-?\d[\w.]*|[A-Za-z_][\w.]*|[^\s]/g;

/** Blocks of a schema file. Text that is no Prisma is passed over; `told` gives the lines where that happened. */
export function parsePrisma(
  file: string,
  text: string,
): { readonly blocks: readonly PrismaBlock[]; readonly told: readonly number[] } {
  const cursor: Cursor = { file, tokens: tokensOf(text), at: 0 };
  const blocks: PrismaBlock[] = [];
  const told: number[] = [];
  while (cursor.at < cursor.tokens.length) {
    const block = readBlock(cursor);
    if (block !== undefined) blocks.push(block);
    else {
      const { text: found, line } = cursor.tokens[cursor.at] ?? { text: '\n', line: 0 };
      if (found !== '\n') told.push(line);
      skipLine(cursor);
    }
  }
  return { blocks, told };
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (const [found] of text.matchAll(pattern)) {
    if (!found.startsWith('//')) tokens.push({ text: found, line });
    if (found === '\n') line += 1;
  }
  return tokens;
}

const peek = (cursor: Cursor, ahead = 0): string => cursor.tokens[cursor.at + ahead]?.text ?? '';
const lineOf = (cursor: Cursor): number => cursor.tokens[cursor.at]?.line ?? 0;
const isWord = (text: string): boolean => /^[A-Za-z_]/.test(text);

function skipLine(cursor: Cursor): void {
  while (cursor.at < cursor.tokens.length && peek(cursor) !== '\n') cursor.at += 1;
  cursor.at += 1;
}

function readBlock(cursor: Cursor): PrismaBlock | undefined {
  const [kind, name] = [peek(cursor), peek(cursor, 1)];
  if (!isWord(kind) || !isWord(name) || peek(cursor, 2) !== '{') return undefined;
  const line = lineOf(cursor);
  cursor.at += 3;
  const fields: PrismaField[] = [];
  const attributes: PrismaAttribute[] = [];
  const settings = new Map<string, PrismaValue>();
  while (cursor.at < cursor.tokens.length && peek(cursor) !== '}') {
    if (peek(cursor) === '\n') cursor.at += 1;
    else if (peek(cursor).startsWith('@@')) attributes.push(readAttribute(cursor));
    else if (peek(cursor, 1) === '=') {
      const key = peek(cursor);
      cursor.at += 2;
      settings.set(key, readValue(cursor));
    } else if (isWord(peek(cursor))) fields.push(readField(cursor));
    else skipLine(cursor);
  }
  cursor.at += 1;
  return { kind, name, fields, attributes, settings, file: cursor.file, line };
}

/** A field of a model, or a label of an enum: then there is no type. */
function readField(cursor: Cursor): PrismaField {
  const line = lineOf(cursor);
  const name = peek(cursor);
  cursor.at += 1;
  const typed = isWord(peek(cursor)) ? readValue(cursor) : undefined;
  const type = typed?.kind === 'name' || typed?.kind === 'call' ? typed.name : '';
  const inner = typed?.kind === 'call' ? typed.arguments[0]?.value : undefined;
  let arity: PrismaField['arity'] = 'one';
  if (peek(cursor) === '[' && peek(cursor, 1) === ']') {
    arity = 'list';
    cursor.at += 2;
  }
  if (peek(cursor) === '?') {
    arity = arity === 'list' ? 'list' : 'optional';
    cursor.at += 1;
  }
  const attributes: PrismaAttribute[] = [];
  while (cursor.at < cursor.tokens.length && peek(cursor) !== '\n' && peek(cursor) !== '}') {
    if (peek(cursor).startsWith('@')) attributes.push(readAttribute(cursor));
    else cursor.at += 1;
  }
  return { name, type, arity, attributes, line, ...(inner?.kind === 'text' ? { raw: inner.text } : {}) };
}

function readAttribute(cursor: Cursor): PrismaAttribute {
  const line = lineOf(cursor);
  const name = peek(cursor).slice(1);
  cursor.at += 1;
  return { name, arguments: peek(cursor) === '(' ? readArguments(cursor, 0) : [], line };
}

/** From the opening parenthesis to behind the closing one. */
function readArguments(cursor: Cursor, depth: number): readonly PrismaArgument[] {
  const found: PrismaArgument[] = [];
  cursor.at += 1;
  while (cursor.at < cursor.tokens.length && peek(cursor) !== ')') {
    if (peek(cursor) === '\n' || peek(cursor) === ',') cursor.at += 1;
    else if (peek(cursor, 1) === ':') {
      const name = peek(cursor);
      cursor.at += 2;
      found.push({ name, value: readValue(cursor, depth) });
    } else found.push({ value: readValue(cursor, depth) });
  }
  cursor.at += 1;
  return found;
}

function readValue(cursor: Cursor, depth = 0): PrismaValue {
  while (peek(cursor) === '\n') cursor.at += 1;
  const text = peek(cursor);
  cursor.at += 1;
  if (text.startsWith('"')) return { kind: 'text', text: unquoted(text) };
  if (/^-?\d/.test(text)) return { kind: 'number', text };
  if (text === '[' && depth < 20) return readList(cursor, depth);
  if (peek(cursor) === '(' && isWord(text) && depth < 20)
    return { kind: 'call', name: text, arguments: readArguments(cursor, depth + 1) };
  return { kind: 'name', name: text };
}

function readList(cursor: Cursor, depth: number): PrismaValue {
  const items: PrismaValue[] = [];
  while (cursor.at < cursor.tokens.length && peek(cursor) !== ']') {
    if (peek(cursor) === '\n' || peek(cursor) === ',') cursor.at += 1;
    else items.push(readValue(cursor, depth + 1));
  }
  cursor.at += 1;
  return { kind: 'list', items };
}

function unquoted(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : '';
  } catch {
    return text.slice(1, -1);
  }
}
