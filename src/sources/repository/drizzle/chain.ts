import { fieldAt, isTrue, listAt, scalarAt, settled, textAt } from '../code-migrations/values.ts';
import type { Value } from '../javascript/value.ts';
import { literal } from '../schema/columns.ts';
import { isDefaultOperators } from '../sql/names.ts';
import type { DrizzleColumn } from './columns.ts';

/** The column with one call of its chain applied; each call gives a new one, because a start may be shared. */
export function modified(column: DrizzleColumn, name: string, args: readonly Value[]): DrizzleColumn {
  const [first, second] = args;
  switch (name) {
    case 'desc':
      return { ...column, suffix: `${column.suffix ?? ''} desc` };
    case 'op':
      return isDefaultOperators(textAt(first) ?? '')
        ? column
        : { ...column, suffix: ` ${textAt(first) ?? ''}${column.suffix ?? ''}` };
    case 'notNull':
      return { ...column, nullable: false };
    case 'primaryKey':
      return {
        ...column,
        primary: true,
        nullable: false,
        counts: column.counts || isTrue(fieldAt(first, 'autoIncrement')),
      };
    case 'autoincrement':
      return { ...column, counts: true };
    case 'unique':
      return { ...column, unique: textAt(first) ?? true };
    case 'array':
      return { ...column, array: true };
    case 'default': {
      const value = defaultText(column, first);
      return value === undefined ? column : { ...column, default: value };
    }
    case 'defaultNow':
      return {
        ...column,
        default: column.type.startsWith('date') && column.type === 'date' ? 'now()' : 'now()',
      };
    case 'defaultRandom':
      return { ...column, default: 'gen_random_uuid()' };
    case 'generatedAlwaysAsIdentity':
    case 'generatedByDefaultAsIdentity':
      return {
        ...column,
        nullable: false,
        default: `generated ${name.startsWith('generatedAlways') ? 'always' : 'by default'} as identity`,
      };
    case 'generatedAlwaysAs':
      return { ...column, generated: textAt(fieldAt(first, 'sql')) ?? textAt(first) ?? '…' };
    case 'references':
      return first === undefined ? column : { ...column, references: { target: first, actions: second } };
    default:
      return column;
  }
}

function defaultText(column: DrizzleColumn, value: Value | undefined): string | undefined {
  const one = settled(value);
  if (one === undefined) return undefined;
  if (one.kind === 'primitive') {
    // SQLite keeps switches as numbers.
    if (typeof one.value === 'boolean' && column.type === 'integer') return String(one.value);
    return literal(one.value);
  }
  const raw = textAt(fieldAt(one, 'sql'));
  if (raw !== undefined) return raw;
  if (one.kind === 'array') {
    const items = listAt(one).map((item) => String(scalarAt(item)));
    return column.type.startsWith('json')
      ? `'${JSON.stringify(items)}'`
      : `'{${items.map((item) => `"${item}"`).join(',')}}'`;
  }
  return one.kind === 'object' && one.fields.size === 0 ? "'{}'" : undefined;
}
