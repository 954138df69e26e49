import type { Dialect } from './dialect.ts';
import type { Reader } from './reader.ts';
import { commaParts, textOfTokens } from './reader.ts';

export interface DdlType {
  readonly text: string;
  /** MySQL's SERIAL: a key that counts by itself. */
  readonly serial: boolean;
}

const synonyms: Readonly<Record<string, string>> = {
  integer: 'int',
  int4: 'int',
  int8: 'bigint',
  int2: 'smallint',
  int1: 'tinyint',
  int3: 'mediumint',
  middleint: 'mediumint',
  dec: 'decimal',
  numeric: 'decimal',
  fixed: 'decimal',
  real: 'double',
  float8: 'double',
  float4: 'float',
  character: 'char',
  nchar: 'char',
  nvarchar: 'varchar',
  varcharacter: 'varchar',
  long: 'mediumtext',
};

/** The type at the reader, with UNSIGNED and the like; MySQL's as its newest server prints it. */
export function readType(reader: Reader, text: string, dialect: Dialect): DdlType {
  const names = reader.names();
  let word = (names.at(-1) ?? '').toLowerCase();
  if (word === 'double') reader.take('precision');
  if (word === 'national') word = (reader.names().at(-1) ?? 'char').toLowerCase();
  if (/^(character|char|nchar)$/.test(word) && reader.takeOne('varying') !== undefined) word = 'varchar';
  const group = reader.group();
  const list = group === undefined ? undefined : commaParts(group).map((part) => textOfTokens(part, text));
  if (dialect === 'mysql') return mysqlType(reader, word, list);
  const suffix = list === undefined ? '' : `(${list.join(',').toLowerCase()})`;
  const more = reader.takeOne('unsigned') === undefined ? '' : ' unsigned';
  return { text: `${word}${suffix}${more}`, serial: false };
}

const integers = /^(tinyint|smallint|mediumint|int|bigint)$/;

function mysqlType(reader: Reader, given: string, list: readonly string[] | undefined): DdlType {
  if (given === 'serial') return { text: 'bigint unsigned', serial: true };
  if (given === 'bool' || given === 'boolean') return { text: 'tinyint(1)', serial: false };
  const word = synonyms[given] ?? given;
  let text = word + mysqlSuffix(word, list);
  for (;;) {
    if (reader.take('unsigned')) text += ' unsigned';
    else if (reader.take('zerofill')) text += text.includes(' unsigned') ? ' zerofill' : ' unsigned zerofill';
    else if (reader.take('signed') || reader.take('binary') || reader.take('ascii') || reader.take('unicode'))
      continue;
    else return { text, serial: false };
  }
}

function mysqlSuffix(word: string, list: readonly string[] | undefined): string {
  if (list === undefined) {
    if (word === 'decimal') return '(10,0)';
    return /^(char|binary|bit)$/.test(word) ? '(1)' : '';
  }
  // Display widths are gone; only the one that stands for a switch is still printed.
  if (integers.test(word)) return word === 'tinyint' && list[0] === '1' ? '(1)' : '';
  if (word === 'year' || (/^(datetime|timestamp|time)$/.test(word) && list[0] === '0')) return '';
  if (word === 'decimal' && list.length === 1) return `(${list[0]},0)`;
  return `(${list.map((item) => (item.startsWith('"') ? `'${item.slice(1, -1)}'` : item)).join(',')})`;
}
