import type { Decorator, Node } from 'oxc-parser';
import type { ClassNode } from '../javascript/syntax.ts';
import { isFunctionNode, plainKey } from '../javascript/syntax.ts';
import { closureOf } from './expressions.ts';
import { nameFunction } from './function-names.ts';
import type { Frame, Machine, Site } from './machine.ts';
import { declare, lookup, newScope, write } from './scope.ts';
import type { Closure, Shape, Thing, Value } from './value.ts';
import { callable, join, nothing, things, traced } from './value.ts';

/** A class as a value; its name is known inside and, where it is a declaration, around it. */
export function makeClass(machine: Machine, node: ClassNode, frame: Frame): Value {
  const scope = newScope(frame.scope);
  const statics: Thing = { kind: 'object', fields: new Map(), rest: nothing, depth: machine.state.depth };
  const parent = node.superClass === null ? nothing : machine.evaluate(node.superClass, frame);
  const shape: Shape = { node, file: frame.file, scope, parent, statics };
  const value = callable({ kind: 'class', shape });
  const home: Frame = { ...frame, scope, self: value, home: shape };
  if (node.id !== null) {
    write(machine.state, declare(scope, node.id.name), value);
    if (node.type === 'ClassDeclaration') write(machine.state, declare(frame.scope, node.id.name), value);
  }
  for (const member of node.body.body) {
    if (member.type === 'StaticBlock') machine.execute(member.body, home);
    if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') continue;
    if (member.value === null) continue;
    const key = plainKey(member.key, member.computed);
    if (isFunctionNode(member.value)) {
      nameFunction(member.value, key);
      const made: Closure = {
        ...closureOf(machine, member.value, home),
        self: member.static ? value : undefined,
      };
      machine.closures.push(made);
      if (member.static && key !== undefined) statics.fields.set(key, callable(made));
    } else if (member.static && key !== undefined)
      statics.fields.set(key, machine.evaluate(member.value, home));
  }
  return value;
}

/** A new object of a class: its fields, then its constructor, those of the classes above before. */
export function constructShape(
  machine: Machine,
  shape: Shape,
  args: readonly Value[],
  site: Site | undefined,
): Value {
  const thing: Thing = {
    kind: 'instance',
    fields: new Map(),
    rest: nothing,
    shape,
    depth: machine.state.depth,
  };
  const self = things(thing);
  const traces = libraryParents(shape, 0).map((name) => ({ name: `${name}()`, args }));
  const value: Value = traces.length === 0 ? self : { ...self, traces };
  initialise(machine, shape, value, args, site, 0);
  return value;
}

function libraryParents(shape: Shape, depth: number): readonly string[] {
  const own = shape.parent.traces.map(({ name }) => name);
  if (own.length > 0 || depth > 5) return own;
  return shape.parent.callables.flatMap((each) =>
    each.kind === 'class' ? libraryParents(each.shape, depth + 1) : [],
  );
}

const deepest = 6;

export function initialise(
  machine: Machine,
  shape: Shape,
  self: Value,
  args: readonly Value[],
  site: Site | undefined,
  depth: number,
): void {
  const constructor = constructorOf(shape);
  if (constructor === undefined && depth < deepest)
    for (const above of shape.parent.callables)
      if (above.kind === 'class') initialise(machine, above.shape, self, args, site, depth + 1);
  initialiseFields(machine, shape, self);
  if (constructor === undefined) return;
  assignParameters(machine, shape, constructor, self, args);
  machine.enter(
    { kind: 'closure', node: constructor, file: shape.file, scope: shape.scope, self, home: shape },
    args,
    site,
  );
}

function constructorOf(shape: Shape): Closure['node'] | undefined {
  for (const member of shape.node.body.body)
    if (member.type === 'MethodDefinition' && member.kind === 'constructor' && member.value.body !== null)
      return member.value;
  return undefined;
}

function initialiseFields(machine: Machine, shape: Shape, self: Value): void {
  const scope = newScope(shape.scope);
  const frame: Frame = {
    file: shape.file,
    scope,
    self,
    home: shape,
    name: shape.node.id?.name ?? 'class',
    answer: { value: nothing },
  };
  for (const member of shape.node.body.body) {
    if (member.type !== 'PropertyDefinition' || member.static) continue;
    const key = plainKey(member.key, member.computed);
    if (key === undefined) continue;
    const value =
      member.value !== null
        ? machine.evaluate(member.value, frame)
        : member.typeAnnotation
          ? machine.ofType(member.typeAnnotation, frame)
          : nothing;
    for (const { fields } of self.things) fields.set(key, value);
  }
}

/** `constructor(private readonly users: Users)` declares a field; a container gives what the type says. */
function assignParameters(
  machine: Machine,
  shape: Shape,
  constructor: Closure['node'],
  self: Value,
  args: readonly Value[],
): void {
  const frame: Frame = {
    file: shape.file,
    scope: shape.scope,
    self,
    home: shape,
    name: 'constructor',
    answer: { value: nothing },
  };
  for (const [at, parameter] of constructor.params.entries()) {
    if (parameter.type !== 'TSParameterProperty') continue;
    const inner: Node =
      parameter.parameter.type === 'AssignmentPattern' ? parameter.parameter.left : parameter.parameter;
    if (inner.type !== 'Identifier') continue;
    const given = args[at];
    const value =
      given !== undefined && given !== nothing
        ? given
        : parameter.decorators.some(isRequest)
          ? traced('@req#')
          : inner.typeAnnotation
            ? machine.ofType(inner.typeAnnotation, frame)
            : nothing;
    for (const { fields } of self.things) fields.set(inner.name, value);
  }
}

/** `@Inject(REQUEST)`: an object of its own for each request. */
const isRequest = ({ expression }: Decorator): boolean =>
  expression.type === 'CallExpression' &&
  expression.callee.type === 'Identifier' &&
  expression.callee.name === 'Inject' &&
  expression.arguments.some((each) => each.type === 'Identifier' && each.name === 'REQUEST');

/** The one object of a class that a container hands to everybody who asks for its type. */
export function sharedInstance(machine: Machine, shape: Shape): Value {
  const known = shape.instance;
  if (known !== undefined) return known;
  shape.instance = nothing;
  shape.instance = machine.construct(shape, [], undefined);
  return shape.instance;
}

/** What a type annotation gives: the object of a class, or of a class or interface of a library. */
export function valueOfType(machine: Machine, type: Node, frame: Frame): Value {
  switch (type.type) {
    case 'TSTypeAnnotation':
      return valueOfType(machine, type.typeAnnotation, frame);
    case 'TSUnionType':
    case 'TSIntersectionType':
      return type.types.map((each) => valueOfType(machine, each, frame)).reduce(join, nothing);
    case 'TSTypeLiteral':
      return literalType(machine, type, frame);
    case 'TSTypeQuery':
      return type.exprName.type === 'Identifier' ? machine.evaluate(type.exprName, frame) : nothing;
    case 'TSTypeReference':
      return referencedType(machine, type, frame);
    default:
      return nothing;
  }
}

function referencedType(
  machine: Machine,
  type: Extract<Node, { type: 'TSTypeReference' }>,
  frame: Frame,
): Value {
  const { typeName } = type;
  if (typeName.type === 'TSQualifiedName') {
    const owner = typeName.left.type === 'Identifier' ? machine.evaluate(typeName.left, frame) : nothing;
    return instances(machine, machine.member(owner, typeName.right.name, type, frame));
  }
  if (typeName.type !== 'Identifier') return nothing;
  const inner = type.typeArguments?.params[0];
  if (/^(Promise|Readonly|Partial|NonNullable|Awaited|InstanceType|ReturnType)$/.test(typeName.name))
    return inner === undefined ? nothing : valueOfType(machine, inner, frame);
  if (lookup(frame.scope, typeName.name) === undefined) return nothing;
  return instances(machine, machine.evaluate(typeName, frame));
}

function instances(machine: Machine, value: Value): Value {
  const made = value.callables.flatMap((each) =>
    each.kind === 'class' ? [sharedInstance(machine, each.shape)] : [],
  );
  const traces = value.traces.flatMap(({ name }) => (name.startsWith('#') ? [] : [{ name: `${name}()` }]));
  return made.reduce(join, { ...nothing, traces });
}

function literalType(machine: Machine, type: Extract<Node, { type: 'TSTypeLiteral' }>, frame: Frame): Value {
  const fields = new Map<string, Value>();
  for (const member of type.members) {
    if (member.type !== 'TSPropertySignature' || !member.typeAnnotation) continue;
    const key = plainKey(member.key, member.computed);
    const value = valueOfType(machine, member.typeAnnotation, frame);
    if (key !== undefined && value !== nothing) fields.set(key, value);
  }
  if (fields.size === 0) return nothing;
  return things({ kind: 'object', fields, rest: nothing, depth: machine.state.depth });
}
