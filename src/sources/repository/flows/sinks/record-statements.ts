import type { Trace, Value } from '../value.ts';
import { nothing, things } from '../value.ts';
import type { Filter, RecordAction, RecordCall } from './record-calls.ts';
import type { CallFact } from './sink.ts';
import { fieldsOf } from './sink.ts';

const runs =
  /^(query|iterate|execute|exec|run|all|any|one|none|many|oneOrNone|manyOrNone|get|each|raw|prepare|queryRaw|\$queryRaw|\$executeRaw|\$queryRawUnsafe|\$executeRawUnsafe|unsafe|sql)$/;

const actions: readonly (readonly [RegExp, RecordAction])[] = [
  [/^[\s(]*select\b/i, 'read'],
  [/^[\s(]*update\b/i, 'change'],
  [/^[\s(]*delete\b/i, 'remove'],
];

/** A statement that is written in the code, with the values it is given; undefined where it looks nothing up. */
export function recordStatement(call: CallFact): RecordCall | undefined {
  const statement = statementOf(call);
  if (statement === undefined) return undefined;
  const { text, args } = statement;
  const action = actions.find(([pattern]) => pattern.test(text))?.[1];
  const entity = /\b(?:from|update|into)\s+[`"[]?(?:\w+[.])?[`"[]?(\w+)/i.exec(text)?.[1];
  if (action === undefined || entity === undefined) return undefined;
  return { entity, action, filters: filtersOf(text, args), data: [] };
}

/** The text of a statement as far as it is written down, with the arguments of the call that runs it, the text first. */
export function statementOf(
  call: CallFact,
): { readonly text: string; readonly args: readonly Value[] } | undefined {
  if (!runs.test(call.method) || call.name.startsWith('@')) return undefined;
  const text = textOf(call.args[0]);
  if (text !== undefined && /^[\s(]*\w+\s/.test(text)) return { text, args: call.args };
  const prepared = preparedIn(call.trace);
  if (prepared === undefined) return undefined;
  // `prepare(text).get(id)` takes its values one by one, or as a list.
  const [first] = call.args;
  const isList = call.args.length === 1 && first?.things.some(({ kind }) => kind === 'array') === true;
  const values = isList ? first : listOf(call.args);
  return { text: prepared.text, args: [prepared.value, ...(values === undefined ? [] : [values])] };
}

const listOf = (values: readonly Value[]): Value =>
  things({
    kind: 'array',
    fields: new Map(values.map((value, at) => [String(at), value])),
    rest: nothing,
    depth: 0,
  });

/** `db.prepare('select …').get(id)`. */
function preparedIn(trace: Trace | undefined): { readonly text: string; readonly value: Value } | undefined {
  let steps = 0;
  for (let at = trace; at !== undefined && steps < 4; at = at.on, steps += 1) {
    const [value] = at.args ?? [];
    const text = /[#.]prepare\(\)$/.test(at.name) ? textOf(value) : undefined;
    if (text !== undefined && value !== undefined) return { text, value };
  }
  return undefined;
}

/** What a statement puts into columns, by their names, each with what it is given where that is told. */
export function written(
  call: CallFact,
):
  | { readonly entity: string; readonly isNew: boolean; readonly columns: ReadonlyMap<string, Value> }
  | undefined {
  const statement = statementOf(call);
  if (statement === undefined) return undefined;
  const { text, args } = statement;
  return insertedBy(text, args[1]) ?? updatedBy(text, args[1]);
}

type Written = NonNullable<ReturnType<typeof written>>;

const name = String.raw`[\`"[]?(?:\w+[.])?[\`"[]?(\w+)[\`"\]]?`;
const inserting = new RegExp(
  String.raw`^[\s(]*insert\s+(?:\w+\s+)?into\s+${name}\s*\(([^()]{1,2000})\)`,
  'i',
);
const updating = new RegExp(String.raw`^[\s(]*update\s+${name}\s+set\s`, 'i');
const creating = new RegExp(
  String.raw`\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?${name}\s*\(((?:[^()]|\([^()]{0,200}\)){1,4000})\)`,
  'gi',
);

/** `insert into notes (text, user_id) values (?, ?)`. */
function insertedBy(text: string, values: Value | undefined): Written | undefined {
  const [, entity, list] = inserting.exec(text) ?? [];
  if (entity === undefined || list === undefined) return undefined;
  const names = list.split(',').map((column) => column.replaceAll(/[`"[\]\s]/g, ''));
  const given =
    /\bvalues\s*\(([\s\S]*)\)/i
      .exec(text)?.[1]
      ?.split(',')
      .map((value) => value.trim()) ?? [];
  let asked = 0;
  const columns = names.map((column, at): readonly [string, Value] => {
    const place = placeOf(given[at], asked);
    if (given[at] === '?') asked += 1;
    return [column, place === undefined || given.length !== names.length ? nothing : valueAt(values, place)];
  });
  return { entity, isNew: true, columns: new Map(columns) };
}

const placeOf = (given: string | undefined, asked: number): number | undefined =>
  given === '?' ? asked : /^\$\d+$/.test(given ?? '') ? Number(given?.slice(1)) - 1 : undefined;

const valueAt = (values: Value | undefined, at: number): Value =>
  values?.things.length === 1 ? (values.things[0]?.fields.get(String(at)) ?? nothing) : nothing;

/** `update users set role = ? where id = ?`. */
function updatedBy(text: string, values: Value | undefined): Written | undefined {
  const [head = '', entity] = updating.exec(text) ?? [];
  if (entity === undefined) return undefined;
  const where = text.search(/\bwhere\b/i);
  const set = text.slice(head.length, where === -1 ? text.length : where);
  let asked = 0;
  const columns = [...set.slice(0, 4000).matchAll(/[`"[]?(\w+)[`"\]]?\s*=\s*(\?|\$\d+)?/g)].map(
    ([, column = '', given]): readonly [string, Value] => {
      const place = placeOf(given, asked);
      if (given === '?') asked += 1;
      return [column, place === undefined ? nothing : valueAt(values, place)];
    },
  );
  return { entity, isNew: false, columns: new Map(columns) };
}

/** `create table notes (id integer primary key, user_id integer)` that code runs by itself: tables, with their columns. */
export function declared(call: CallFact): readonly (readonly [string, readonly string[]])[] {
  if (!runs.test(call.method)) return [];
  const text = textOf(call.args[0]) ?? '';
  return [...text.slice(0, 20_000).matchAll(creating)].map(([, entity = '', list = '']) => [
    entity,
    list.split(/,(?![^(]*\))/).flatMap((part) => {
      const column = /^\s*[`"[]?(\w+)/.exec(part)?.[1];
      return column === undefined || isConstraint.test(column) ? [] : [column];
    }),
  ]);
}

const isConstraint = /^(primary|foreign|unique|key|constraint|check|index)$/i;

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
