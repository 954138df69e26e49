import type { Column } from '../../model/data.ts';
import { landingForm, zeroDate } from '../../model/legacy-table.ts';
import type { LandingRow, LegacyTable, RowProfile } from '../../model/legacy-table.ts';
import { asUtf8, isKnownCharset } from './charsets.ts';
import type { DumpValue } from './insert.ts';
import type { DumpRow, DumpSettings } from './read-dump.ts';

export interface Landed {
  readonly row: LandingRow;
  /** What could not be taken over as written. */
  readonly gaps: readonly string[];
}

/** Turns rows of a dump into rows that wait, numbered and filled in as the server would. `tables` as the whole dump leaves them. */
export function lander(tables: readonly LegacyTable[]): (row: DumpRow) => Landed {
  const known = new Map(tables.map((one) => [one.table.name.toLowerCase(), tableLander(one)]));
  return (row) =>
    known.get(row.table.toLowerCase())?.(row) ?? {
      row: { table: row.table, row: 0, values: [] },
      gaps: [`${row.table} is dropped later: its rows are left out`],
    };
}

/** Columns that hold what a row is given. */
export const storedColumns = ({ table }: LegacyTable): readonly Column[] =>
  table.columns.filter(({ generated }) => generated === undefined);

function tableLander(legacy: LegacyTable): (row: DumpRow) => Landed {
  const { name } = legacy.table;
  const columns = storedColumns(legacy);
  let count = 0;
  let counter = 0n;
  return ({ columns: given, values, settings }) => {
    count += 1;
    const places = new Map(given.map((column, index) => [column.toLowerCase(), index]));
    const gaps: string[] = [];
    const landed = columns.map((column) => {
      const place = places.get(column.name.toLowerCase());
      const value: DumpValue = (place === undefined ? undefined : values[place]) ?? { kind: 'default' };
      if (column.default === 'auto_increment') {
        const number = counted(value, counter, settings.keepsZero);
        if (number > counter) counter = number;
        return String(number);
      }
      const { text, gap } = landedValue(column, value, settings);
      if (gap !== undefined) gaps.push(`${name}.${column.name}: ${gap}`);
      return text;
    });
    return { row: { table: name, row: count, values: landed }, gaps };
  };
}

/** NULL, DEFAULT and, unless the mode says otherwise, 0 ask the server for the next number. */
function counted(value: DumpValue, counter: bigint, keepsZero: boolean): bigint {
  const text = value.kind === 'number' ? value.text : value.kind === 'bytes' ? value.bytes : '';
  const number = /^-?\d+$/.test(text) ? BigInt(text) : undefined;
  return number === undefined || (number === 0n && !keepsZero) ? counter + 1n : number;
}

interface LandedValue {
  readonly text: string | null;
  readonly gap?: string;
}

function landedValue(column: Column, value: DumpValue, settings: DumpSettings): LandedValue {
  switch (value.kind) {
    case 'null':
      return { text: null };
    case 'default':
      return defaultValue(column, settings);
    case 'expression':
      return { text: null, gap: `the server would compute ${value.text.slice(0, 40)}: taken as NULL` };
    case 'number':
      return { text: written(column, value.text) };
    case 'bits':
      return { text: bitsValue(column, value.text) };
    case 'bytes':
      return bytesValue(column, value.bytes, value.charset, settings);
  }
}

const hex = (bytes: string): string => `\\x${Buffer.from(bytes, 'latin1').toString('hex')}`;
const width = (column: Column): number => Number(/\((\d+)\)/.exec(column.type)?.[1] ?? 1);

function written(column: Column, text: string): string {
  const form = landingForm(column.type);
  if (form === 'bits') return /^\d+$/.test(text) ? bitText(column, BigInt(text)) : text;
  return form === 'text' ? text : hex(text);
}

const bitText = (column: Column, value: bigint): string => value.toString(2).padStart(width(column), '0');

const numberOf = (bytes: string): bigint =>
  bytes === '' ? 0n : BigInt(`0x${Buffer.from(bytes, 'latin1').toString('hex')}`);

function bitsValue(column: Column, bits: string): string {
  const number = BigInt(`0b${bits === '' ? '0' : bits}`);
  const form = landingForm(column.type);
  if (form === 'bits') return bitText(column, number);
  if (form === 'text') return String(number);
  const digits = number.toString(16);
  return `\\x${digits.length % 2 === 0 ? digits : `0${digits}`}`;
}

function bytesValue(
  column: Column,
  bytes: string,
  introduced: string | undefined,
  settings: DumpSettings,
): LandedValue {
  const form = landingForm(column.type);
  if (form === 'bits') return { text: bitText(column, numberOf(bytes)) };
  if (form === 'text')
    // A hexadecimal literal is a number where a number is asked for.
    return {
      text:
        introduced === 'binary' && !/^[\d\s:.+-]*$/.test(bytes)
          ? String(numberOf(bytes))
          : bytes.replaceAll(/[^\x20-\x7e]/g, '?'),
    };
  if (form === 'binary') {
    const fixed = /^binary\((\d+)\)/.exec(column.type)?.[1];
    return { text: hex(fixed === undefined ? bytes : bytes.padEnd(Number(fixed), '\0')) };
  }
  const charset = introduced ?? settings.charset;
  const utf8 = asUtf8(bytes, charset);
  // MySQL gives the values of char without the blanks at their ends.
  const text = /^char\b/.test(column.type) ? utf8.replace(/ +$/, '') : utf8;
  return isKnownCharset(charset)
    ? { text: hex(text) }
    : { text: hex(text), gap: `the encoding ${charset} is not known: its bytes are taken for UTF-8` };
}

/** What the server puts into a column that the statement does not name. */
function defaultValue(column: Column, settings: DumpSettings): LandedValue {
  const { default: given } = column;
  const literal = given === undefined ? undefined : /^'([\s\S]*)'$/.exec(given)?.[1]?.replaceAll("''", "'");
  if (literal !== undefined)
    return bytesValue(column, Buffer.from(literal, 'utf8').toString('latin1'), 'utf8mb4', settings);
  if (given !== undefined && /^[-+]?[\d.]+$/.test(given)) return { text: written(column, given) };
  if (given !== undefined)
    return { text: null, gap: `the server would compute the default ${given}: taken as NULL` };
  if (column.nullable) return { text: null };
  return {
    text: implicit(column, settings),
    gap: 'has no default: the value that a server without strict mode takes',
  };
}

function implicit(column: Column, settings: DumpSettings): string | null {
  switch (landingForm(column.type)) {
    case 'text': {
      if (/^date\b/.test(column.type)) return '0000-00-00';
      if (/^(datetime|timestamp)/.test(column.type)) return '0000-00-00 00:00:00';
      return /^time\b/.test(column.type) ? '00:00:00' : '0';
    }
    case 'bits':
      return bitText(column, 0n);
    case 'binary':
      return bytesValue(column, '', 'binary', settings).text;
    case 'characters': {
      const first = /^enum\('([^']*)'/.exec(column.type)?.[1] ?? '';
      return hex(Buffer.from(first, 'utf8').toString('latin1'));
    }
  }
}

/** Notes what rows tell of their columns; the profile grows with each. */
export function profiler(legacy: LegacyTable): {
  readonly see: (row: LandingRow) => void;
  readonly profile: () => RowProfile;
} {
  const columns = storedColumns(legacy);
  const noted = {
    beyondSwitch: new Set<string>(),
    zeroDates: new Set<string>(),
    longTimes: new Set<string>(),
    nulls: new Set<string>(),
  };
  let rows = 0;
  return {
    see: ({ values }) => {
      rows += 1;
      for (const [index, { name, type }] of columns.entries()) {
        const value = values[index] ?? null;
        if (value === null) noted.nulls.add(name);
        else if (type.startsWith('tinyint(1)')) {
          if (value !== '0' && value !== '1') noted.beyondSwitch.add(name);
        } else if (/^date|^timestamp/.test(type)) {
          if (zeroDate.test(value)) noted.zeroDates.add(name);
        } else if (/^time\b/.test(type) && !/^(0?\d|1\d|2[0-3]):/.test(value)) noted.longTimes.add(name);
      }
    },
    profile: () => ({
      rows,
      beyondSwitch: [...noted.beyondSwitch],
      zeroDates: [...noted.zeroDates],
      longTimes: [...noted.longTimes],
      nulls: [...noted.nulls],
    }),
  };
}
