import { written } from './paraphrase.ts';
import type { CallExpression, Node } from 'oxc-parser';
import { propertyOf } from '../code/constants.ts';
import type { Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { originOf } from '../javascript/parse.ts';
import type { ModelName } from '../models/names.ts';
import { quoted } from '../sql/names.ts';
import type { Chain, Link } from './chain.ts';
import { chainOf } from './chain.ts';
import { mongoAccess } from './documents/mongo-access.ts';
import { conditionOf } from './conditions.ts';
import type { QueryDraft } from './draft.ts';
import type { Mapper } from './receivers.ts';
import { receiverOf } from './receivers.ts';

type Form =
  | 'list'
  | 'one'
  | 'byKey'
  | 'count'
  | 'insert'
  | 'update'
  | 'updateByKey'
  | 'delete'
  | 'deleteByKey'
  | 'builder';

/** What the methods of a mapper do, and where they take their condition from. */
interface MethodForm {
  readonly form: Form;
  /** The condition is this argument itself, not its `where`. */
  readonly bare?: number;
  /** The options are this argument; else the first. */
  readonly options?: number;
}

const typeorm: Readonly<Record<string, MethodForm>> = {
  find: { form: 'list' },
  findBy: { form: 'list', bare: 0 },
  findAndCount: { form: 'list' },
  findAndCountBy: { form: 'list', bare: 0 },
  findOne: { form: 'one' },
  findOneOrFail: { form: 'one' },
  findOneBy: { form: 'one', bare: 0 },
  findOneByOrFail: { form: 'one', bare: 0 },
  count: { form: 'count' },
  countBy: { form: 'count', bare: 0 },
  exists: { form: 'count' },
  exist: { form: 'count' },
  existsBy: { form: 'count', bare: 0 },
  save: { form: 'insert' },
  insert: { form: 'insert' },
  upsert: { form: 'insert' },
  update: { form: 'update', bare: 0 },
  increment: { form: 'update', bare: 0 },
  decrement: { form: 'update', bare: 0 },
  softDelete: { form: 'update', bare: 0 },
  delete: { form: 'delete', bare: 0 },
  remove: { form: 'deleteByKey' },
  createQueryBuilder: { form: 'builder' },
};

const sequelize: Readonly<Record<string, MethodForm>> = {
  findAll: { form: 'list' },
  findAndCountAll: { form: 'list' },
  findOne: { form: 'one' },
  findByPk: { form: 'byKey' },
  count: { form: 'count' },
  max: { form: 'count', options: 1 },
  min: { form: 'count', options: 1 },
  sum: { form: 'count', options: 1 },
  create: { form: 'insert' },
  bulkCreate: { form: 'insert' },
  upsert: { form: 'insert' },
  findOrCreate: { form: 'insert' },
  update: { form: 'update', options: 1 },
  increment: { form: 'update', options: 1 },
  decrement: { form: 'update', options: 1 },
  destroy: { form: 'delete' },
};

const mongoose: Readonly<Record<string, MethodForm>> = {
  find: { form: 'list', bare: 0 },
  distinct: { form: 'list', bare: 1 },
  aggregate: { form: 'list', bare: 9 },
  mapReduce: { form: 'list', bare: 9 },
  findOne: { form: 'one', bare: 0 },
  findById: { form: 'byKey' },
  countDocuments: { form: 'count', bare: 0 },
  estimatedDocumentCount: { form: 'count', bare: 9 },
  exists: { form: 'one', bare: 0 },
  create: { form: 'insert' },
  insertMany: { form: 'insert' },
  bulkWrite: { form: 'update', bare: 9 },
  updateOne: { form: 'update', bare: 0 },
  updateMany: { form: 'update', bare: 0 },
  replaceOne: { form: 'update', bare: 0 },
  findOneAndUpdate: { form: 'update', bare: 0 },
  findByIdAndUpdate: { form: 'updateByKey' },
  deleteOne: { form: 'delete', bare: 0 },
  deleteMany: { form: 'delete', bare: 0 },
  findOneAndDelete: { form: 'delete', bare: 0 },
  findByIdAndDelete: { form: 'deleteByKey' },
};

const mikro: Readonly<Record<string, MethodForm>> = {
  find: { form: 'list', bare: 0 },
  findAll: { form: 'list' },
  findAndCount: { form: 'list', bare: 0 },
  findOne: { form: 'one', bare: 0 },
  findOneOrFail: { form: 'one', bare: 0 },
  count: { form: 'count', bare: 0 },
  insert: { form: 'insert' },
  nativeInsert: { form: 'insert' },
  upsert: { form: 'insert' },
  nativeUpdate: { form: 'update', bare: 0 },
  nativeDelete: { form: 'delete', bare: 0 },
};

const methods: Readonly<Record<Mapper, Readonly<Record<string, MethodForm>>>> = {
  TypeORM: typeorm,
  Sequelize: sequelize,
  Mongoose: mongoose,
  MikroORM: mikro,
};

const anyMethod = new Set(Object.values(methods).flatMap((table) => Object.keys(table)));

/** A call of a mapper's model, repository or manager as the statement it stands for. */
export function mapperCall(
  tracer: Tracer,
  models: readonly ModelName[],
  call: CallExpression,
  place: Place,
  seen: Set<Node>,
): QueryDraft | undefined {
  if (models.length === 0 || seen.has(call)) return undefined;
  const chain = chainOf(call);
  const at = chain.links.findIndex(({ name }) => anyMethod.has(name));
  const link = chain.links[at];
  if (link === undefined) return undefined;
  const found = receiverOf(
    tracer,
    models,
    { root: chain.root, links: chain.links.slice(0, at) },
    link,
    place,
  );
  if (found === undefined) return undefined;
  const form = Object.hasOwn(methods[found.mapper], link.name) ? methods[found.mapper][link.name] : undefined;
  if (form === undefined) return undefined;
  for (const each of chain.links) seen.add(each.node);
  const args = found.entityFirst ? link.args.slice(1) : link.args;
  const sql = paraphrase(tracer, found.model, form, args, chain.links.slice(at + 1), place);
  return {
    sql,
    orm: `${found.model.name}.${link.name}`,
    ...(found.mapper === 'Mongoose'
      ? { document: mongoAccess(tracer, link, chain.links.slice(at + 1), place) }
      : {}),
    inLoop: place.inLoop,
    inTransaction: place.inTransaction || passesTransaction(args),
    ...(place.within === undefined ? {} : { operation: place.within }),
    origin: originOf(place.file, link.node),
  };
}

/** `{ transaction }`, `{ session }`: the call joins a transaction that is open. */
const passesTransaction = (args: Link['args']): boolean =>
  args.some(
    (arg) => propertyOf(arg, 'transaction') !== undefined || propertyOf(arg, 'session') !== undefined,
  );

function paraphrase(
  tracer: Tracer,
  model: ModelName,
  form: MethodForm,
  args: Link['args'],
  rest: Chain['links'],
  place: Place,
): string {
  const table = model.table.split('.').map(quoted).join('.');
  const options = args[form.options ?? 0];
  const given = form.bare === undefined ? propertyOf(options, 'where') : args[form.bare];
  const unseen = form.bare === undefined && options !== undefined && options.type !== 'ObjectExpression';
  const condition = unseen ? ' where …' : given === undefined ? '' : conditionOf(tracer, model, given, place);
  const key = ` where ${quoted(model.columns.get('id') ?? (model.technology === 'Mongoose' ? '_id' : 'id'))} = $n`;
  switch (form.form) {
    case 'list':
      return written('select', table, condition, page(options, rest));
    case 'builder':
      return builderText(table, model, rest);
    case 'one':
      return written('select', table, condition, ' limit 1');
    case 'byKey':
      return written('select', table, key);
    case 'updateByKey':
      return written('update', table, key);
    case 'deleteByKey':
      return written('delete', table, key);
    default:
      return written(form.form, table, condition);
  }
}

function page(options: Node | undefined, rest: Chain['links']): string {
  const limited =
    ['limit', 'take'].some((key) => propertyOf(options, key) !== undefined) ||
    rest.some(({ name }) => name === 'limit');
  const skips =
    ['offset', 'skip'].some((key) => propertyOf(options, key) !== undefined) ||
    rest.some(({ name }) => name === 'skip');
  return `${limited ? ' limit $n' : ''}${skips ? ' offset $n' : ''}`;
}

/** `createQueryBuilder('u').where('u.id = :id').take(10).getMany()`. */
function builderText(table: string, model: ModelName, rest: Chain['links']): string {
  const conditions = rest.flatMap(({ name, args }) => {
    if (!/^(where|andWhere)$/.test(name)) return [];
    const [first] = args;
    const text = first?.type === 'Literal' && typeof first.value === 'string' ? first.value : '…';
    return [
      text
        .replaceAll(/\b\w+\.(\w+)/g, (_, name: string) => model.columns.get(name) ?? name)
        .replaceAll(/:(\.\.\.)?\w+/g, '$n')
        .replaceAll(/\(\s*\$n\s*\)/g, '(…)'),
    ];
  });
  const has = (...names: readonly string[]): boolean => rest.some(({ name }) => names.includes(name));
  const where = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
  if (has('delete', 'softDelete')) return `delete from ${table}${where}`;
  if (has('update')) return `update ${table} set …${where}`;
  if (has('insert')) return `insert into ${table} values (…)`;
  if (has('getCount')) return `select count(*) from ${table}${where}`;
  const one = has('getOne', 'getOneOrFail', 'getRawOne') && !has('take', 'limit');
  return `select * from ${table}${where}${has('take', 'limit') ? ' limit $n' : one ? ' limit 1' : ''}${has('skip', 'offset') ? ' offset $n' : ''}`;
}
