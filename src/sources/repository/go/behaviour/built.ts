import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { Chain, Link } from './chains.ts';
import { chainOf } from './chains.ts';
import type { Body } from './typing.ts';

const narrowing =
  /^(Where|And|Or|Not|Having|In|NotIn|Eq|ID|Id|Join|Joins|Limit|Table|Model|Cols|Omit|Select|Order|OrderBy|Desc|Asc|Scopes|Preload|Unscoped|NoAutoCondition|Alias|Debug|WithContext|Context|Session|Distinct|Group|GroupBy|Offset|Clauses|From|Insert|Into|Update|Delete|Replace|Columns|Values|Set|SetMap|Suffix|Prefix|LeftJoin|InnerJoin|RightJoin|PlaceholderFormat|Column|GroupBy|OrderByClause|RemoveLimit|NewSelect|NewInsert|NewUpdate|NewDelete|ColumnExpr|Relation|WherePK|WhereGroup|WhereOr|TableExpr|On|Apply|ForUpdate|MustCols|AllCols|UseBool|Incr|Decr|SetExpr|Returning)$/;

/** `q := db.Model(&Order{}).Where(…)`, `q = q.Where(…)`, then `q.Find(&all)`: all that the name was given. */
export function linksBefore(body: Body, { root }: Chain): readonly Link[] {
  if (root.type !== 'identifier') return [];
  return builtUp(body).get(root.text) ?? [];
}

const known = new WeakMap<Body, ReadonlyMap<string, readonly Link[]>>();

function builtUp(body: Body): ReadonlyMap<string, readonly Link[]> {
  const before = known.get(body);
  if (before !== undefined) return before;
  const found = new Map<string, Link[]>();
  known.set(body, found);
  for (const { name, chain } of assignedChains(body)) {
    const links = chain.links.filter((link) => narrowing.test(link.name));
    const root = chain.root.type === 'identifier' ? found.get(chain.root.text) : undefined;
    if (links.length === 0 && root === undefined) continue;
    found.set(name, [
      ...(found.get(name) ?? []),
      ...(chain.root.text === name ? [] : (root ?? [])),
      ...links,
    ]);
  }
  return found;
}

/** Chains that a name is given, and those that are called on a name for what they do to it. */
function assignedChains(body: Body): readonly { readonly name: string; readonly chain: Chain }[] {
  const found: { readonly name: string; readonly chain: Chain }[] = [];
  walkSyntax(body.node, (at) => {
    if (at.type === 'short_var_declaration' || at.type === 'assignment_statement') {
      const [name] = inField(at, 'left')?.children ?? [];
      const [value] = inField(at, 'right')?.children ?? [];
      if (name?.type !== 'identifier' || value?.type !== 'call_expression') return;
      found.push({ name: name.text, chain: handedOn(name.text, value) ?? chainOf(value) });
    } else if (at.type === 'expression_statement' && at.children[0]?.type === 'call_expression') {
      const chain = chainOf(at.children[0]);
      if (chain.root.type === 'identifier' && chain.links.every(({ name }) => narrowing.test(name)))
        found.push({ name: chain.root.text, chain });
    }
  });
  return found;
}

/** `q = withFilter(q, filter)`: another function adds what is not seen here. */
function handedOn(name: string, call: SyntaxNode): Chain | undefined {
  const [root] = (inField(call, 'arguments')?.children ?? []).filter(({ text }) => text === name);
  const { links } = chainOf(call);
  if (root === undefined || links.length > 1) return undefined;
  const unseen: Link = { name: 'Scopes', args: [], node: call };
  return { root, links: [unseen] };
}

/** A text that is written, or a constant of the package. */
export function constantText(body: Body, node: SyntaxNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (node.type === 'interpreted_string_literal' || node.type === 'raw_string_literal')
    return node.text.slice(1, -1);
  if (node.type !== 'identifier') return undefined;
  const value = body.locals.has(node.text) ? undefined : body.file.package.values.get(node.text)?.value;
  return value?.type.endsWith('string_literal') === true ? value.text.slice(1, -1) : undefined;
}
