import type { DataClass, Field, FieldType } from '../../../model/domain.ts';
import { parsed, refused } from '../problem.ts';
import type { Parsed } from '../problem.ts';
import { didYouMean } from '../suggest.ts';

export const dataClasses: readonly DataClass[] = [
  'public',
  'internal',
  'pii',
  'secret',
  'cardholder',
  'health',
];

type SimpleKind = Exclude<FieldType['kind'], 'enum' | 'ref'>;
export const simpleKinds: readonly SimpleKind[] = [
  'string',
  'text',
  'int',
  'bigint',
  'decimal',
  'money',
  'bool',
  'date',
  'datetime',
  'uuid',
  'json',
  'email',
  'url',
];
const textKinds: readonly string[] = ['string', 'text', 'email', 'url'];
const numberKinds: readonly string[] = ['int', 'bigint', 'decimal', 'money'];
const onDelete = ['cascade', 'restrict', 'set-null'] as const;
const shape = 'type[?] [unique] [<=n | >=n | a..b] [= default] [@class]';

export type FieldStatement = Omit<Field, 'name' | 'origin'>;
interface Draft {
  readonly type: FieldType;
  readonly optional: boolean;
  readonly rest: string;
}

/**
 * One field: `type[?] [unique] [<=n | >=n | a..b] [= default] [@class|@server|@immutable]`, e.g.
 * `string? <=280 @pii`, `enum(placed, paid) = placed @server`, `ref Order cascade`, `money >=0`.
 * `role` is one of the roles that people act in.
 * `<=n` and `a..b` bound the length of a text and the value of a number.
 */
export function parseField(text: string): Parsed<FieldStatement> {
  const head = fieldType(text.trim());
  if (head.kind === 'problem') return head;
  const { type, optional } = head.value;
  let statement: FieldStatement = { type, optional, unique: false };
  for (const word of words(head.value.rest)) {
    const next = applyWord(statement, word);
    if (next.kind === 'problem') return next;
    statement = next.value;
  }
  return parsed(statement);
}

/** Splits into words; a default (`= …`) keeps its quotes and its value as one word. */
const words = (rest: string): readonly string[] => rest.match(/=\s*"[^"]*"|=\s*\S+|[<>]=\s*\S+|\S+/g) ?? [];

function fieldType(text: string): Parsed<Draft> {
  const enumeration = /^enum\(([^)]*)\)(\?)?\s*(.*)$/.exec(text);
  if (enumeration !== null) return enumType(enumeration);
  const role = /^role(\?)?(?:\s+(.*))?$/.exec(text);
  if (role !== null)
    return parsed({
      type: { kind: 'enum', values: [], of: 'roles' },
      optional: role[1] === '?',
      rest: role[2] ?? '',
    });
  const reference = /^ref(\?)?\s+([A-Z][A-Za-z0-9]*)(\?)?(?:\s+(cascade|restrict|set-null))?\s*(.*)$/.exec(
    text,
  );
  if (reference !== null) return parsed(referenceType(reference));
  const simple = /^([A-Za-z]+)(\?)?(?:\s+(.*))?$/.exec(text);
  const kind = simpleKinds.find((candidate) => candidate === simple?.[1]);
  if (kind !== undefined)
    return parsed({ type: { kind }, optional: simple?.[2] === '?', rest: simple?.[3] ?? '' });
  const first = /^[^\s(?]*/.exec(text)?.[0] ?? '';
  if (first === 'ref')
    return refused(`"${text.slice(0, 60)}" refers to no entity.`, 'Write ref and an entity: ref Order.');
  return refused(
    `"${first.slice(0, 40)}" is no field type.`,
    `${didYouMean(first, [...simpleKinds, 'enum', 'role', 'ref'])} The form is ${shape}.`,
  );
}

function enumType(match: RegExpExecArray): Parsed<Draft> {
  const values = (match[1] ?? '').split(',').map((value) => value.trim());
  if (
    values.some((value) => !/^[A-Za-z0-9_][A-Za-z0-9_.:-]*$/.test(value)) ||
    new Set(values).size !== values.length
  )
    return refused(
      `"enum(${match[1] ?? ''})" has an empty, repeated or unreadable value.`,
      'List words separated by commas: enum(placed, paid).',
    );
  return parsed({ type: { kind: 'enum', values }, optional: match[2] === '?', rest: match[3] ?? '' });
}

function referenceType(match: RegExpExecArray): Draft {
  const action = onDelete.find((candidate) => candidate === match[4]);
  const entity = match[2] ?? '';
  return {
    type: {
      kind: 'ref',
      entity,
      ...(action === undefined ? {} : { onDelete: action === 'set-null' ? ('set null' as const) : action }),
    },
    optional: match[1] === '?' || match[3] === '?',
    rest: match[5] ?? '',
  };
}

function applyWord(field: FieldStatement, word: string): Parsed<FieldStatement> {
  if (word === 'unique') return parsed({ ...field, unique: true });
  if (word.startsWith('@')) return applyMark(field, word.slice(1));
  if (/^=(?!=)/.test(word)) return applyDefault(field, word.slice(1).trim());
  const range = /^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)$/.exec(word);
  if (range !== null) return applyRange(field, Number(range[1]), Number(range[2]));
  const bound = /^([<>])=\s*(-?\d+(?:\.\d+)?)$/.exec(word);
  if (bound !== null) return applyBound(field, bound[1] === '<', Number(bound[2]));
  return refused(`"${word.slice(0, 40)}" means nothing in a field.`, `The form is ${shape}.`);
}

function applyMark(field: FieldStatement, mark: string): Parsed<FieldStatement> {
  if (mark === 'server') return parsed({ ...field, serverSet: true });
  if (mark === 'immutable') return parsed({ ...field, immutable: true });
  const dataClass = dataClasses.find((candidate) => candidate === mark);
  if (dataClass !== undefined) return parsed({ ...field, dataClass });
  return refused(
    `"@${mark.slice(0, 40)}" is no class of data.`,
    didYouMean(mark, [...dataClasses, 'server', 'immutable']),
  );
}

function applyBound(field: FieldStatement, upper: boolean, limit: number): Parsed<FieldStatement> {
  if (numberKinds.includes(field.type.kind))
    return parsed(upper ? { ...field, maximum: limit } : { ...field, minimum: limit });
  if (upper && textKinds.includes(field.type.kind) && Number.isInteger(limit) && limit > 0)
    return parsed({ ...field, maxLength: limit });
  return refused(
    `A ${field.type.kind} cannot be bounded by ${upper ? '<=' : '>='}${limit}.`,
    'Numbers take <=n, >=n or a..b; texts take <=n or a..b as their length.',
  );
}

function applyRange(field: FieldStatement, low: number, high: number): Parsed<FieldStatement> {
  if (numberKinds.includes(field.type.kind) && low <= high)
    return parsed({ ...field, minimum: low, maximum: high });
  if (
    textKinds.includes(field.type.kind) &&
    Number.isInteger(low) &&
    Number.isInteger(high) &&
    low >= 0 &&
    low <= high
  )
    return parsed({ ...field, minLength: low, maxLength: high });
  return refused(
    `A ${field.type.kind} cannot lie in ${low}..${high}.`,
    'A range needs a number or a text and its lower end first: int 1..5, string 3..40.',
  );
}

function applyDefault(field: FieldStatement, text: string): Parsed<FieldStatement> {
  const value = literal(text);
  if (field.type.kind === 'enum' && !field.type.values.some((candidate) => candidate === value))
    return refused(`The default "${text}" is not one of its values.`, didYouMean(text, field.type.values));
  if (numberKinds.includes(field.type.kind) && typeof value !== 'number')
    return refused(`The default "${text}" is not a number.`, 'Write = 0, for example.');
  if (field.type.kind === 'bool' && typeof value !== 'boolean')
    return refused(`The default "${text}" is neither true nor false.`, 'Write = true or = false.');
  return parsed({ ...field, default: value });
}

function literal(text: string): string | number | boolean {
  if (/^".*"$/.test(text)) return text.slice(1, -1);
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** The field in the grammar above; read back it gives the same statement. */
export function formatField(field: FieldStatement): string {
  const bounds = numberKinds.includes(field.type.kind)
    ? field.minimum !== undefined && field.maximum !== undefined
      ? `${field.minimum}..${field.maximum}`
      : field.minimum !== undefined
        ? `>=${field.minimum}`
        : field.maximum !== undefined
          ? `<=${field.maximum}`
          : ''
    : field.maxLength === undefined
      ? ''
      : field.minLength === undefined
        ? `<=${field.maxLength}`
        : `${field.minLength}..${field.maxLength}`;
  const parts = [
    formatType(field.type, field.optional),
    field.unique ? 'unique' : '',
    bounds,
    field.default === undefined ? '' : `= ${formatDefault(field.default)}`,
    field.dataClass === undefined ? '' : `@${field.dataClass}`,
    field.serverSet === true ? '@server' : '',
    field.immutable === true ? '@immutable' : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

const formatDefault = (value: string | number | boolean): string =>
  typeof value === 'string' && !/^(?!true$|false$)[A-Za-z_][\w.:-]*$/.test(value)
    ? `"${value}"`
    : String(value);

function formatType(type: FieldType, optional: boolean): string {
  const mark = optional ? '?' : '';
  if (type.kind === 'enum' && type.of === 'roles') return `role${mark}`;
  if (type.kind === 'enum') return `enum(${type.values.join(', ')})${mark}`;
  if (type.kind !== 'ref') return `${type.kind}${mark}`;
  const action = type.onDelete === undefined ? '' : ` ${type.onDelete.replace(' ', '-')}`;
  return `ref ${type.entity}${mark}${action}`;
}
