import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, ofType } from '../../languages/syntax.ts';
import type { Member, TypeDeclaration } from '../code.ts';
import { calledIn, lastName, typeArguments } from '../syntax.ts';
import type { Bound } from './generics.ts';
import type { Typed, Types } from './types.ts';

/** A body that is walked, with the types of its names as far as they were seen. */
export interface Body {
  readonly types: Types;
  readonly file: string;
  readonly node: SyntaxNode;
  /** Absent: statements of a file without a class. */
  readonly owner?: TypeDeclaration;
  readonly locals: Map<string, Typed>;
  /** What each local was given, in order. */
  readonly values: Map<string, SyntaxNode[]>;
  /** Types that were asked for: those of the parts of a long chain are asked for again and again. */
  readonly known: Map<SyntaxNode, Typed | undefined>;
  /** What the type parameters of the class around stand for. */
  readonly bound?: Bound;
}

/** Awaiting, casting, and saying that something is not null changes nothing here. */
export function plain(node: SyntaxNode | undefined): SyntaxNode | undefined {
  let at = node;
  while (
    at !== undefined &&
    /^(await_expression|parenthesized_expression|postfix_unary_expression)$/.test(at.type)
  )
    at = at.children[0];
  return at;
}

export function typeOf(body: Body, given: SyntaxNode | undefined, depth = 0): Typed | undefined {
  const node = plain(given);
  if (node === undefined || depth > 14) return undefined;
  if (body.known.has(node)) return body.known.get(node);
  const found = freshType(body, node, depth);
  body.known.set(node, found);
  return found;
}

function freshType(body: Body, node: SyntaxNode, depth: number): Typed | undefined {
  const { types, owner, file } = body;
  switch (node.type) {
    case 'identifier':
      return (
        body.locals.get(node.text) ??
        (owner === undefined ? undefined : types.memberOf(owner, node.text)) ??
        (/^[A-Z]/.test(node.text) ? { node, file } : undefined)
      );
    case 'this_expression':
    case 'base_expression':
      return owner === undefined ? undefined : selfType(owner);
    case 'generic_name':
      return { node, file };
    case 'member_access_expression': {
      const on = inField(node, 'expression');
      const of = types.typeNamed(typeOf(body, on, depth + 1));
      return of === undefined ? undefined : types.memberOf(of, lastName(node));
    }
    case 'object_creation_expression': {
      const type = inField(node, 'type');
      return type === undefined ? undefined : { node: type, file };
    }
    case 'cast_expression': {
      const type = inField(node, 'type');
      return type === undefined ? undefined : { node: type, file };
    }
    case 'as_expression': {
      const type = inField(node, 'right');
      return type === undefined ? undefined : { node: type, file };
    }
    case 'element_access_expression':
      return elementOf(typeOf(body, inField(node, 'expression'), depth + 1));
    case 'invocation_expression':
      return answerOf(body, node, depth);
    default:
      return undefined;
  }
}

const selfType = (owner: TypeDeclaration): Typed | undefined => {
  const name = inField(owner.node, 'name');
  return name === undefined ? undefined : { node: name, file: owner.file };
};

function answerOf(body: Body, node: SyntaxNode, depth: number): Typed | undefined {
  const called = calledIn(node);
  if (called === undefined) return undefined;
  const [generic] = called.generics;
  if (
    /^(GetRequiredService|GetService|GetRequiredKeyedService|Resolve)$/.test(called.name) &&
    generic !== undefined
  )
    return { node: generic, file: body.file };
  const [found] = calledMethods(body, node, depth);
  const returns = found === undefined ? undefined : inField(found.node, 'returns');
  if (found !== undefined && returns !== undefined)
    return unwrapped({ node: returns, file: found.type.file });
  const on = called.receiver === undefined ? undefined : typeOf(body, called.receiver, depth + 1);
  if (
    on !== undefined &&
    /^(First|Single|Last)(OrDefault)?(Async)?$|^(Find|ElementAt|Min|Max)(Async)?$/.test(called.name)
  )
    return elementOf(on);
  if (on !== undefined && /^(ToList|ToArray|ToHashSet|AsEnumerable)(Async)?$/.test(called.name))
    return listOf(on);
  if (on !== undefined && keeping.test(called.name)) return on;
  return undefined;
}

const keeping =
  /^(Where|OrderBy|OrderByDescending|ThenBy|Skip|Take|Distinct|Include|AsNoTracking|AsQueryable|Reverse|Append|Concat|ConfigureAwait)$/;

/** What was read of a query is a list: nothing more is asked of the database. */
function listOf(typed: Typed): Typed | undefined {
  const element = elementOf(typed);
  if (element === undefined) return undefined;
  const { node } = element;
  const place = { start: node.start, line: node.line };
  const name: SyntaxNode = { type: 'identifier', text: 'List', ...place, children: [] };
  const given: SyntaxNode = {
    type: 'type_argument_list',
    text: `<${node.text}>`,
    ...place,
    children: [node],
  };
  const list = { type: 'generic_name', text: `List<${node.text}>`, ...place, children: [name, given] };
  return { node: list, file: element.file };
}

/** What a task or an optional is made of. */
function unwrapped({ node, file }: Typed): Typed {
  if (node.type === 'nullable_type') return unwrapped({ node: node.children[0] ?? node, file });
  const [inner] = typeArguments(node);
  return /^(Task|ValueTask|ActionResult)$/.test(lastName(node)) && inner !== undefined
    ? unwrapped({ node: inner, file })
    : { node, file };
}

const lists =
  /^(List|IList|IEnumerable|ICollection|IReadOnlyList|IReadOnlyCollection|HashSet|ISet|IQueryable|DbSet|IOrderedQueryable|IOrderedEnumerable|Collection|IAsyncEnumerable|Array|ConcurrentBag|Queue|Stack|ImmutableList|ImmutableArray)$/;

export function elementOf(typed: Typed | undefined): Typed | undefined {
  if (typed === undefined) return undefined;
  const { node, file } = typed;
  if (node.type === 'nullable_type') return elementOf({ node: node.children[0] ?? node, file });
  const inner =
    node.type === 'array_type'
      ? node.children[0]
      : lists.test(lastName(node))
        ? typeArguments(node)[0]
        : lastName(node).endsWith('Dictionary')
          ? typeArguments(node)[1]
          : undefined;
  return inner === undefined ? undefined : { node: inner, file };
}

/** Methods of the target that a call may run: of an interface those of its implementations, when they are few. */
export function calledMethods(body: Body, call: SyntaxNode, depth = 0): readonly Member[] {
  const called = calledIn(call);
  if (called === undefined) return [];
  const { types, owner } = body;
  const arity = called.arguments.length;
  if (called.receiver === undefined)
    return owner === undefined ? [] : types.methods(owner, called.name, arity).filter(hasBody).slice(0, 1);
  const on = types.typeNamed(typeOf(body, called.receiver, depth + 1));
  const own = on === undefined ? [] : methodsIn(types, on, called.name, arity);
  if (own.length > 0) return own;
  const extension = types.implementers.extension(called.name);
  return extension === undefined ? [] : [extension];
}

export const hasBody = ({ node }: Member): boolean =>
  inField(node, 'body') !== undefined || ofType(node, 'arrow_expression_clause') !== undefined;

/** One of a few is chosen when the application is put together: any of them may run. */
const mostImplementations = 3;

export function methodsIn(types: Types, on: TypeDeclaration, name: string, arity: number): readonly Member[] {
  const found = types.methods(on, name, arity);
  const [first] = found;
  if (first === undefined) return [];
  if (hasBody(first) && on.node.type !== 'interface_declaration') return [first];
  const heirs = types.implementers.of(on);
  const runs = heirs.flatMap((heir) => types.methods(heir, name, arity).filter(hasBody).slice(0, 1));
  const unique = runs.filter((each, place) => runs.findIndex(({ node }) => node === each.node) === place);
  return unique.length > mostImplementations ? [] : unique;
}
