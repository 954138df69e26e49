import type { Column } from '../../model/data.ts';
import type { ConvertedType } from './types.ts';

interface ConvertedDefault {
  readonly sql?: string;
  readonly differences: readonly string[];
}

export const isZeroDate = (value: string | undefined): boolean => /^'?0000-00-00/.test(value ?? '');

/** The default of a column in PostgreSQL's words; one that has none is told. */
export function convertedDefault(column: Column, found: ConvertedType): ConvertedDefault {
  const { default: given, generated } = column;
  if (given === undefined || generated !== undefined || given === 'auto_increment' || isZeroDate(given))
    return { differences: [] };
  const sql = valueOf(given, found);
  return sql === undefined
    ? { differences: [`default ${given} is not translated: the column has none`] }
    : { sql, differences: [] };
}

function valueOf(given: string, { kind, type, labels }: ConvertedType): string | undefined {
  if (kind === 'timestamp' || kind === 'instant' || kind === 'date')
    if (/^(current_timestamp|now|localtimestamp|localtime|current_date|curdate)(\(\d*\))?$/i.test(given))
      return kind === 'date' ? 'current_date' : 'current_timestamp';
  if (/^uuid\(\)$/i.test(given)) return 'gen_random_uuid()';
  const literal = /^'((?:[^']|'')*)'$/.exec(given)?.[1] ?? (/^[-+]?[\d.]+$/.test(given) ? given : undefined);
  const bits = /^b'?([01]+)'?$/i.exec(given)?.[1];
  switch (kind) {
    case 'boolean': {
      const value = bits ?? literal;
      return value === undefined
        ? undefined
        : /^0*1$/.test(value)
          ? 'true'
          : /^0+$/.test(value)
            ? 'false'
            : undefined;
    }
    case 'bits':
      return bits === undefined ? undefined : `b'${bits}'::${type}`;
    case 'integer':
    case 'decimal':
    case 'float':
      return literal !== undefined && /^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(literal) ? literal : undefined;
    case 'label':
      return literal !== undefined && labels?.includes(literal.replaceAll("''", "'")) === true
        ? `'${literal}'::${type}`
        : undefined;
    case 'bytes':
      return undefined;
    case 'date':
    case 'timestamp':
    case 'instant':
    case 'time':
    case 'duration':
    case 'text':
    case 'set':
    case 'json':
      return literal === undefined ? undefined : `'${literal}'`;
  }
}
