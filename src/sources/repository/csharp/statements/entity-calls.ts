import type { SyntaxNode } from '../../languages/syntax.ts';
import { equalTo, paraphrase } from '../../queries/paraphrase.ts';
import type { EntityNames } from '../entity-framework/model.ts';
import { lastName, typeArguments } from '../syntax.ts';
import type { CalledStatement } from './called.ts';
import { standsFor } from './generics.ts';
import type { Link, Queryable } from './queryable.ts';
import { conditionOf, conditionsOf, isEnd, linksOf, queryableOf } from './queryable.ts';
import type { Body } from './typing.ts';
import { elementOf, typeOf } from './typing.ts';

export type Names = ReadonlyMap<string, EntityNames>;

/** The statement that a call of Entity Framework ends or asks to write. */
export function entityCall(body: Body, names: Names, node: SyntaxNode): CalledStatement | undefined {
  const { links } = linksOf(node);
  const last = links.at(-1);
  if (last === undefined) return undefined;
  return written(body, names, last) ?? read(body, names, node, last) ?? repositoryCall(body, names, last);
}

function read(body: Body, names: Names, node: SyntaxNode, last: Link): CalledStatement | undefined {
  if (!isEnd(last.name)) return undefined;
  const query = queryableOf(body, node);
  return query === undefined ? undefined : readStatement(names, query);
}

/** What a query reads once somebody asks for its rows. */
export function readStatement(names: Names, query: Queryable): CalledStatement | undefined {
  const { entity, links } = query;
  const known = names.get(entity);
  // A query of what is no entity is one of a list in memory, or of a generic parameter.
  if (known === undefined) return undefined;
  const end = links.findIndex(({ name }) => isEnd(name));
  const last = links[end === -1 ? links.length - 1 : end];
  const before = end === -1 ? links : links.slice(0, end);
  const name = end === -1 ? 'ToList' : (last?.name.replace(/Async$/, '') ?? '');
  const standing = query.conditions.map(({ node, row }) => conditionOf(node, row, known));
  const called = before.flatMap((link) =>
    /^(Where|WhereIf)$/.test(link.name) ? conditionsOf(link, known) : isKnown(link.name) ? [] : ['…'],
  );
  const where = [...standing, ...called];
  const own =
    last !== undefined &&
    end !== -1 &&
    /^(First|Single|Last|Any|Count|LongCount|All)/.test(name) &&
    last.arguments.some(({ value }) => value.type === 'lambda_expression')
      ? conditionsOf(last, known)
      : [];
  const orm = `${entity}.${last?.name ?? 'ToList'}`;
  const { table, key } = known;
  const text = (of: Parameters<typeof paraphrase>[0]): CalledStatement => ({ sql: paraphrase(of), orm });
  if (name === 'Find') return text({ verb: 'select', table, where: key.map(equalTo) });
  if (name === 'ExecuteUpdate') return text({ verb: 'update', table, where });
  if (name === 'ExecuteDelete') return text({ verb: 'delete', table, where });
  const all = [...where, ...own];
  if (/^(Any|All|Count|LongCount|Sum|Max|Min|Average|Contains)$/.test(name))
    return text({ verb: 'count', table, where: all });
  const one = /^(First|Single|Last|ElementAt)/.test(name);
  const limited = before.some((link) => /^(Take|Page|Paginate|ToPagedList)/.test(link.name));
  const grouped = before.some((link) => /^(GroupBy|DistinctBy)$/.test(link.name)) || isDistinct(before);
  return text({
    verb: 'select',
    table,
    where: all,
    grouped,
    ...(one ? { limit: 'one' } : limited ? { limit: 'given' } : {}),
  });
}

/** Different values of a part of the rows. */
const isDistinct = (links: readonly Link[]): boolean => {
  const chosen = links.findIndex(({ name }) => /^Select(Many)?$/.test(name));
  return chosen !== -1 && links.slice(chosen).some(({ name }) => name === 'Distinct');
};

/** Methods that neither narrow a query nor bound it, or whose part is read elsewhere. */
const isKnown = (name: string): boolean =>
  /^(Include|ThenInclude|AsNoTracking\w*|AsTracking|AsSplitQuery|AsSingleQuery|OrderBy|OrderByDescending|ThenBy|ThenByDescending|Select|SelectMany|Distinct|DistinctBy|Skip|Take|GroupBy|IgnoreQueryFilters|TagWith|AsQueryable|ProjectTo|Reverse|DefaultIfEmpty|Cast|ConfigureAwait|AsAsyncEnumerable|IgnoreAutoIncludes|Append|Concat|Union|Load)$/.test(
    name,
  ) || isEnd(name);

const verbs: Readonly<Record<string, 'insert' | 'update' | 'delete'>> = {
  Add: 'insert',
  AddAsync: 'insert',
  AddRange: 'insert',
  AddRangeAsync: 'insert',
  Update: 'update',
  UpdateRange: 'update',
  Remove: 'delete',
  RemoveRange: 'delete',
};

/** `_db.Orders.Add(order)`, `_db.Remove(order)`: written when the changes are saved. */
function written(body: Body, names: Names, last: Link): CalledStatement | undefined {
  const verb = Object.hasOwn(verbs, last.name) ? verbs[last.name] : undefined;
  if (verb === undefined || last.receiver === undefined || last.arguments.length === 0) return undefined;
  const entity = setEntity(body, last) ?? contextEntity(body, last);
  const known = entity === undefined ? undefined : names.get(entity);
  if (entity === undefined || known === undefined) return undefined;
  const where = verb === 'insert' ? [] : known.key.map(equalTo);
  return {
    sql: paraphrase({ verb, table: known.table, where }),
    orm: `${entity}.${last.name}`,
    collected: true,
  };
}

function setEntity(body: Body, last: Link): string | undefined {
  const query = queryableOf(body, last.receiver);
  const typed = typeOf(body, last.receiver);
  const isSet = typed !== undefined && /^(DbSet|IDbSet|ObjectSet)$/.test(lastName(typed.node));
  const isMade = linksOf(last.receiver ?? last.node).links.at(-1)?.name === 'Set';
  return query !== undefined && (isSet || isMade) ? query.entity : undefined;
}

function contextEntity(body: Body, last: Link): string | undefined {
  const typed = typeOf(body, last.receiver);
  const name = lastName(typed?.node);
  const isContext = /(Context|DbContext|Database|DataContext)$/.test(name);
  if (!isContext) return undefined;
  const argument = typeOf(body, last.arguments[0]?.value);
  const element = /Range/.test(last.name) ? elementOf(argument) : argument;
  return element === undefined ? undefined : standsFor(body, lastName(element.node));
}

const repositories = /^I?\w*(Repository|Repo|RepositoryBase|ReadRepository)$/;

/** `IRepository<Order>`: the repository of any entity tells it by its type. */
function repositoryCall(body: Body, names: Names, last: Link): CalledStatement | undefined {
  const typed = typeOf(body, last.receiver);
  if (typed === undefined || !repositories.test(lastName(typed.node))) return undefined;
  const [argument] = typeArguments(typed.node);
  const entity = standsFor(body, lastName(argument));
  const known = names.get(entity);
  if (known === undefined) return undefined;
  const { table, key } = known;
  const name = last.name.replace(/Async$/, '');
  const orm = `${entity}.${last.name}`;
  const text = (of: Omit<Parameters<typeof paraphrase>[0], 'table'>): CalledStatement => ({
    sql: paraphrase({ ...of, table }),
    orm,
  });
  if (/^(GetById|FindById|Get|Find)$/.test(name) && last.arguments.length > 0)
    return text({ verb: 'select', where: key.map(equalTo) });
  if (/^(List|ListAll|GetAll|GetAllList|FindAll)$/.test(name))
    return text({ verb: 'select', where: isGiven(last) ? ['…'] : [] });
  if (/^(FirstOrDefault|SingleOrDefault|GetBySpec|First|Single)$/.test(name))
    return text({ verb: 'select', where: ['…'], limit: 'one' });
  if (/^(Count|Any|LongCount)$/.test(name)) return text({ verb: 'count', where: isGiven(last) ? ['…'] : [] });
  if (/^(Add|AddRange|Insert|InsertMany|Create)$/.test(name)) return text({ verb: 'insert' });
  if (/^(Update|UpdateRange|Edit)$/.test(name)) return text({ verb: 'update', where: key.map(equalTo) });
  return /^(Delete|DeleteRange|Remove|DeleteById)$/.test(name)
    ? text({ verb: 'delete', where: key.map(equalTo) })
    : undefined;
}

const isGiven = (link: Link): boolean =>
  link.arguments.some(({ value }) => !/^(cancellationToken|ct|token)$/i.test(value.text));
