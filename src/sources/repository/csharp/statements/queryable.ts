import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, ofType } from '../../languages/syntax.ts';
import { named } from '../../queries/paraphrase.ts';
import type { EntityNames } from '../entity-framework/model.ts';
import type { Called } from '../syntax.ts';
import { calledIn, lastName, parametersOf, typeArguments } from '../syntax.ts';
import { standsFor } from './generics.ts';
import type { Body } from './typing.ts';
import { plain, typeOf } from './typing.ts';

export interface Link extends Called {
  readonly node: SyntaxNode;
}

/** A query that is built: the entity it begins with, and the calls after that. */
export interface Queryable {
  readonly entity: string;
  readonly links: readonly Link[];
  /** Conditions that stand in no call: those of `where`, and what is not seen of a query that comes from elsewhere. */
  readonly conditions: readonly Condition[];
}

export interface Condition {
  readonly node: SyntaxNode;
  /** The name the row has in it. */
  readonly row: string;
}

const sets = /^(DbSet|IQueryable|IOrderedQueryable|IIncludableQueryable|ObjectSet|IDbSet)$/;

/** Calls of a chain in order, with what the first is called on. */
export function linksOf(node: SyntaxNode): { readonly root: SyntaxNode; readonly links: readonly Link[] } {
  const links: Link[] = [];
  let at: SyntaxNode | undefined = plain(node);
  while (at?.type === 'invocation_expression' && links.length < 80) {
    const called = calledIn(at);
    if (called?.receiver === undefined) break;
    links.unshift({ ...called, node: at });
    at = plain(called.receiver);
  }
  return { root: at ?? node, links };
}

/** `_db.Orders.Where(…)`, `_db.Set<Order>()`, a local that holds such a query, `from o in _db.Orders …`. */
export function queryableOf(body: Body, node: SyntaxNode | undefined, depth = 0): Queryable | undefined {
  if (node === undefined || depth > 6) return undefined;
  const { root, links } = linksOf(node);
  if (root.type === 'query_expression') return fromClause(body, root, links, depth);
  if (root.type === 'identifier' && body.values.has(root.text)) {
    const built = builtLinks(body, root.text, depth);
    if (built !== undefined) return { ...built, links: [...built.links, ...links] };
  }
  const [first, ...rest] = links;
  const [generic] = first?.generics ?? [];
  if (
    first !== undefined &&
    /^(Set|Query)$/.test(first.name) &&
    generic !== undefined &&
    first.arguments.length === 0
  )
    return { entity: standsFor(body, lastName(generic)), links: rest, conditions: [] };
  for (const [place, at] of [root, ...links.map((link) => link.node)].entries()) {
    const typed = typeOf(body, at);
    const entity =
      typed !== undefined && sets.test(lastName(typed.node))
        ? standsFor(body, lastName(typeArguments(typed.node)[0]))
        : '';
    if (typed !== undefined && entity !== '') {
      const isWhole = /^(DbSet|IDbSet|ObjectSet)$/.test(lastName(typed.node));
      return { entity, links: links.slice(place), conditions: isWhole ? [] : [{ node: at, row: '' }] };
    }
    if (place > 2) break;
  }
  return undefined;
}

/** `var q = _db.Orders; if (…) q = q.Where(…);`: everything the name is given. */
function builtLinks(body: Body, name: string, depth: number): Queryable | undefined {
  let found: Queryable | undefined;
  for (const value of body.values.get(name) ?? []) {
    const { root, links } = linksOf(value);
    if (root.type === 'identifier' && root.text === name) {
      if (found !== undefined) found = { ...found, links: [...found.links, ...links] };
    } else {
      const own = queryableOf(body, value, depth + 1);
      // Reading it ends the query: the name then holds what was read.
      if (own !== undefined && own.links.some((link) => isEnd(link.name))) return undefined;
      found = own ?? found;
    }
  }
  return found;
}

function fromClause(
  body: Body,
  node: SyntaxNode,
  links: readonly Link[],
  depth: number,
): Queryable | undefined {
  const source = ofType(node, 'from_clause')?.children.at(-1);
  const own = queryableOf(body, source, depth + 1);
  if (own === undefined) return undefined;
  const row = inField(ofType(node, 'from_clause'), 'name')?.text ?? '';
  const conditions = node.children.flatMap((child): readonly Condition[] => {
    const [body] = child.children;
    if (child.type === 'where_clause' && body !== undefined)
      return conjuncts(body).map((each) => ({ node: each, row }));
    return child.type === 'join_clause' ||
      (child.type === 'from_clause' && child !== ofType(node, 'from_clause'))
      ? [{ node: child, row: '' }]
      : [];
  });
  return {
    entity: own.entity,
    links: [...own.links, ...links],
    conditions: [...own.conditions, ...conditions],
  };
}

const ends =
  /^(ToList|ToArray|ToDictionary|ToHashSet|ToLookup|AsEnumerable|AsAsyncEnumerable|Load|ForEach|First|FirstOrDefault|Single|SingleOrDefault|Last|LastOrDefault|ElementAt|ElementAtOrDefault|Find|Any|All|Count|LongCount|Sum|Max|Min|Average|Contains|ExecuteUpdate|ExecuteDelete)(Async)?$/;

export const isEnd = (name: string): boolean => ends.test(name);

/** Conditions of a lambda as SQL: comparisons of a property of the row, joined by `&&`; `…` for anything else. */
export function conditionsOf(call: Called, names: EntityNames | undefined): readonly string[] {
  const lambda = call.arguments.find(({ value }) => value.type === 'lambda_expression')?.value;
  if (lambda === undefined) return call.arguments.length === 0 ? ['…'] : ['…'];
  const row = parametersOf(lambda)[0]?.name ?? '';
  return conjuncts(inField(lambda, 'body')).map((each) => conditionOf(each, row, names));
}

function conjuncts(node: SyntaxNode | undefined): readonly SyntaxNode[] {
  const at = plain(node);
  if (at === undefined) return [];
  if (at.type === 'binary_expression' && inField(at, 'operator')?.text === '&&')
    return [...conjuncts(inField(at, 'left')), ...conjuncts(inField(at, 'right'))];
  return [at];
}

export function conditionOf(node: SyntaxNode, row: string, names: EntityNames | undefined): string {
  const column = (side: SyntaxNode | undefined): string | undefined => {
    const at = plain(side);
    if (at?.type !== 'member_access_expression' || inField(at, 'expression')?.text !== row) return undefined;
    const property = lastName(at);
    return named(names?.columnOf(property) ?? property);
  };
  if (node.type === 'binary_expression') {
    const operator = inField(node, 'operator')?.text ?? '';
    const own = column(inField(node, 'left')) ?? column(inField(node, 'right'));
    const sql = { '==': '=', '!=': '<>', '<': '<', '>': '>', '<=': '<=', '>=': '>=' }[operator];
    return own === undefined || sql === undefined ? '…' : `${own} ${sql} $n`;
  }
  const called = calledIn(node);
  if (called?.name === 'Contains') {
    const own = column(called.arguments[0]?.value);
    return own === undefined ? '…' : `${own} in (…)`;
  }
  if (called?.name === 'Equals' && called.receiver !== undefined) {
    const own = column(called.receiver);
    return own === undefined ? '…' : `${own} = $n`;
  }
  const denied =
    node.type === 'prefix_unary_expression' && node.text.startsWith('!') ? node.children[0] : undefined;
  const flag = column(denied ?? node);
  return flag === undefined ? '…' : `${flag} = ${denied === undefined ? 'true' : 'false'}`;
}
