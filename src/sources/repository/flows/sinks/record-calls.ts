import { isFunctionNode } from '../../javascript/syntax.ts';
import { isFromOutside } from '../value.ts';
import { deepestFilter } from '../caller.ts';
import type { Thing, Value } from '../value.ts';
import { can } from '../marks.ts';
import type { CallFact } from './sink.ts';
import { fieldsOf, isCall } from './sink.ts';
import { entityOf, isChosen } from './record-entities.ts';

export type RecordAction = 'read' | 'change' | 'remove' | 'create';

/** A call that looks records up, changes or makes them. */
export interface RecordCall {
  /** What is stored there, by the names of the code; empty where no name tells. */
  readonly entity: string;
  readonly action: RecordAction;
  /** What must hold of the records, by key; the key of a plain id is `id`. */
  readonly filters: readonly Filter[];
  /** What is written. */
  readonly data: readonly Value[];
}

export interface Filter {
  readonly key: string;
  readonly value: Value;
}

const byId: readonly (readonly [RegExp, RecordAction])[] = [
  [/^(findById|findByPk|findByPrimary|findOneById|getById|findByIdOrFail|findByIdOrThrow)$/, 'read'],
  [/^(findByIdAndUpdate|findByIdAndReplace|updateById)$/, 'change'],
  [/^(findByIdAndDelete|findByIdAndRemove|deleteById|removeById|destroyById)$/, 'remove'],
];

const byFilter: readonly (readonly [RegExp, RecordAction])[] = [
  [
    /^(find|findOne|findAll|findFirst|findFirstOrThrow|findUnique|findUniqueOrThrow|findMany|findOneBy|findOneByOrFail|findBy|findOneOrFail|findAndCount|findAndCountAll|findAndCountBy|where|andWhere|firstWhere|getOne)$/,
    'read',
  ],
  [
    /^(update|updateOne|updateMany|findOneAndUpdate|findOneAndReplace|replaceOne|upsert|increment|decrement)$/,
    'change',
  ],
  [
    /^(delete|deleteOne|deleteMany|destroy|remove|softDelete|softRemove|findOneAndDelete|findOneAndRemove|deleteRecord)$/,
    'remove',
  ],
];

const makes =
  /^(create|createMany|insert|insertOne|insertMany|insertGraph|build|bulkCreate|save|findOrCreate)$/;

const mappers =
  /^(mongodb|mongoose|marsdb|mongojs|monk|nedb|@seald-io\/nedb|nedb-promises|lowdb|@nestjs\/mongoose|typegoose|@typegoose\/typegoose|sequelize|sequelize-typescript|typeorm|@nestjs\/typeorm|@prisma\/client|knex|objection|bookshelf|waterline|drizzle-orm|@mikro-orm\/[\w-]+|@adonisjs\/lucid|loopback|@loopback\/repository)#/;

/** Names of what stores records, where nothing else tells. */
const stores =
  /(^|\.)([A-Z]\w*|\w*([rR]epository|[rR]epo|[mM]odels?|[dD]ao|DAO|[cC]ollection|[cC]ol|[cC]oll|[eE]ntityManager))$|(^|\.)(models?|db|prisma|Models)\.\w+$/;

const builtIn = /(^|\.)(Object|Array|Map|Set|Math|JSON|Promise|Date|Reflect|Number|String|Buffer|URL)$/;

const storesByName = ({ written, trace }: CallFact): boolean =>
  (stores.test(written) && !builtIn.test(written)) || isChosen(trace);

/** A call of a library that maps records. */
export const isMapper = (call: CallFact): boolean => isCall(call, mappers);

/** Whether a call is made on what stores records. */
export const storesRecords = (call: CallFact): boolean =>
  isMapper(call) || (call.written !== '' && storesByName(call) && !/^[#@]|^(node:)?crypto#/.test(call.name));

/** What a call does to records; undefined where it is no such call. */
export function recordCall(call: CallFact): RecordCall | undefined {
  const { method } = call;
  if (call.args[0]?.callables.some((each) => each.kind === 'closure' && isFunctionNode(each.node)) === true)
    return undefined;
  const named = byId.find(([pattern]) => pattern.test(method));
  if (named !== undefined && (isMapper(call) || call.trace === undefined || !/^[#@]/.test(call.name)))
    return {
      entity: entityOf(call),
      action: named[1],
      filters: plainId(call, 0),
      data: method.startsWith('findById') || method.startsWith('update') ? call.args.slice(1, 2) : [],
    };
  if (!storesRecords(call)) return undefined;
  const action = byFilter.find(([pattern]) => pattern.test(method))?.[1];
  if (action !== undefined) return filtered(call, action);
  if (makes.test(method) || (method === 'push' && isCall(call, /^lowdb#/)))
    return { entity: entityOf(call), action: 'create', filters: [], data: dataOf(call, 0) };
  return undefined;
}

const plainId = ({ args }: CallFact, at: number): readonly Filter[] => {
  const value = args[at];
  return value === undefined ? [] : [{ key: 'id', value }];
};

/** `find({ where })`, `update(data, { where })`, `update({ where, data })`, `updateOne(filter, data)`, `delete(id)`. */
function filtered(call: CallFact, action: RecordAction): RecordCall {
  const entity = entityOf(call);
  // `manager.findOne(Order, { … })`
  const isOfManager = call.args[0]?.callables.some(({ kind }) => kind === 'class') === true;
  const [first, second] = isOfManager ? call.args.slice(1) : call.args;
  if (first === undefined) return { entity, action, filters: [], data: [] };
  const inFirst = fieldsOf(first, 'where');
  const inSecond = second === undefined ? undefined : fieldsOf(second, 'where');
  if (inFirst !== undefined)
    return {
      entity,
      action,
      filters: filtersIn(inFirst, ''),
      data: [...fieldList(first, 'data'), ...fieldList(first, 'update')],
    };
  if (inSecond !== undefined) return { entity, action, filters: filtersIn(inSecond, ''), data: [first] };
  const data = action === 'change' && second !== undefined ? [second] : [];
  if (/where$/i.test(call.method) && first.text?.whole === true)
    return { entity, action, filters: columnFilter(first.text.prefix, call.args), data: [] };
  return { entity, action, filters: filtersIn(first, ''), data };
}

const fieldList = (value: Value, key: string): readonly Value[] => {
  const found = fieldsOf(value, key);
  return found === undefined ? [] : [found];
};

/** `where('id', id)`, `where('id', '=', id)`, `where('order.id = :id', { id })`. */
function columnFilter(text: string, args: readonly Value[]): readonly Filter[] {
  const value = args.at(-1);
  if (value === undefined || args.length < 2) return [];
  if (/^[\w.]+$/.test(text)) return [{ key: lastName(text), value }];
  const column = /([\w.]+)[`"\]]?\s*=\s*[:$?@]/.exec(text)?.[1];
  return column === undefined ? [] : filtersIn(value, lastName(column));
}

const lastName = (text: string): string => text.split('.').at(-1) ?? text;

const combining = /^(\$?and|\$?or|\$?nor|not|\$?not|every|some|is)$/i;
const comparing = /^(\$?eq|\$?in|equals|\$gte?|\$lte?|contains|has|\*|\d+)$/;

/** The conditions of a filter, each with the value it compares with. */
function filtersIn(value: Value, key: string, depth = 0, above: readonly Thing[] = []): readonly Filter[] {
  if (depth > deepestFilter) return [];
  const own =
    isNaming(value) && !(key === '' && isWhole(value)) ? [{ key: key === '' ? 'id' : key, value }] : [];
  const inside = value.things.flatMap((thing) => {
    const { kind, fields, rest } = thing;
    if (kind === 'instance' || above.includes(thing)) return [];
    const parts = [...fields, ...(rest.taints.length > 0 && fields.size === 0 ? [['*', rest] as const] : [])];
    return parts.flatMap(([name, part]) => {
      const isSame = combining.test(name) || comparing.test(name);
      const inner = isSame ? key : key === '' || combining.test(key) ? name : `${key}.${name}`;
      return filtersIn(part, inner, depth + 1, [...above, thing]);
    });
  });
  // What compares without naming a record still may say who is calling.
  return [...own, ...inside];
}

/** A filter that is handed over whole names nothing by itself. */
const isWhole = ({ taints }: Value): boolean =>
  taints.some(({ source }) => /^the (?!caller)/.test(source.what));

const isNaming = (value: Value): boolean =>
  value.taints.some(({ marks }) => (marks & (can.refer | can.caller | can.record)) !== 0) ||
  isFromOutside(value);

/** `create({ data })` of Prisma, `create(data)` of the others. */
function dataOf(call: CallFact, at: number): readonly Value[] {
  const value = call.args[at];
  if (value === undefined) return [];
  const inner = fieldsOf(value, 'data');
  return [inner ?? value];
}
