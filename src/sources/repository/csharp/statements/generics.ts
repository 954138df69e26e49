import type { SyntaxNode } from '../../languages/syntax.ts';
import { ofType } from '../../languages/syntax.ts';
import type { Member, TypeDeclaration } from '../code.ts';
import { basesOf } from '../code.ts';
import { calledIn, lastName, nameOf, typeArguments } from '../syntax.ts';
import type { Body } from './typing.ts';
import { plain, typeOf } from './typing.ts';

/** What the type parameters of a class stand for, by their names. */
export type Bound = ReadonlyMap<string, string>;

const none: Bound = new Map();

/** `Repository<T>` with `T`. */
const parametersOf = ({ node }: TypeDeclaration): readonly string[] =>
  (ofType(node, 'type_parameter_list')?.children ?? []).map((each) =>
    each.type === 'type_parameter' ? nameOf(each) || each.text : each.text,
  );

export const isGeneric = (type: TypeDeclaration): boolean => parametersOf(type).length > 0;

/** What a name of a type means where the parameters of the class around are known. */
export const standsFor = ({ bound }: Body, name: string): string => bound?.get(name) ?? name;

/** The parameters of the class that declares a method, from what the call is made on. */
export function boundFor(body: Body, at: SyntaxNode, member: Member): Bound {
  if (!isGeneric(member.type)) return none;
  const receiver = calledIn(at)?.receiver;
  const isOwn = receiver === undefined || /^(this|base)_expression$/.test(plain(receiver)?.type ?? '');
  if (isOwn)
    return body.owner === undefined ? none : along(body, body.owner, body.bound ?? none, member.type);
  const typed = typeOf(body, receiver);
  const of = body.types.typeNamed(typed);
  if (typed === undefined || of === undefined) return none;
  const given = typeArguments(typed.node).map((each) => standsFor(body, lastName(each)));
  const own = zipped(parametersOf(of), given);
  const direct = along(body, of, own, member.type);
  if (direct.size > 0) return direct;
  // An interface is told by what implements it.
  for (const heir of body.types.implementers.of(of)) {
    const found = along(body, heir, backwards(body, heir, of, given), member.type);
    if (found.size > 0) return found;
  }
  return none;
}

const zipped = (names: readonly string[], given: readonly string[]): Bound =>
  new Map(names.flatMap((name, at) => (given[at] === undefined ? [] : [[name, given[at]] as const])));

/** What a class above is given by those between. */
function along(body: Body, from: TypeDeclaration, own: Bound, target: TypeDeclaration, depth = 0): Bound {
  if (from === target) return own;
  if (depth > 6) return none;
  const { code } = body.types;
  for (const base of basesOf(code, from)) {
    const above = base.type === 'argument_list' ? undefined : code.find(lastName(base), from.file);
    if (above === undefined || above === from) continue;
    const given = typeArguments(base).map((each) => own.get(lastName(each)) ?? lastName(each));
    const found = along(body, above, zipped(parametersOf(above), given), target, depth + 1);
    if (found.size > 0) return found;
  }
  return none;
}

/** `EfRepository<T> : IRepository<T>`: its `T` is what the interface is given. */
function backwards(
  { types: { code } }: Body,
  heir: TypeDeclaration,
  above: TypeDeclaration,
  given: readonly string[],
): Bound {
  const own = parametersOf(heir);
  const base = basesOf(code, heir).find((each) => lastName(each) === above.name);
  const found = new Map<string, string>();
  for (const [at, each] of typeArguments(base).entries()) {
    const value = given[at];
    if (own.includes(lastName(each)) && value !== undefined) found.set(lastName(each), value);
  }
  return found;
}
