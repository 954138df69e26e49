import type { ParsedFile } from '../javascript/parse.ts';
import type { Node } from 'oxc-parser';
import { numberOf } from './object-numbers.ts';
import { isSecret, recordsOf } from './sinks/records.ts';
import { statementOf } from './sinks/record-statements.ts';
import type { CallFact } from './sinks/sink.ts';
import { fieldsOf } from './sinks/sink.ts';
import { holdsCaller, provesCaller } from './caller.ts';
import type { Trace, Value } from './value.ts';
import { nothing, wholeText } from './value.ts';

/** Rows that a call looked up or made, for whoever answers them. */
export interface Rows {
  readonly entity: string;
  /** It was just made, so whoever is answered knows what it was made of. */
  readonly isMade?: boolean;
  /** A field by which they were looked up; empty where all of them are meant. */
  readonly key: string;
  /** The only columns that were asked for, and those that were left out, as far as the call says. */
  readonly fields?: readonly string[];
  readonly except?: readonly string[];
  readonly file: ParsedFile;
  readonly node: Node;
}

/** A trace of rows belongs to no library: nothing but an answer looks at it. */
export const isOfRows = ({ name }: Trace): boolean => name.startsWith('rows:');

/** What a call answers, when that is rows of others than the caller. */
export function rowsOf(call: CallFact): Value {
  const records = recordsOf(call);
  if (records === undefined || records.entity === '' || records.action === 'remove') return nothing;
  const { filters, entity, action } = records;
  if (action === 'change' && !/^findOneAnd|^findByIdAnd|^(update|upsert)$/.test(call.method)) return nothing;
  if (action === 'change' && call.method === 'update' && !isPrisma(call)) return nothing;
  if (filters.some(({ key, value }) => holdsCaller(value) || provesCaller(value) || isSecret(key)))
    return nothing;
  const chosen = action === 'create' ? given(records.data) : chosenIn(call);
  if (chosen === undefined) return nothing;
  const rows: Rows = {
    entity,
    isMade: action === 'create',
    key: action === 'read' && filters.length === 0 && isUnfiltered(call) ? '' : (filters[0]?.key ?? '?'),
    ...chosen,
    file: call.frame.file,
    node: call.node,
  };
  return { ...nothing, traces: [{ name: `rows:${numberOf(call.node)}#`, rows }] };
}

const isPrisma = ({ name, written }: CallFact): boolean => /prisma/i.test(`${name} ${written}`);

/** `find()`, `findAll({ include })`, `select * from users`. */
function isUnfiltered(call: CallFact): boolean {
  const {
    method,
    args: [first],
  } = call;
  const text = statementOf(call)?.text;
  if (text !== undefined)
    return !/\b(where|join|limit)\b/i.test(text) && call.args.every(({ taints }) => taints.length === 0);
  if (/ById|ByPk|One|First|Unique|^get$|^findLast$|^findIndex$/.test(method) || first?.text !== undefined)
    return false;
  if (first === undefined) return true;
  if (first.taints.length > 0 || first.traces.length > 0) return false;
  return first.things.every(({ fields, rest }) => {
    const isPlain = rest.taints.length === 0 && rest.things.length === 0;
    return (
      isPlain &&
      [...fields.keys()].every((key) =>
        /^(include|order|orderBy|attributes|relations|raw|select|omit)$/.test(key),
      )
    );
  });
}

type Chosen = Pick<Rows, 'fields' | 'except'>;

/** A row that was just made holds what it was given, and what the database adds is no secret. */
function given(data: readonly Value[]): Chosen | undefined {
  const isOpen = data.some(
    ({ things, taints, traces }) =>
      things.length !== 1 || taints.length + traces.length > 0 || things.some(({ rest }) => rest !== nothing),
  );
  return data.length === 0 || isOpen ? undefined : { fields: data.flatMap(keysOf) };
}

/** Columns that the call itself asks for; undefined where it says so in a way that is not read. */
function chosenIn(call: CallFact): Chosen | undefined {
  const { args, method } = call;
  const [first, second] = args;
  const sql =
    first?.text?.prefix ?? (first === undefined ? undefined : fieldsOf(first, 'text')?.text?.prefix);
  if (sql !== undefined && /^[\s(]*(select|insert|update)\b/i.test(sql)) return columnsOf(sql);
  for (const options of [first, second]) {
    if (options === undefined) continue;
    const found =
      fieldsOf(options, 'attributes') ??
      fieldsOf(options, 'select') ??
      fieldsOf(options, 'projection') ??
      fieldsOf(options, 'omit') ??
      fieldsOf(options, 'fields');
    if (found !== undefined)
      return fieldsOf(options, 'omit') === found ? { except: keysOf(found) } : listed(found);
  }
  const isProjected =
    /^find(One|ById)?$/.test(method) && second !== undefined && second.callables.length === 0;
  return isProjected ? listed(second) : {};
}

const keysOf = ({ things }: Value): readonly string[] => things.flatMap(({ fields }) => [...fields.keys()]);

/** `'name -email'`, `['name']`, `{ name: true }`, `{ exclude: ['password'] }`. */
function listed(value: Value): Chosen | undefined {
  const text = wholeText(value);
  if (text !== undefined) {
    const words = text.split(/[\s,]+/).filter((word) => word !== '');
    const out = words.filter((word) => word.startsWith('-')).map((word) => word.slice(1));
    return out.length > 0 ? { except: out } : { fields: words.map((word) => word.replace(/^\+/, '')) };
  }
  const [thing] = value.things;
  if (thing === undefined || value.things.length > 1) return undefined;
  const excluded = thing.fields.get('exclude');
  if (excluded !== undefined) return { except: textsIn(excluded) };
  if (thing.kind === 'array') return { fields: textsIn(value) };
  return undefined;
}

const textsIn = ({ things }: Value): readonly string[] =>
  things.flatMap(({ fields }) => [...fields.values()].flatMap((each) => wholeText(each) ?? []));

/** `select *` of one table takes all columns; a list of plain names takes those. */
function columnsOf(sql: string): Chosen | undefined {
  if (!/^[\s(]*select\b/i.test(sql) || /\b(join|union|group\s+by)\b/i.test(sql)) return undefined;
  const list = /^[\s(]*select\s+([\s\S]{1,2000}?)\s+from\b/i.exec(sql)?.[1];
  if (list === undefined) return undefined;
  if (/^(\w+\.)?\*$/.test(list.trim())) return {};
  const names = list.split(',').map((name) => name.trim().replaceAll(/[`"[\]]/g, ''));
  return names.every((name) => /^[\w.]+$/.test(name))
    ? { fields: names.map((name) => name.split('.').at(-1) ?? name) }
    : undefined;
}

/** Steps from rows that leave them whole. */
const keeping =
  /[#.](\d+|\*|rows|data|docs|items|results|dataValues|_doc|exec\(\)|lean\(\)|sort\(\)|limit\(\)|skip\(\)|populate\(\)|first\(\)|value\(\)|where\(\)|andWhere\(\)|returning\(\)|toArray\(\)|toObject\(\)|toJSON\(\)|orderBy\(\)|get\(\)|filter\(\)|reverse\(\)|slice\(\)|catch\(\))$/;

/** What a method of rows answers, where it leaves them rows. */
export const rowsAfter = (trace: Trace, args: readonly Value[]): Value =>
  keeping.test(`${trace.name}()`) || /[#.](select|project)$/.test(trace.name)
    ? { ...nothing, traces: [{ name: `${trace.name}()`, args, on: trace }] }
    : nothing;

/** Rows that a value is, as they were looked up; undefined where something was taken of them or is not known. */
export function wholeRows(trace: Trace): Rows | undefined {
  let chosen: Chosen = {};
  let called = '';
  let steps = 0;
  for (let at: Trace | undefined = trace; at !== undefined && steps < 20; at = at.on, steps += 1) {
    if (at.rows !== undefined) return merged(at.rows, chosen);
    const isCallee = called === `${at.name}()`;
    called = at.name;
    if (isCallee) continue;
    const select = /[#.](select|project)\(\)$/.test(at.name) ? at.args?.[0] : undefined;
    const own = select === undefined ? undefined : listed(select);
    if (own !== undefined) chosen = own;
    else if (!keeping.test(at.name)) return undefined;
  }
  return undefined;
}

const merged = (rows: Rows, chosen: Chosen): Rows => ({
  ...rows,
  ...(chosen.fields === undefined ? {} : { fields: chosen.fields }),
  ...(chosen.except === undefined ? {} : { except: [...(rows.except ?? []), ...chosen.except] }),
});
