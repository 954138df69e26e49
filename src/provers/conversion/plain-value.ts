import type { ConvertedColumn, FaultKind } from '../../migration/conversion/column.ts';

/** As bytes of a text wait. */
export const hex = (text: string): string => `\\x${Buffer.from(text, 'utf8').toString('hex')}`;

/** Texts wait as their bytes. */
export const landed = ({ form }: ConvertedColumn, value: string): string =>
  form === 'characters' || form === 'binary' ? hex(value) : value;

const two = (value: number): string => String(value).padStart(2, '0');

/** The value of a row with this number; another one for each number, as far as the type has so many. */
export function plainValue({ kind, type, labels, legacyType }: ConvertedColumn, index: number): string {
  const month = Math.floor(index / 28);
  const day = `${2020 + Math.floor(month / 12)}-${two(1 + (month % 12))}-${two(1 + (index % 28))}`;
  switch (kind) {
    case 'integer':
      return String(index + 1);
    case 'boolean':
      return String(index % 2);
    case 'decimal':
      return decimalValue(type, index);
    case 'float':
      return `${index}.5`;
    case 'date':
      return day;
    case 'timestamp':
    case 'instant':
      return `${day} 10:20:30`;
    case 'time':
    case 'duration':
      return `10:${two(index % 60)}:30`;
    case 'bits':
      return (index % 4).toString(2).padStart(Number(/\d+/.exec(type)?.[0] ?? 1), '0');
    case 'label':
      return hex(labels?.[index % labels.length] ?? '');
    case 'set':
      return hex(/'((?:[^'\\]|\\.)*)'/.exec(legacyType)?.[1] ?? '');
    case 'json':
      return hex(`{"n": ${index}, "é": null}`);
    case 'text': {
      const size = lengthOf(type);
      const text = `${index.toString(36)}é`;
      return hex(size < text.length ? index.toString(36).slice(-size) : text);
    }
    case 'bytes':
      return `\\x${index.toString(16).padStart(2, '0')}ff00`;
  }
}

const lengthOf = (type: string): number => Number(/^varchar\((\d+)\)/.exec(type)?.[1] ?? 200);

function decimalValue(type: string, index: number): string {
  const [digits = '10', scale = '0'] = /\((\d+),(\d+)\)/.exec(type)?.slice(1) ?? [];
  const room = Number(digits) - Number(scale);
  const whole = room === 0 ? 0 : (index + 1) % 10 ** Math.min(room, 6);
  return scale === '0' ? String(whole) : `${whole}.${'5'.padEnd(Number(scale), '0')}`;
}

/** As MySQL would find the same text: in capitals. */
export function otherCase(column: ConvertedColumn | undefined, value: string | null): string | null {
  if (column?.fold === undefined || column.fold === 'exact' || value === null) return value;
  return hex(Buffer.from(value.slice(2), 'hex').toString('utf8').toUpperCase());
}

export function faultyValues(column: ConvertedColumn): readonly (readonly [FaultKind, string | null])[] {
  return column.faults.flatMap(({ fault }) => {
    const value = faultyValue(column, fault);
    return value === undefined ? [] : [[fault, value] as const];
  });
}

function faultyValue({ kind, type }: ConvertedColumn, fault: FaultKind): string | null | undefined {
  switch (fault) {
    case 'zero-date':
      return kind === 'date' ? '0000-00-00' : '0000-00-00 00:00:00';
    case 'no-date':
      return kind === 'date' ? '2021-02-30' : '2021-02-30 10:00:00';
    case 'bad-utf-8':
      return kind === 'text' ? '\\xe9' : undefined;
    case 'nul-character':
      return kind === 'text' ? '\\x6100' : undefined;
    case 'encoded-twice':
      return kind === 'text' && lengthOf(type) >= 2 ? '\\xc383c2a9' : undefined;
    case 'no-label':
      return hex('no label at all');
    case 'too-long':
      return hex('x'.repeat(lengthOf(type) + 1));
    case 'null':
      return null;
    case 'out-of-range':
      return kind === 'json' || kind === 'set' ? hex('{no') : kind === 'float' ? 'no number' : '9'.repeat(80);
    case 'orphan':
    case 'duplicate':
      return undefined;
  }
}
