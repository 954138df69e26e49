import type { Column, ForeignKey, ReferentialAction } from '../../../model/data.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Dialect } from './dialect.ts';
import type { Reader } from './reader.ts';
import { textOfTokens } from './reader.ts';
import type { DdlToken } from './tokens.ts';
import { readType } from './types.ts';

export type Reference = Pick<ForeignKey, 'references' | 'onDelete' | 'onUpdate'>;

/** A column with what is written beside it and belongs to the table. */
export interface ColumnDefinition {
  readonly column: Column;
  readonly primary: boolean;
  readonly unique: boolean;
  readonly reference?: Reference;
  readonly check?: string;
  /** The column it is put behind. */
  readonly after?: string;
}

export interface DdlContext {
  readonly dialect: Dialect;
  readonly text: string;
  readonly origin: Origin;
}

type Draft = {
  -readonly [Name in keyof Column]: Column[Name];
};

interface Options {
  column: Draft;
  primary: boolean;
  unique: boolean;
  reference?: Reference;
  check?: string;
  after?: string;
}

/** `name type option…` up to the end of the reader. */
export function readColumn(reader: Reader, on: DdlContext): ColumnDefinition | undefined {
  const name = reader.names().at(-1);
  if (name === undefined) return undefined;
  const typed = reader.peek()?.kind === 'word' || reader.peek()?.kind === 'name';
  const type = typed && !startsOption(reader) ? readType(reader, on.text, on.dialect) : undefined;
  const column: Draft = { name, type: type?.text ?? 'any', nullable: true, origin: on.origin };
  const options: Options = { column, primary: false, unique: type?.serial === true };
  if (type?.serial === true) {
    column.nullable = false;
    column.default = 'auto_increment';
  }
  while (!reader.done()) readOption(reader, on, options);
  if (options.primary && on.dialect !== 'sqlite') column.nullable = false;
  if (on.dialect === 'sqlite' && options.primary) column.nullable = false;
  return { ...options, column };
}

const startsOption = (reader: Reader): boolean =>
  ['primary', 'not', 'null', 'default', 'references', 'unique', 'check', 'as', 'collate'].some((word) =>
    reader.at(word),
  );

function readOption(reader: Reader, on: DdlContext, options: Options): void {
  const { column } = options;
  if (reader.take('constraint')) reader.names();
  else if (reader.take('not', 'null')) column.nullable = false;
  else if (reader.take('null')) column.nullable = true;
  else if (reader.take('default')) {
    const value = readValue(reader, on.text);
    if (value === undefined || /^null$/i.test(value)) delete column.default;
    else column.default = value;
  } else if (reader.takeOne('auto_increment', 'autoincrement') !== undefined)
    column.default = 'auto_increment';
  else if (reader.take('identity')) {
    reader.group();
    column.default = 'auto_increment';
    column.nullable = false;
  } else if (reader.take('primary', 'key')) options.primary = true;
  else if (reader.take('unique')) {
    reader.take('key');
    options.unique = true;
  } else if (reader.take('comment')) column.comment = reader.next()?.text ?? '';
  else if (reader.take('references')) options.reference = readReference(reader, on);
  else if (reader.take('check')) options.check = textOfTokens(reader.group() ?? [], on.text);
  else if (reader.take('on', 'update')) {
    const value = readValue(reader, on.text);
    if (value !== undefined) column.onUpdate = value;
  } else if (reader.take('after')) {
    const after = reader.names().at(-1);
    if (after !== undefined) options.after = after;
  } else if (reader.take('generated', 'always')) return;
  else if (reader.take('as')) {
    const group = reader.group();
    if (group !== undefined) column.generated = textOfTokens(group, on.text);
  } else if (reader.take('collate')) {
    const collation = reader.next()?.text;
    if (collation !== undefined) column.collation = collation;
  } else if (reader.take('character', 'set') || reader.take('charset')) reader.next();
  else reader.next();
}

/** A value or an expression: one token, a call, or what stands in parentheses. */
function readValue(reader: Reader, text: string): string | undefined {
  const group = reader.group();
  if (group !== undefined) {
    const inner = textOfTokens(group, text);
    return group.length === 1 ? valueText(group) : inner;
  }
  const first = reader.next();
  if (first === undefined) return undefined;
  if (first.kind === 'mark' && /^[-+]$/.test(first.text))
    return `${first.text === '-' ? '-' : ''}${reader.next()?.text ?? ''}`;
  // `b'0'`, `_utf8'x'`
  const next = reader.peek();
  if (first.kind === 'word' && next?.kind === 'string' && next.start === first.end) {
    reader.next();
    return `${first.text}'${next.text}'`;
  }
  const call = first.kind === 'word' ? reader.group() : undefined;
  return call === undefined ? valueText([first]) : `${first.text}(${textOfTokens(call, text)})`;
}

function valueText([token]: readonly DdlToken[]): string {
  if (token === undefined) return '';
  if (token.kind === 'word' && /^(true|false)$/i.test(token.text)) return /^t/i.test(token.text) ? '1' : '0';
  return token.kind === 'string' || token.kind === 'name'
    ? `'${token.text.replaceAll("\\'", "''")}'`
    : token.text;
}

/** What follows REFERENCES. */
export function readReference(reader: Reader, on: DdlContext): Reference {
  const table = tableName(reader.names(), on.dialect);
  const columns = (reader.group() ?? []).flatMap((token) => (token.kind === 'mark' ? [] : [token.text]));
  let onDelete: ReferentialAction = 'no action';
  let onUpdate: ReferentialAction = 'no action';
  for (;;) {
    if (reader.take('on', 'delete')) onDelete = readAction(reader);
    else if (reader.take('on', 'update')) onUpdate = readAction(reader);
    else if (reader.take('match')) reader.next();
    else break;
  }
  return { references: { table, columns }, onDelete, onUpdate };
}

function readAction(reader: Reader): ReferentialAction {
  if (reader.take('cascade')) return 'cascade';
  if (reader.take('restrict')) return 'restrict';
  if (reader.take('set', 'null')) return 'set null';
  if (reader.take('set', 'default')) return 'set default';
  reader.take('no', 'action');
  return 'no action';
}

/** MySQL's and SQLite's qualifier is a database; SQL Server's a schema, `dbo` being the default one. */
export function tableName(parts: readonly string[], dialect: Dialect): string {
  const name = parts.at(-1) ?? '';
  const schema = dialect === 'mssql' ? parts.at(-2) : undefined;
  return schema === undefined || schema.toLowerCase() === 'dbo' ? name : `${schema}.${name}`;
}
