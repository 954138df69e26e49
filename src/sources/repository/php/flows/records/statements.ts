import { selectedBy } from '../../../flows/stored/selected.ts';
import { wholeText } from '../../../flows/value.ts';
import type { Passed } from '../calls.ts';
import type { Machine } from '../machine.ts';
import { lasting } from '../marks.ts';
import { noteWrite } from '../stored/noted.ts';
import type { Value } from '../value.ts';
import { joinAll, masking, nothing } from '../value.ts';
import type { Filter, RecordAction, Records } from './records.ts';
import { found, refer } from './references.ts';
import { writtenIn } from './written-columns.ts';
import { privileged } from './writes.ts';

const actions: readonly (readonly [RegExp, RecordAction])[] = [
  [/^[\s(]*(insert|replace)\b/i, 'create'],
  [/^[\s(]*select\b/i, 'read'],
  [/^[\s(]*update\b/i, 'change'],
  [/^[\s(]*delete\b/i, 'remove'],
];

/** Longest statement whose columns are told apart. */
const longest = 5_000;

/** Stands in a text for a value that is put into it. */
const mark = '\u0001';

/** A statement of one table, with its conditions; undefined for what looks nothing up. */
export function statementOf(value: Value): Records | undefined {
  const whole = wholeText(value);
  const parts = value.template ?? (whole === undefined ? undefined : [whole]);
  if (parts === undefined) return undefined;
  const values: Value[] = [];
  const text = parts
    .map((part) => (typeof part === 'string' ? part : `${mark}${values.push(part) - 1}${mark}`))
    .join('');
  const action = actions.find(([pattern]) => pattern.test(text))?.[1];
  const entity = /\b(?:from|update|into)\s+[`"[]?(?:\w+[.])?[`"[]?(\w+)/i.exec(text)?.[1];
  if (action === undefined || entity === undefined) return undefined;
  const at = action === 'create' ? -1 : text.search(/\bwhere\b/i);
  const where = at === -1 ? '' : text.slice(at);
  const places = new Map<string, string>();
  const selected = action === 'read' && text.length <= longest ? selectedBy(text) : undefined;
  const filters = filtersOf(where, text.slice(0, Math.max(0, at)), values, places);
  return {
    entity,
    form: 'query',
    action,
    filters,
    // Another table, or a choice of conditions, may narrow it down.
    unclear:
      /\b(or|join|union|exists|in\s*\(\s*select)\b/i.test(where) ||
      /\bjoin\b|\bfrom\s+[\w`".]+\s*,/i.test(text),
    ...(action === 'read' && !/^\s*select\s+(\w+\.)?\*/i.test(text) ? { columns: columnsOf(text) } : {}),
    ...(selected === undefined ? {} : { selected }),
    places,
    ...writtenIn(text, values, mark),
  };
}

const columnsOf = (text: string): readonly string[] =>
  (/^\s*select\s+([\s\S]*?)\s+from\b/i.exec(text)?.[1] ?? '')
    .split(',')
    .map((each) => (each.trim().split(/[.\s]/).at(-1) ?? '').replaceAll(/[`"]/g, ''));

const comparison = new RegExp(
  `([\\w.]+)[\`"\\]]?\\s*=\\s*\\(?\\s*(?:'?"?\\(?${mark}(\\d+)${mark}|(\\?|:\\w+|\\$\\d))`,
  'gi',
);

function filtersOf(
  where: string,
  before: string,
  values: readonly Value[],
  places: Map<string, string>,
): readonly Filter[] {
  return [...where.matchAll(comparison)].flatMap((match): readonly Filter[] => {
    const [all, name = '', hole, place] = match;
    const key = name.split('.').at(-1) ?? name;
    if (hole !== undefined) return [{ key, value: values[Number(hole)] ?? nothing }];
    const number =
      before.split('?').length - 1 + where.slice(0, match.index + all.length).split('?').length - 1;
    if (place !== undefined) places.set(place === '?' ? String(number) : place, key);
    return [];
  });
}

/** A value for a placeholder, by its name or its number from one. */
function bound(records: Records, name: string, value: Value, isNumber = false): Records {
  const column = records.writtenPlaces?.get(name) ?? records.writtenPlaces?.get(`:${name}`);
  const into =
    column === undefined
      ? records
      : {
          ...records,
          written: [
            ...(records.written ?? []),
            { key: column, value: isNumber ? masking(value, lasting) : value },
          ],
        };
  const key = records.places?.get(name) ?? records.places?.get(`:${name}`);
  return key === undefined ? into : { ...into, filters: [...into.filters, { key, value }] };
}

/** `$stmt->bindParam(':id', $id)`, `$stmt->bind_param('i', $id)`. */
export function withBound(records: Records, name: string, { args, nodes }: Passed): Records {
  const [first, ...rest] = args;
  if (name === 'bind_param')
    return rest.reduce(
      (all, value, at) => bound(all, String(at + 1), value, /[id]/.test(first?.text?.prefix[at] ?? '')),
      records,
    );
  const place = first === undefined ? undefined : wholeText(first);
  return place === undefined || rest[0] === undefined
    ? records
    : bound(records, place, rest[0], /PARAM_INT/.test(nodes[2]?.text ?? ''));
}

/** The values that are handed over when it runs. */
function withList(records: Records, list: Value | undefined): Records {
  let all = records;
  for (const [key, value] of list?.array?.fields ?? [])
    all = bound(all, /^\d+$/.test(key) ? String(Number(key) + 1) : key, value);
  return all;
}

/** Runs a statement: what of the request names the records, and what is found. */
export function runStatement(
  machine: Machine,
  statement: Records,
  list: Value | undefined,
  what: string,
  call: Passed,
): Value {
  const records = withList(statement, list);
  for (const { key, value, isComputed } of records.written ?? []) {
    privileged(machine, records.entity, key, value, call);
    if (isComputed !== true) noteWrite(machine, records.entity, key, value, call);
  }
  if (records.action === 'create') return nothing;
  refer(machine, records, records.action, what, call);
  return found(machine, records, 'rows', call.node, call.frame);
}

const running =
  /^(query|exec|execute|executeQuery|executeStatement|executeUpdate|fetchAssoc\w*|fetchAll\w*|fetchOne|get_row|get_results|get_var|getRow|getAll|rawQuery|select|selectOne|update|delete|statement|prepare|mysqli_query|mysql_query|pg_query|pg_query_params|mysqli_execute_query|sqlite_query|db_query|querySingle)$/i;

/** A statement that is written out is run, or prepared, by a call. */
export function statementCall(machine: Machine, name: string, call: Passed): Value | undefined {
  if (!running.test(name)) return undefined;
  const at = call.args.findIndex(
    (each) =>
      each.template !== undefined ||
      /^\s*(select|update|delete|insert|replace)\b/i.test(each.text?.prefix ?? ''),
  );
  const text = call.args[at];
  const records = text === undefined ? undefined : statementOf(text);
  if (records === undefined || text === undefined) return undefined;
  if (name === 'prepare')
    return {
      ...nothing,
      taints: text.taints,
      ...(text.text === undefined ? {} : { text: text.text }),
      records,
    };
  return runStatement(machine, records, call.args[at + 1], `filter of ${name}`, call);
}

/** What functions that fetch rows of a result give. */
export const fetchedFrom = (args: readonly Value[], isAll = false): Value | undefined => {
  const result = args.find(({ records }) => records !== undefined);
  return result?.records === undefined
    ? undefined
    : { ...joinAll([result]), records: { ...result.records, form: isAll ? 'rows' : 'row' } };
};
