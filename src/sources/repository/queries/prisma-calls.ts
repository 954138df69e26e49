import type { CallExpression, Expression, Node } from 'oxc-parser';
import { objectOf, propertyOf } from '../code/constants.ts';
import type { Tracer, Where } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { originOf } from '../javascript/parse.ts';
import { dottedName, plainKey } from '../javascript/syntax.ts';
import type { PrismaSchema } from '../prisma/schema.ts';
import { columnName, qualifiedName } from '../prisma/schema.ts';
import type { PrismaBlock } from '../prisma/syntax.ts';
import { attributeOf } from '../prisma/syntax.ts';
import { quoted } from '../sql/names.ts';
import type { QueryDraft } from './draft.ts';

const methods: Readonly<
  Record<string, 'one' | 'list' | 'groups' | 'count' | 'insert' | 'update' | 'delete'>
> = {
  findUnique: 'one',
  findUniqueOrThrow: 'one',
  findFirst: 'one',
  findFirstOrThrow: 'one',
  findMany: 'list',
  groupBy: 'groups',
  count: 'count',
  aggregate: 'count',
  create: 'insert',
  createMany: 'insert',
  createManyAndReturn: 'insert',
  upsert: 'insert',
  update: 'update',
  updateMany: 'update',
  updateManyAndReturn: 'update',
  delete: 'delete',
  deleteMany: 'delete',
};

/** Models of all schemas by the name the client gives them. */
export type Models = ReadonlyMap<string, PrismaBlock>;

export const modelsOf = (schemas: readonly PrismaSchema[]): Models =>
  new Map(
    schemas.flatMap(({ models }) =>
      [...models.values()].map(
        (model) => [model.name.charAt(0).toLowerCase() + model.name.slice(1), model] as const,
      ),
    ),
  );

/** `prisma.user.findMany({ where, take })` as the statement it stands for. */
export function prismaCall(
  tracer: Tracer,
  models: Models,
  call: CallExpression,
  place: Place,
): QueryDraft | undefined {
  const { callee } = call;
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'MemberExpression') return undefined;
  const method = plainKey(callee.property, callee.computed) ?? '';
  const name = plainKey(callee.object.property, callee.object.computed) ?? '';
  const [form, model] = [methods[method], models.get(name)];
  if (form === undefined || model === undefined) return undefined;
  if (!isClient(tracer, callee.object.object, place)) return undefined;
  const [first] = call.arguments;
  const options = objectOf(tracer, first, place);
  const given = first === undefined ? undefined : (options ?? { node: first, where: place });
  return {
    sql: paraphrase(tracer, form, model, given),
    orm: `prisma.${name}.${method}`,
    inLoop: place.inLoop,
    inTransaction: place.inTransaction,
    ...(place.within === undefined ? {} : { operation: place.within }),
    origin: originOf(place.file, call),
  };
}

/** What is known to be a Prisma client, or is not known and called like one. */
function isClient(tracer: Tracer, node: Expression, place: Place): boolean {
  const found = tracer.trace(node, place);
  if (found !== undefined) return found.package === '@prisma/client';
  return /(^|\.)(\w*prisma\w*|tx|trx|db|client)$/i.test(dottedName(node) ?? '');
}

interface Options {
  readonly node: Node;
  readonly where: Where;
}

function paraphrase(
  tracer: Tracer,
  form: (typeof methods)[string],
  model: PrismaBlock,
  options: Options | undefined,
): string {
  const table = qualifiedName(model).split('.').map(quoted).join('.');
  const condition = options === undefined ? '' : conditionOf(tracer, model, options);
  const columns = options === undefined ? [] : writtenColumns(tracer, model, options);
  switch (form) {
    case 'one':
      return `select * from ${table}${condition} limit 1`;
    case 'list':
      return `select * from ${table}${condition}${pageOf(options)}`;
    case 'groups': {
      const keys = propertyOf(options?.node, 'by') === undefined ? '' : ' group by …';
      return `select count(*) from ${table}${condition}${keys}${pageOf(options)}`;
    }
    case 'count':
      return `select count(*) from ${table}${condition}`;
    case 'insert':
      return `insert into ${table}${columns.length === 0 ? '' : ` (${columns.join(', ')})`} values (…)`;
    case 'update': {
      const values = columns.length === 0 ? '…' : columns.map((name) => `${name} = $n`).join(', ');
      return `update ${table} set ${values}${condition}`;
    }
    case 'delete':
      return `delete from ${table}${condition}`;
  }
}

function pageOf(options: Options | undefined): string {
  const has = (key: string): boolean => propertyOf(options?.node, key) !== undefined;
  // `skip: 1` beside a cursor leaves out the row the cursor stands on.
  const skips = has('skip') && !has('cursor');
  return `${has('take') ? ' limit $n' : ''}${skips ? ' offset $n' : ''}`;
}

function writtenColumns(tracer: Tracer, model: PrismaBlock, { node, where }: Options): readonly string[] {
  const data = objectOf(tracer, propertyOf(node, 'data') ?? propertyOf(node, 'create'), where);
  if (data?.node.type !== 'ObjectExpression') return [];
  return data.node.properties.flatMap((property) => {
    const key = property.type === 'Property' ? plainKey(property.key, property.computed) : undefined;
    const field = model.fields.find(({ name }) => name === key);
    return field === undefined || !holdsColumn(field) ? [] : [quoted(columnName(field))];
  });
}

/** A field that points at another model is no column; the column of a relation has a field of its own. */
const holdsColumn = (field: PrismaBlock['fields'][number]): boolean =>
  field.attributes.some(({ name }) => name.startsWith('db.')) ||
  (attributeOf(field, 'relation') === undefined && field.arity !== 'list');

/** ` where …`: columns with what they are compared by; `…` for what cannot be seen. */
function conditionOf(tracer: Tracer, model: PrismaBlock, { node, where }: Options): string {
  const given = propertyOf(node, 'where');
  if (given === undefined) return isWhole(node) ? '' : ' where …';
  const found = objectOf(tracer, given, where);
  const parts = found === undefined ? ['…'] : comparisons(tracer, model, found, 0);
  return parts.length === 0 ? '' : ` where ${parts.join(' and ')}`;
}

/** Whether all options are written in the code, so that one that is not there is not given. */
const isWhole = (node: Node): boolean =>
  node.type === 'ObjectExpression' && node.properties.every(({ type }) => type === 'Property');

const operators: Readonly<Record<string, string>> = {
  equals: '= $n',
  in: 'in (…)',
  notIn: 'not in (…)',
  not: '<> $n',
  lt: '< $n',
  lte: '<= $n',
  gt: '> $n',
  gte: '>= $n',
  contains: 'like $n',
  startsWith: 'like $n',
  endsWith: 'like $n',
};

function comparisons(
  tracer: Tracer,
  model: PrismaBlock,
  { node, where }: Options,
  depth: number,
): readonly string[] {
  if (node.type !== 'ObjectExpression' || depth > 5) return ['…'];
  return node.properties.flatMap((property): readonly string[] => {
    if (property.type !== 'Property') return ['…'];
    const key = plainKey(property.key, property.computed);
    const field = model.fields.find(({ name }) => name === key);
    const inner = objectOf(tracer, property.value, where);
    if (field === undefined) {
      // A compound key (`team_user: { team, user }`) or `AND`; `OR` and `NOT` are not told apart.
      const nested = key !== 'OR' && key !== 'NOT' && inner !== undefined;
      return nested ? comparisons(tracer, model, inner, depth + 1) : ['…'];
    }
    if (!holdsColumn(field) || field.arity === 'list') return ['…'];
    const column = quoted(columnName(field));
    if (inner?.node.type !== 'ObjectExpression') return [`${column} = $n`];
    return inner.node.properties.flatMap((one) => {
      const operator = one.type === 'Property' ? plainKey(one.key, one.computed) : undefined;
      const text = operators[operator ?? ''];
      return text === undefined ? [] : [`${column} ${text}`];
    });
  });
}
