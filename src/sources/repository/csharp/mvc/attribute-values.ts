import type { RoutePath } from '../../http/paths.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, ofType } from '../../languages/syntax.ts';
import type { Attribute } from '../attributes.ts';
import type { Code, TypeDeclaration } from '../code.ts';
import { basesOf, lineageOf, membersOf } from '../code.ts';
import type { Argument } from '../syntax.ts';
import { argumentsOf, bodyOf, lastName, nameOf, parametersOf } from '../syntax.ts';
import type { Scope } from '../texts.ts';
import { textOf } from '../texts.ts';

/** An argument whose text is known, or why it is not. */
interface Given {
  readonly name?: string;
  readonly value: RoutePath;
}

/** An attribute as its constructors make it. */
export interface Made {
  /** What the first base outside of the repository is given: `RouteAttribute("api")`. */
  readonly base: readonly Given[];
  /** The text of a property; `undefined` = there is none of that name. */
  readonly property: (name: string) => RoutePath | undefined;
}

interface Making {
  readonly code: Code;
  readonly type: TypeDeclaration;
  /** What constructors and the attribute's own arguments set. */
  readonly set: Map<string, RoutePath>;
  base: readonly Given[];
}

const notKnown = (why: string): RoutePath => ({ text: '{unresolved}', resolved: false, why });

/**
 * Makes an attribute class of the repository from its arguments: constructors and their defaults from the base down,
 * assignments to properties, properties that are computed from others. What is not that simple is not known.
 */
export function makeAttribute(code: Code, type: TypeDeclaration, attribute: Attribute, scope: Scope): Made {
  const making: Making = { code, type, set: new Map(), base: [] };
  const given = attribute.arguments.map(({ name, value }) => ({
    ...(name === undefined ? {} : { name }),
    value: textOf(code, value, scope),
  }));
  const isProperty = ({ name }: Given): boolean =>
    name !== undefined && propertyNamed(making, name) !== undefined;
  construct(
    making,
    type,
    given.filter((each) => !isProperty(each)),
    0,
  );
  for (const each of given.filter(isProperty)) making.set.set(each.name ?? '', each.value);
  return { base: making.base, property: (name) => propertyText(making, name, 0) };
}

function construct(making: Making, type: TypeDeclaration, given: readonly Given[], depth: number): void {
  const { code } = making;
  const all = membersOf(code, type).filter(
    ({ node }) => node.type === 'constructor_declaration' && !allOfType(node, 'modifier').some(isStatic),
  );
  const primary = parametersOf(type.node);
  const fitting = all.filter(({ node }) => fits(parametersOf(node), given));
  const [constructor] = fitting;
  if (depth > 10 || fitting.length > 1 || (all.length > 0 && constructor === undefined)) {
    giveUp(making, type, all);
    return;
  }
  const parameters = constructor === undefined ? primary : parametersOf(constructor.node);
  const scope = scopeOf(making, type, bound(making, type, parameters, given), depth);
  const initializer = ofType(constructor?.node, 'constructor_initializer');
  const base = constructor === undefined ? primaryBase(code, type) : initializer;
  const handed = (base === undefined ? [] : argumentsOf(base)).map((each) => textGiven(code, each, scope));
  if (initializer?.text.replace(/^:?\s*/, '').startsWith('this') === true)
    construct(making, type, handed, depth + 1);
  else above(making, type, handed, depth);
  if (constructor !== undefined) assign(making, bodyOf(constructor.node), scope);
}

const isStatic = ({ text }: SyntaxNode): boolean => text === 'static';

/** Goes on with the class above, or keeps what a class outside of the repository is given. */
function above(making: Making, type: TypeDeclaration, handed: readonly Given[], depth: number): void {
  const parent = lineageOf(making.code, type).types[1];
  if (parent === undefined) making.base = handed;
  else construct(making, parent, handed, depth + 1);
}

/** Which constructor runs is not known: nothing that any of them sets is. */
function giveUp(making: Making, type: TypeDeclaration, all: readonly { readonly node: SyntaxNode }[]): void {
  const unknown = notKnown(`which constructor of ${type.name} runs is not known`);
  for (const { node } of all) forget(making, node.text, unknown);
  making.base = [{ value: unknown }];
  for (const each of lineageOf(making.code, type).types) forget(making, each.node.text, unknown);
}

const textGiven = (code: Code, { name, value }: Argument, scope: Scope): Given => ({
  ...(name === undefined ? {} : { name }),
  value: textOf(code, value, scope),
});

const fits = (
  parameters: readonly { readonly name: string; readonly hasDefault: boolean }[],
  given: readonly Given[],
): boolean => {
  const positional = given.filter(({ name }) => name === undefined).length;
  return (
    given.length <= parameters.length &&
    given.every(({ name }) => name === undefined || parameters.some((each) => each.name === name)) &&
    parameters.every(
      ({ name, hasDefault }, at) => hasDefault || at < positional || given.some((each) => each.name === name),
    )
  );
};

function bound(
  { code }: Making,
  type: TypeDeclaration,
  parameters: ReturnType<typeof parametersOf>,
  given: readonly Given[],
): ReadonlyMap<string, RoutePath> {
  const positional = given.filter(({ name }) => name === undefined);
  return new Map(
    parameters.map(({ name, node, hasDefault }, at) => {
      const value = given.find((each) => each.name === name)?.value ?? positional[at]?.value;
      if (value !== undefined) return [name, value];
      const written = hasDefault ? node.children.at(-1) : undefined;
      const scope = { file: type.file, type };
      return [name, written === undefined ? notKnown(`${name} is not given`) : textOf(code, written, scope)];
    }),
  );
}

/** `class V3(string resource) : Versioned(3, resource)`. */
const primaryBase = (code: Code, type: TypeDeclaration): SyntaxNode | undefined =>
  basesOf(code, type)
    .map((base) => (base.type === 'argument_list' ? base : ofType(base, 'argument_list')))
    .find((each) => each !== undefined);

/** Assignments that stand in the constructor itself; whatever else it may set is not known. */
function assign(making: Making, body: SyntaxNode | undefined, scope: Scope): void {
  const statements = body?.type === 'block' ? body.children : (body?.children ?? []);
  for (const statement of statements) {
    const assignment =
      statement.type === 'assignment_expression' ? statement : ofType(statement, 'assignment_expression');
    const [left, right] = [inField(assignment, 'left'), inField(assignment, 'right')];
    const name =
      left?.type === 'member_access_expression' || left?.type === 'identifier' ? lastName(left) : '';
    const isPlain = assignment !== undefined && /^[\w.@\s]+=(?!=)/.test(assignment.text);
    if (name !== '' && isPlain && right?.type !== 'assignment_expression')
      making.set.set(name, textOf(making.code, right, scope));
    else forget(making, statement.text, notKnown('an attribute sets it on a condition'));
  }
}

function forget(making: Making, text: string, value: RoutePath): void {
  for (const [, name = ''] of text.matchAll(/\b(\w+)\s*(?:[-+*/%|&^]|\?\?)?=(?![=>])/g))
    making.set.set(name, value);
}

const scopeOf = (
  making: Making,
  type: TypeDeclaration,
  parameters: ReadonlyMap<string, RoutePath>,
  depth: number,
): Scope => ({
  file: type.file,
  type,
  local: (name) => parameters.get(name) ?? propertyText(making, name, depth + 1),
  own: (name) => propertyText(making, name, depth + 1),
});

const propertyNamed = ({ code, type }: Making, name: string): SyntaxNode | undefined =>
  lineageOf(code, type)
    .types.flatMap((each) => membersOf(code, each))
    .find(({ node }) => node.type === 'property_declaration' && nameOf(node) === name)?.node;

function propertyText(making: Making, name: string, depth: number): RoutePath | undefined {
  const { code, type } = making;
  if (depth > 20) return notKnown(`${name} is not known`);
  for (const each of lineageOf(code, type).types)
    for (const { node, type: part } of membersOf(code, each)) {
      if (node.type !== 'property_declaration' || nameOf(node) !== name) continue;
      const scope = scopeOf(making, part, new Map(), depth);
      const computed = getterOf(node);
      if (computed !== undefined) return textOf(code, computed, scope);
      const initial = inField(node, 'value');
      return (
        making.set.get(name) ??
        (initial === undefined || hasGetterBody(node)
          ? notKnown(`${name} is not set`)
          : textOf(code, initial, scope))
      );
    }
  return making.set.get(name);
}

/** `=> …`, `{ get => …; }` or `{ get { return …; } }`. */
function getterOf(property: SyntaxNode): SyntaxNode | undefined {
  const value = inField(property, 'value');
  if (value?.type === 'arrow_expression_clause') return value.children[0];
  const body = bodyOf(getAccessor(property) ?? property);
  if (body?.type === 'arrow_expression_clause') return body.children[0];
  const [only, ...more] = body?.type === 'block' ? body.children : [];
  return only?.type === 'return_statement' && more.length === 0 ? only.children[0] : undefined;
}

const getAccessor = (property: SyntaxNode): SyntaxNode | undefined =>
  allOfType(inField(property, 'accessors'), 'accessor_declaration').find(({ text }) =>
    /^(\w+\s+)*get\b/.test(text),
  );

const hasGetterBody = (property: SyntaxNode): boolean => {
  const accessor = getAccessor(property);
  return accessor !== undefined && bodyOf(accessor) !== undefined;
};
