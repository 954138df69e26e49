import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { equalTo, paraphrase } from '../../queries/paraphrase.ts';
import type { Chain, Link } from './chains.ts';
import { constantText, linksBefore } from './built.ts';
import type { Engine } from './engines.ts';
import type { Tables } from './tables.ts';
import type { Body } from './typing.ts';
import { typeOfNode } from './typing.ts';

export interface MapperStatement {
  readonly sql: string;
  readonly orm: string;
  readonly limited?: boolean;
}

type Verb = 'select' | 'count' | 'insert' | 'update' | 'delete';

interface Finisher {
  readonly verb: Verb;
  readonly one?: boolean;
  /** Its own arguments hold conditions from this place on. */
  readonly conditions?: number;
}

const gorm: Readonly<Record<string, Finisher>> = {
  Find: { verb: 'select', conditions: 1 },
  First: { verb: 'select', one: true, conditions: 1 },
  Last: { verb: 'select', one: true, conditions: 1 },
  Take: { verb: 'select', one: true, conditions: 1 },
  Scan: { verb: 'select' },
  Pluck: { verb: 'select' },
  Rows: { verb: 'select' },
  Row: { verb: 'select', one: true },
  FindInBatches: { verb: 'select', one: true },
  FirstOrInit: { verb: 'select', one: true, conditions: 1 },
  FirstOrCreate: { verb: 'insert' },
  Count: { verb: 'count' },
  Create: { verb: 'insert' },
  CreateInBatches: { verb: 'insert' },
  Save: { verb: 'update' },
  Update: { verb: 'update' },
  Updates: { verb: 'update' },
  UpdateColumn: { verb: 'update' },
  UpdateColumns: { verb: 'update' },
  Delete: { verb: 'delete', conditions: 1 },
};

const xorm: Readonly<Record<string, Finisher>> = {
  Find: { verb: 'select', conditions: 1 },
  Get: { verb: 'select', one: true },
  FindAndCount: { verb: 'select', conditions: 1 },
  Iterate: { verb: 'select', one: true },
  Rows: { verb: 'select', one: true },
  Count: { verb: 'count' },
  Exist: { verb: 'count' },
  Sum: { verb: 'count' },
  SumInt: { verb: 'count' },
  Insert: { verb: 'insert' },
  InsertOne: { verb: 'insert' },
  InsertMulti: { verb: 'insert' },
  Update: { verb: 'update' },
  Delete: { verb: 'delete' },
};

/** A call of GORM or xorm that ends a statement, as that statement. */
export function mapperStatement(
  tables: Tables,
  body: Body,
  chain: Chain,
  engine: 'gorm' | 'xorm',
): MapperStatement | undefined {
  const last = chain.links.at(-1);
  const finishers = engine === 'gorm' ? gorm : xorm;
  const finisher =
    last !== undefined && Object.hasOwn(finishers, last.name) ? finishers[last.name] : undefined;
  if (last === undefined || finisher === undefined) return undefined;
  const links = [...linksBefore(body, chain), ...chain.links.slice(0, -1)];
  if (links.some(({ name }) => /^(Raw|SQL|Sql)$/.test(name))) return undefined;
  const table = tableIn(tables, body, engine, links, last);
  if (table === undefined) return undefined;
  const { verb } = finisher;
  const own = finisher.conditions === undefined ? [] : last.args.slice(finisher.conditions);
  const beans =
    engine === 'xorm' && /^(select|count|delete)$/.test(verb) ? last.args.slice(0, 1).filter(isFilled) : [];
  const where = [
    ...links.flatMap((link) => conditionsOf(tables, body, engine, link)),
    ...(own.length === 0 ? [] : conditionOf(tables, body, engine, own)),
    ...beans.flatMap((bean) => tables.filled(engine, body, bean)),
  ];
  const byValue = where.length === 0 && /^(update|delete)$/.test(verb) ? [equalTo('id')] : where;
  const limited = links.some(({ name }) => name === 'Limit');
  const limit =
    verb === 'select' ? (finisher.one === true ? 'one' : limited ? 'given' : undefined) : undefined;
  return {
    sql: paraphrase({
      verb,
      table,
      where: byValue,
      grouped: links.some(({ name }) => /^(Group|GroupBy|Distinct)$/.test(name)),
      ...(limit === undefined ? {} : { limit }),
    }),
    orm: `${engine}.${last.name}`,
  };
}

const isFilled = (node: SyntaxNode): boolean => {
  const inner = node.type === 'unary_expression' ? inField(node, 'operand') : node;
  return inner?.type === 'composite_literal' && (inField(inner, 'body')?.children ?? []).length > 0;
};

function tableIn(
  tables: Tables,
  body: Body,
  engine: Engine,
  links: readonly Link[],
  last: Link,
): string | undefined {
  const named = links.find(({ name }) => name === 'Table')?.args[0];
  const literal = named === undefined ? undefined : constantText(body, named);
  if (literal !== undefined) return literal.split(/\s+/)[0]?.replaceAll(/[`"]/g, '');
  const model = links.findLast(({ name }) => name === 'Model')?.args[0] ?? named;
  const told = model === undefined ? undefined : tables.of(engine, typeOfNode(body, model));
  if (told !== undefined) return told;
  for (const arg of last.args) {
    const found = tables.of(engine, typeOfNode(body, arg));
    if (found !== undefined) return found;
  }
  return undefined;
}

function conditionsOf(tables: Tables, body: Body, engine: Engine, link: Link): readonly string[] {
  switch (link.name) {
    case 'Where':
    case 'And':
      return conditionOf(tables, body, engine, link.args);
    case 'Or':
    case 'Not':
    case 'Having':
    case 'Scopes':
      return ['…'];
    case 'ID':
    case 'Id':
      return engine === 'xorm' ? [equalTo('id')] : [];
    case 'In': {
      const column = constantText(body, link.args[0]);
      return [column === undefined ? '…' : `${column} in (…)`];
    }
    default:
      return [];
  }
}

/** The text of a condition with its values, a struct or a map with values, or a key. */
function conditionOf(
  tables: Tables,
  body: Body,
  engine: Engine,
  args: readonly SyntaxNode[],
): readonly string[] {
  const [first] = args;
  if (first === undefined) return [];
  const text = constantText(body, first);
  if (text !== undefined) {
    if (/^[\w.`]+$/.test(text) && args.length > 1) return [equalTo(text.replaceAll('`', ''))];
    return text.trim() === '' ? [] : [/\bor\b/i.test(text) ? `(${text})` : text];
  }
  if (/\bEq\{/.test(first.text) && first.type === 'composite_literal')
    return tables.filled(engine, body, first);
  if (isFilled(first)) return tables.filled(engine, body, first);
  const type = typeOfNode(body, first);
  const isKey = type?.kind === 'basic' ? /int/.test(type.name) || namesKey.test(first.text) : false;
  return isKey || (args.length === 1 && type?.kind !== 'own' && namesKey.test(first.text))
    ? [equalTo('id')]
    : ['…'];
}

/** `First(&user, id)`, `Delete(&Order{}, c.Param("id"))`: the only value that is given is the key, by its name. */
const namesKey = /(^|[._])(id|uuid|pk)$|[a-z](ID|Id|UUID)$|\(\s*"(\w*_?id|\w+Id|uuid)"\s*\)$/i;
