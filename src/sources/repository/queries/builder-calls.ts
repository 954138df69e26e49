import type { CallExpression, Expression, Node } from 'oxc-parser';
import { textOf } from '../code/constants.ts';
import type { Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { originOf } from '../javascript/parse.ts';
import { dottedName, plainKey } from '../javascript/syntax.ts';
import type { ModelName } from '../models/names.ts';
import { quoted } from '../sql/names.ts';
import type { Chain, Link } from './chain.ts';
import { chainOf, lastName } from './chain.ts';
import { conditionOf } from './conditions.ts';
import type { QueryDraft } from './draft.ts';

/** A statement that a query builder makes: Kysely, Knex, Drizzle. */
export function builderCall(
  tracer: Tracer,
  models: readonly ModelName[],
  call: CallExpression,
  place: Place,
  seen: Set<Node>,
): QueryDraft | undefined {
  if (seen.has(call)) return undefined;
  const chain = chainOf(call);
  const found = kysely(tracer, chain, place) ?? drizzle(models, chain) ?? knex(tracer, chain, place);
  if (found === undefined) return undefined;
  for (const { node } of chain.links) seen.add(node);
  return {
    sql: found.sql,
    orm: found.orm,
    inLoop: place.inLoop,
    inTransaction:
      place.inTransaction ||
      /^(trx|tx)$/.test(dottedName(chain.root) ?? '') ||
      chain.links.some(({ name }) => name === 'transacting'),
    ...(place.within === undefined ? {} : { operation: place.within }),
    origin: originOf(place.file, call),
  };
}

interface Built {
  readonly sql: string;
  readonly orm: string;
}

const tableText = (name: string): string =>
  name
    .replace(/\s+as\s+\w+$/i, '')
    .split('.')
    .map(quoted)
    .join('.');

/** `db.selectFrom('user').where('id', '=', id).execute()`. */
function kysely(tracer: Tracer, { links }: Chain, place: Place): Built | undefined {
  const at = links.findIndex(({ name }) =>
    /^(selectFrom|insertInto|replaceInto|updateTable|deleteFrom)$/.test(name),
  );
  const start = links[at];
  const [first] = start?.args ?? [];
  const text = first === undefined ? undefined : textOf(tracer, first, place)?.text;
  if (start === undefined || text === undefined) return undefined;
  const rest = links.slice(at + 1);
  const table = tableText(text);
  const where = comparisonText(
    rest.filter(({ name }) => name === 'where').flatMap(({ args }) => compared(tracer, args, place)),
  );
  const orm = `kysely.${start.name}`;
  if (start.name === 'selectFrom')
    return {
      orm,
      sql: `select * from ${table}${where}${limitText(rest, ['executeTakeFirst', 'executeTakeFirstOrThrow'])}`,
    };
  if (start.name === 'updateTable') return { orm, sql: `update ${table} set …${where}` };
  if (start.name === 'deleteFrom') return { orm, sql: `delete from ${table}${where}` };
  return { orm, sql: `insert into ${table} values (…)` };
}

/** `where('a', '=', x)`, `where('a', x)`, `where({ a: x })`. */
function compared(tracer: Tracer, args: Link['args'], place: Place): readonly string[] {
  const [first, second, third] = args;
  if (first === undefined) return [];
  if (first.type === 'ObjectExpression') {
    const text = conditionOf(tracer, undefined, first, place);
    return text === '' ? [] : [text.replace(/^ where /, '')];
  }
  const column = textOf(tracer, first, place)?.text;
  if (column === undefined || second === undefined) return ['…'];
  const name = quoted(column.slice(column.lastIndexOf('.') + 1));
  if (third === undefined) return [`${name} = $n`];
  const operator = second.type === 'Literal' && typeof second.value === 'string' ? second.value : '=';
  return [/^(not )?in$/i.test(operator) ? `${name} ${operator} (…)` : `${name} ${operator} $n`];
}

const comparisonText = (parts: readonly string[]): string =>
  parts.length === 0 ? '' : ` where ${parts.join(' and ')}`;

function limitText(rest: readonly Link[], one: readonly string[]): string {
  const has = (...names: readonly string[]): boolean => rest.some(({ name }) => names.includes(name));
  const limit = has('limit', 'top', 'fetch') ? ' limit $n' : has(...one) ? ' limit 1' : '';
  return `${limit}${has('offset') ? ' offset $n' : ''}`;
}

const knexVerbs =
  /^(where\w*|andWhere\w*|orWhere\w*|select|first|insert|update|del|delete|count|join|leftJoin|innerJoin|orderBy|limit|offset|pluck|max|min|sum|avg|increment|decrement|returning|distinct|groupBy|countDistinct|from|into|table|truncate|upsert|column|columns|with|as|then|transacting|onConflict|merge|ignore|whereIn)$/;

/** `knex('users').where({ id }).first()`, `trx.select().from('users')`. */
function knex(tracer: Tracer, { root, links }: Chain, place: Place): Built | undefined {
  const [first] = links;
  if (first === undefined || !isKnex(tracer, root, place)) return undefined;
  const named = first.name === '' ? first : links.find(({ name }) => /^(from|into|table)$/.test(name));
  const [given] = named?.args ?? [];
  const text = given === undefined ? undefined : textOf(tracer, given, place)?.text;
  const rest = links.filter((link) => link !== named);
  if (
    text === undefined ||
    rest.length === 0 ||
    !rest.every(
      ({ name }) =>
        knexVerbs.test(name) ||
        /^(use|clone|modify|timeout|on\w*|having\w*|union\w*|clear\w*|raw|queryContext|options|debug|forUpdate|skipLocked|toString|toSQL|stream|catch|finally|key\w*)$/.test(
          name,
        ) ||
        name === 'and' ||
        name === 'or',
    )
  )
    return undefined;
  const table = tableText(text);
  const where = comparisonText(
    rest.flatMap(({ name, args }) => {
      if (/^(where|andWhere)$/.test(name)) return compared(tracer, args, place);
      if (!/^(where|andWhere)\w+$/.test(name)) return [];
      const column = args[0] === undefined ? undefined : textOf(tracer, args[0], place)?.text;
      if (column === undefined) return ['…'];
      const plain = quoted(column.slice(column.lastIndexOf('.') + 1));
      if (name.endsWith('In')) return [`${plain} in (…)`];
      return [
        name.endsWith('NotNull') ? `${plain} is not null` : name.endsWith('Null') ? `${plain} is null` : '…',
      ];
    }),
  );
  const has = (...names: readonly string[]): boolean => rest.some(({ name }) => names.includes(name));
  const orm = `knex('${text}')`;
  if (has('insert', 'upsert')) return { orm, sql: `insert into ${table} values (…)` };
  if (has('update', 'increment', 'decrement')) return { orm, sql: `update ${table} set …${where}` };
  if (has('del', 'delete')) return { orm, sql: `delete from ${table}${where}` };
  if (has('truncate')) return { orm, sql: `truncate ${table}` };
  if (has('count', 'max', 'min', 'sum', 'avg', 'countDistinct') && !has('groupBy'))
    return { orm, sql: `select count(*) from ${table}${where}` };
  return { orm, sql: `select * from ${table}${where}${limitText(rest, ['first'])}` };
}

function isKnex(tracer: Tracer, root: Expression, place: Place): boolean {
  const found = tracer.trace(root, place);
  if (found !== undefined) return found.package === 'knex';
  return (
    (/(^|\.)(knex|trx)$|(^|\.)(db|database|pg|connection)$/i.test(dottedName(root) ?? '') &&
      /\bknex\b/i.test(place.file.text)) ||
    /(^|\.)knex$/.test(dottedName(root) ?? '')
  );
}

/** `db.select().from(users).where(eq(users.id, id)).limit(1)`, `db.query.users.findMany({ … })`. */
function drizzle(models: readonly ModelName[], { root, links }: Chain): Built | undefined {
  const tableOf = (node: Node | undefined): ModelName | undefined => {
    const name = node === undefined ? undefined : lastName(node);
    return models.find((one) => one.technology === 'Drizzle' && one.name === name);
  };
  const [first] = links;
  if (first === undefined) return undefined;
  if (/^(findMany|findFirst)$/.test(first.name) && /\.query\.\w+$/.test(dottedName(root) ?? '')) {
    const model = tableOf(root);
    if (model === undefined) return undefined;
    const [options] = first.args;
    const has = (key: string): boolean =>
      options?.type === 'ObjectExpression' &&
      options.properties.some((one) => one.type === 'Property' && plainKey(one.key, one.computed) === key);
    const limit = first.name === 'findFirst' ? ' limit 1' : has('limit') ? ' limit $n' : '';
    return {
      orm: `query.${model.name}.${first.name}`,
      sql: `select * from ${tableText(model.table)}${has('where') ? ' where …' : ''}${limit}`,
    };
  }
  const from = links.find(({ name }) => name === 'from');
  const selects = links.some(({ name }) => /^(select|selectDistinct|selectDistinctOn)$/.test(name));
  const start =
    from !== undefined && selects ? from : links.find(({ name }) => /^(insert|update|delete)$/.test(name));
  const model = tableOf(start?.args[0]);
  if (start === undefined || model === undefined) return undefined;
  const rest = links.slice(links.indexOf(start) + 1);
  const where = comparisonText(
    rest.filter(({ name }) => name === 'where').flatMap(({ args }) => drizzleCondition(model, args[0], 0)),
  );
  const table = tableText(model.table);
  const orm = `drizzle.${start === from ? 'select' : start.name}`;
  if (start.name === 'insert') return { orm, sql: `insert into ${table} values (…)` };
  if (start.name === 'update') return { orm, sql: `update ${table} set …${where}` };
  if (start.name === 'delete') return { orm, sql: `delete from ${table}${where}` };
  return { orm, sql: `select * from ${table}${where}${limitText(rest, [])}` };
}

const drizzleOperators: Readonly<Record<string, string>> = {
  eq: '= $n',
  ne: '<> $n',
  gt: '> $n',
  gte: '>= $n',
  lt: '< $n',
  lte: '<= $n',
  like: 'like $n',
  ilike: 'ilike $n',
  inArray: 'in (…)',
  notInArray: 'not in (…)',
  isNull: 'is null',
  isNotNull: 'is not null',
};

function drizzleCondition(model: ModelName, node: Node | undefined, depth: number): readonly string[] {
  if (node?.type !== 'CallExpression' || node.callee.type !== 'Identifier' || depth > 5) return ['…'];
  if (node.callee.name === 'and')
    return node.arguments.flatMap((arg) => drizzleCondition(model, arg, depth + 1));
  const operator = drizzleOperators[node.callee.name];
  const [first] = node.arguments;
  const key = first === undefined ? undefined : lastName(first);
  if (operator === undefined || key === undefined) return ['…'];
  return [`${quoted(model.columns.get(key) ?? key)} ${operator}`];
}
