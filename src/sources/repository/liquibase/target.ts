import type { XmlElement } from '../xml.ts';
import type { LiquibaseDialect } from './statements.ts';

/** How names and values are written for one database. */
export interface Target {
  readonly dialect: LiquibaseDialect;
  readonly name: (name: string) => string;
  readonly table: (name: string, schema: string | undefined) => string;
  /** The default that a column or change tells; undefined where it tells none. */
  readonly defaultOf: (element: XmlElement, type: string) => string | undefined;
}

export const attr = (element: XmlElement, name: string): string | undefined => {
  const value = element.attributes.get(name);
  return value === '' ? undefined : value;
};

export const columnsIn = (change: XmlElement): readonly XmlElement[] =>
  change.children.filter(({ name }) => name === 'column');

/** `a, b` as quoted names. */
export const listOf = (change: XmlElement, key: string, target: Target): string =>
  (attr(change, key) ?? '')
    .split(',')
    .flatMap((name) => (name.trim() === '' ? [] : [target.name(name.trim())]))
    .join(', ');

export function targetFor(dialect: LiquibaseDialect, quotesAll: boolean): Target {
  const name = (text: string): string =>
    dialect === 'mysql' ? `\`${text}\`` : `"${folded(text, quotesAll)}"`;
  return {
    dialect,
    name,
    table: (text, schema) =>
      schema === undefined || schema === '' || dialect === 'mysql'
        ? name(text)
        : `${name(schema)}.${name(text)}`,
    defaultOf: (element, type) => defaultOf(element, type, dialect),
  };
}

/** Only names in mixed letters are quoted; PostgreSQL folds the others. */
const folded = (text: string, quotesAll: boolean): string =>
  quotesAll || (/[A-Z]/.test(text) && /[a-z]/.test(text)) ? text : text.toLowerCase();

const numeric =
  /^(big|small|tiny|medium)?int(eger)?\b|^(long|decimal|numeric|number|float|double|real|currency)\b/i;
const temporal = /^(date|time|datetime|timestamp)/i;

function defaultOf(element: XmlElement, type: string, dialect: LiquibaseDialect): string | undefined {
  const computed = attr(element, 'defaultValueComputed');
  if (computed !== undefined) return timeOf(computed, dialect);
  const number = attr(element, 'defaultValueNumeric');
  if (number !== undefined) return numberOf(number, type);
  const flag = attr(element, 'defaultValueBoolean');
  if (flag !== undefined) return flag === 'true' || flag === '1' ? 'TRUE' : 'FALSE';
  const date = attr(element, 'defaultValueDate');
  if (date !== undefined) return /^[a-z]/i.test(date) ? timeOf(date, dialect) : quoted(date);
  const sequence = attr(element, 'defaultValueSequenceNext');
  if (sequence !== undefined) return `nextval('${sequence}')`;
  const text = element.attributes.get('defaultValue');
  if (text === undefined) return undefined;
  if (numeric.test(type) && /^-?[\d.]+$/.test(text)) return text;
  if (/^(boolean|bit)/i.test(type) && /^(true|false|0|1)$/i.test(text))
    return /^(true|1)$/i.test(text) ? 'TRUE' : 'FALSE';
  return temporal.test(type) && /^(current_|now|localtime)/i.test(text)
    ? timeOf(text, dialect)
    : quoted(text);
}

/** The tool writes the time of now as the database has it. */
const timeOf = (text: string, dialect: LiquibaseDialect): string =>
  dialect === 'postgresql' && /^current_(timestamp|datetime)\b/i.test(text) ? 'NOW()' : text;

/** As a number is printed, and a flag where the column is one. */
function numberOf(text: string, type: string): string {
  if (/^(boolean|bit)\b/i.test(type) && /^[01]$/.test(text)) return text === '1' ? 'TRUE' : 'FALSE';
  const value = Number(text);
  return Number.isNaN(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER ? text : String(value);
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
