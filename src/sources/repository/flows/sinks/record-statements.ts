import type { Value } from '../value.ts';
import { nothing } from '../value.ts';
import type { Filter, RecordAction, RecordCall } from './record-calls.ts';
import type { CallFact } from './sink.ts';
import { fieldsOf } from './sink.ts';

const runs =
  /^(query|execute|exec|run|all|any|one|none|many|oneOrNone|manyOrNone|get|each|raw|prepare|queryRaw|\$queryRaw|\$executeRaw|\$queryRawUnsafe|\$executeRawUnsafe|unsafe|sql)$/;

const actions: readonly (readonly [RegExp, RecordAction])[] = [
  [/^[\s(]*select\b/i, 'read'],
  [/^[\s(]*update\b/i, 'change'],
  [/^[\s(]*delete\b/i, 'remove'],
];

/** A statement that is written in the code, with the values it is given; undefined where it looks nothing up. */
export function recordStatement(call: CallFact): RecordCall | undefined {
  if (!runs.test(call.method) || call.name.startsWith('@')) return undefined;
  const text = textOf(call.args[0]);
  if (text === undefined) return undefined;
  const action = actions.find(([pattern]) => pattern.test(text))?.[1];
  const entity = /\b(?:from|update|into)\s+[`"[]?(?:\w+[.])?[`"[]?(\w+)/i.exec(text)?.[1];
  if (action === undefined || entity === undefined) return undefined;
  return { entity, action, filters: filtersOf(text, call.args), data: [] };
}

/** `insert into notes (text, user_id) values (?, ?)`: the columns, each with what it is given where that is told. */
export function inserted(
  call: CallFact,
): { readonly entity: string; readonly columns: ReadonlyMap<string, Value> } | undefined {
  if (!runs.test(call.method) || call.name.startsWith('@')) return undefined;
  const text = textOf(call.args[0]);
  const match =
    text === undefined
      ? null
      : /^[\s(]*insert\s+(?:\w+\s+)?into\s+[`"[]?(?:\w+[.])?[`"[]?(\w+)[`"\]]?\s*\(([^()]{1,2000})\)/i.exec(
          text,
        );
  const [entity, list] = [match?.[1], match?.[2]];
  if (entity === undefined || list === undefined) return undefined;
  const names = list.split(',').map((name) => name.replaceAll(/[`"[\]\s]/g, ''));
  const given = placeholders(text ?? '', names.length) ? call.args[1]?.things[0] : undefined;
  return {
    entity,
    columns: new Map(names.map((name, at) => [name, given?.fields.get(String(at)) ?? nothing])),
  };
}

/** Each column is given one placeholder, in their order. */
const placeholders = (text: string, count: number): boolean => {
  const values = /\bvalues\s*\(([^()]*)\)/i.exec(text)?.[1]?.split(',') ?? [];
  return (
    values.length === count &&
    values.every((value, at) => value.trim() === '?' || value.trim() === `$${at + 1}`)
  );
};

const textOf = (value: Value | undefined): string | undefined =>
  value === undefined
    ? undefined
    : (value.text?.prefix ?? fieldsOf(value, 'text')?.text?.prefix ?? fieldsOf(value, 'sql')?.text?.prefix);

/** A comparison with something that is bound, or put in where the text that is known ends. */
const comparison = /([\w.]+)[`"\]]?\s*(?:=|in)\s*\(?\s*(?:\$\d|\?|:\w|@\w|'?$)/gi;

function filtersOf(text: string, args: readonly Value[]): readonly Filter[] {
  const where = text.search(/\bwhere\b/i);
  const found = where === -1 ? [] : [...text.slice(where).matchAll(comparison)];
  return found.flatMap((match): readonly Filter[] => {
    const key = last(match[1] ?? '');
    const bound = boundAt(text.slice(0, where + match.index + match[0].length), args[1]);
    return bound === undefined
      ? args.flatMap((value) => valuesIn(value, 0).map((each) => ({ key, value: each })))
      : [{ key, value: bound }];
  });
}

/** The value of the placeholder that a text ends with, by its place in a list; where that is not told, each value may be it. */
function boundAt(text: string, list: Value | undefined): Value | undefined {
  const [values] = list?.things ?? [];
  if (values?.kind !== 'array' || list?.things.length !== 1) return undefined;
  const number = /\$(\d)$/.exec(text)?.[1];
  const at = number === undefined ? text.split('?').length - 2 : Number(number) - 1;
  return text.endsWith('?') || number !== undefined ? values.fields.get(String(at)) : undefined;
}

const last = (column: string): string => column.split('.').at(-1) ?? column;

function valuesIn(value: Value, depth: number): readonly Value[] {
  const own = value.taints.length === 0 ? [] : [value];
  if (depth > 3) return own;
  return [
    ...own,
    ...value.things.flatMap(({ kind, fields, rest }) =>
      kind === 'instance' ? [] : [...fields.values(), rest].flatMap((each) => valuesIn(each, depth + 1)),
    ),
  ];
}
