import { equalTo, paraphrase } from '../../queries/paraphrase.ts';
import { plural } from '../../sequelize/plural.ts';
import { inField } from '../../languages/syntax.ts';
import { snakeCase } from '../models/names.ts';
import type { Chain } from './chains.ts';
import type { MapperStatement } from './mappers.ts';
import type { Tables } from './tables.ts';
import type { Body } from './typing.ts';
import { typeOfNode } from './typing.ts';

const bunVerbs: Readonly<Record<string, 'select' | 'insert' | 'update' | 'delete'>> = {
  NewSelect: 'select',
  NewInsert: 'insert',
  NewUpdate: 'update',
  NewDelete: 'delete',
};

/** Statements of bun: `db.NewSelect().Model(&orders).Where("user_id = ?", id).Scan(ctx)`. */
export function bunStatement(tables: Tables, body: Body, chain: Chain): MapperStatement | undefined {
  const last = chain.links.at(-1);
  if (last === undefined || !/^(Scan|Exec|Count|Exists|ScanAndCount|Rows)$/.test(last.name)) return undefined;
  const begin = chain.links.find(({ name }) => Object.hasOwn(bunVerbs, name));
  const verb = begin === undefined ? undefined : bunVerbs[begin.name];
  if (verb === undefined) return undefined;
  const model = chain.links.find(({ name }) => name === 'Model')?.args[0];
  const named = chain.links.find(({ name }) => /^(Table|TableExpr)$/.test(name))?.args[0];
  const table =
    (model === undefined ? undefined : tables.of('bun', typeOfNode(body, model))) ??
    (named?.type.endsWith('string_literal') === true ? named.text.slice(1, -1).split(/\s+/)[0] : undefined);
  if (table === undefined) return undefined;
  const where = chain.links.flatMap(({ name, args }) =>
    name === 'WherePK'
      ? [equalTo('id')]
      : name.startsWith('Where')
        ? [args[0]?.type.endsWith('string_literal') === true ? plainText(args[0].text) : '…']
        : [],
  );
  const isCount = /^(Count|Exists)$/.test(last.name);
  const limited = chain.links.some(({ name }) => name === 'Limit');
  return {
    sql: paraphrase({ verb: isCount ? 'count' : verb, table, where, ...(limited ? { limit: 'given' } : {}) }),
    orm: `bun.${begin?.name ?? last.name}`,
  };
}

/** Values are put in by `?`, names of the model by `?TableAlias`. */
const plainText = (text: string): string =>
  text
    .slice(1, -1)
    .replaceAll(/\?[A-Z]\w*\./g, '')
    .replaceAll('"', '');

const entVerbs: Readonly<Record<string, 'select' | 'insert' | 'update' | 'delete'>> = {
  Query: 'select',
  Get: 'select',
  GetX: 'select',
  Create: 'insert',
  CreateBulk: 'insert',
  MapCreateBulk: 'insert',
  Update: 'update',
  UpdateOne: 'update',
  UpdateOneID: 'update',
  Delete: 'delete',
  DeleteOne: 'delete',
  DeleteOneID: 'delete',
};

const entEnds =
  /^(All|First|Only|Count|Exist|IDs|FirstID|OnlyID|Save|Exec|Scan|Get|Strings|Ints|Int|String)X?$/;

/** Statements of ent: `client.Order.Query().Where(order.UserID(id)).All(ctx)`. */
export function entStatement(body: Body, chain: Chain): MapperStatement | undefined {
  const [begin] = chain.links;
  const last = chain.links.at(-1);
  const verb = begin !== undefined && Object.hasOwn(entVerbs, begin.name) ? entVerbs[begin.name] : undefined;
  if (begin === undefined || last === undefined || verb === undefined || !entEnds.test(last.name))
    return undefined;
  if (begin === last && !begin.name.startsWith('Get')) return undefined;
  if (chain.root.type !== 'selector_expression') return undefined;
  const entity = inField(chain.root, 'field')?.text ?? '';
  const owner = typeOfNode(body, chain.root);
  const isClient = owner?.kind === 'own' && owner.name === `${entity}Client`;
  const isMade =
    owner === undefined &&
    /^[A-Z]/.test(entity) &&
    [...body.file.imports.values()].some(({ path }) => /(^|\/)ent(\/|$)/.test(path));
  if (!isClient && !isMade) return undefined;
  const byKey = /^(Get|GetX|UpdateOneID|DeleteOneID|UpdateOne|DeleteOne)$/.test(begin.name);
  const where = [
    ...(byKey ? [equalTo('id')] : []),
    ...chain.links.flatMap(({ name, args }) =>
      name === 'Where' ? args.map(({ text }) => conditionOf(text)) : [],
    ),
  ];
  const isCount = /^(Count|Exist)X?$/.test(last.name);
  const one = /^(First|Only|FirstID|OnlyID)X?$/.test(last.name);
  const limited = chain.links.some(({ name }) => name === 'Limit');
  const limit = verb !== 'select' ? undefined : one ? 'one' : limited ? 'given' : undefined;
  return {
    sql: paraphrase({
      verb: isCount ? 'count' : verb,
      table: plural(snakeCase(entity)),
      where,
      ...(limit === undefined ? {} : { limit }),
    }),
    orm: `${entity}.${begin.name}`,
  };
}

/** `order.UserIDEQ(id)` and `order.UserID(id)` compare one column. */
function conditionOf(text: string): string {
  const name = /^\w+\.([A-Z]\w*)\(/.exec(text)?.[1];
  if (
    name === undefined ||
    /(GT|LT|GTE|LTE|NEQ|NotIn|Contains|HasPrefix|HasSuffix|IsNil|NotNil|EqualFold)$/.test(name)
  )
    return '…';
  if (/^(Has|Or|And|Not)/.test(name)) return '…';
  return name.endsWith('In')
    ? `${snakeCase(name.slice(0, -2))} in (…)`
    : equalTo(snakeCase(name.replace(/EQ$/, '')));
}
