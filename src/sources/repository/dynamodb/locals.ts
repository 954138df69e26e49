import type { Expression, Node } from 'oxc-parser';
import { textOf } from '../code/constants.ts';
import type { WrittenText } from '../code/constants.ts';
import type { Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { isFunctionNode, patternNames, plainKey, unwrap } from '../javascript/syntax.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** An object literal with what is assigned to its members afterwards. */
export interface ObjectShape {
  readonly place: Place;
  readonly fields: ReadonlyMap<string, Expression>;
  /** Members are spread into it or computed: it may hold more than is seen. */
  readonly open: boolean;
  readonly node: Node;
}

interface Local {
  readonly name: string;
  /** Nothing for a parameter. */
  readonly value: Expression | undefined;
  readonly span: Span;
}

/**
 * Variables of the functions of one file, by scope: the tracer knows one value for each name of a file, and many
 * functions call theirs `params`.
 */
export interface Locals {
  /** Of each node, in source order. */
  readonly visit: (node: Node, place: Place) => void;
  readonly valueOf: (name: string, at: number) => Local | undefined;
  readonly object: (node: Node | undefined, place: Place) => ObjectShape | undefined;
  readonly text: (node: Node | undefined, place: Place) => WrittenText | undefined;
  /** Functions around a place, the innermost first. */
  readonly around: (at: number) => readonly Span[];
}

const deepest = 10;

interface Added {
  readonly name: string;
  readonly key: string;
  readonly value: Expression;
  readonly at: number;
}

/** What one file declares, as far as it was visited. */
interface Declared {
  readonly path: string;
  readonly locals: Local[];
  readonly spans: Span[];
  readonly added: Added[];
}

export function createLocals(tracer: Tracer): Locals {
  let declared: Declared = { path: '', locals: [], spans: [], added: [] };
  const valueOf = (name: string, at: number): Local | undefined => valueIn(declared, name, at);
  return {
    visit: (node, place) => {
      const { path, text } = place.file;
      if (path !== declared.path)
        declared = { path, locals: [], spans: [{ start: 0, end: text.length + 1 }], added: [] };
      declare(declared, node);
    },
    valueOf,
    object: (node, place) => objectIn(tracer, declared, node, place, 0),
    text: (node, place) => {
      const plain = node === undefined ? undefined : followed(node, valueOf);
      return plain === undefined ? undefined : textOf(tracer, plain, place);
    },
    around: (at) => around(declared, at),
  };
}

const around = ({ spans }: Declared, at: number): readonly Span[] =>
  spans.filter(({ start, end }) => start <= at && at < end).toReversed();

const valueIn = ({ locals }: Declared, name: string, at: number): Local | undefined =>
  locals.findLast((local) => local.name === name && local.span.start <= at && at < local.span.end);

function declare(declared: Declared, node: Node): void {
  const { locals, spans, added } = declared;
  if (isFunctionNode(node)) {
    const span = { start: node.start, end: node.end };
    spans.push(span);
    for (const param of node.params)
      for (const name of patternNames(param)) locals.push({ name, value: undefined, span });
  }
  if (node.type === 'VariableDeclarator') {
    const span = around(declared, node.start)[0];
    const value = node.id.type === 'Identifier' ? (node.init ?? undefined) : undefined;
    // What stands outside of functions is the tracer's.
    if (span !== undefined && span.start > 0)
      for (const name of patternNames(node.id))
        locals.push({ name, value, span: { ...span, start: node.start } });
  }
  if (node.type !== 'AssignmentExpression') return;
  const assigned = memberAssigned(node.left);
  if (assigned === undefined) return;
  // What is appended is no value by itself: the member then stands for itself, which no text tells.
  const value = node.operator === '=' ? node.right : assigned.member;
  added.push({ ...assigned, value, at: node.start });
}

function objectIn(
  tracer: Tracer,
  declared: Declared,
  node: Node | undefined,
  place: Place,
  depth: number,
): ObjectShape | undefined {
  if (node === undefined || depth > deepest) return undefined;
  const follow = (next: Node | undefined, at: Place): ObjectShape | undefined =>
    objectIn(tracer, declared, next, at, depth + 1);
  if (node.type === 'ObjectExpression') return shapeOf(node, place);
  if (isWrapped(node)) return follow(node.expression, place);
  if (node.type === 'AwaitExpression') return follow(node.argument, place);
  if (node.type === 'MemberExpression') {
    const key = plainKey(node.property, node.computed);
    const outer = follow(node.object, place);
    return key === undefined || outer === undefined ? undefined : follow(outer.fields.get(key), outer.place);
  }
  if (node.type !== 'Identifier') return undefined;
  const local = place.file.path === declared.path ? valueIn(declared, node.name, node.start) : undefined;
  if (local !== undefined) {
    const shape = follow(local.value, place);
    return shape === undefined ? undefined : withAdded(shape, declared.added, local, node.start);
  }
  const found = tracer.find(node.name, place);
  return found?.binding.kind === 'value' ? follow(found.binding.node, { ...place, ...found }) : undefined;
}

/** `params.Limit = 10` between the declaration and the use. */
function withAdded(
  shape: ObjectShape,
  added: readonly Added[],
  { name, span }: Local,
  at: number,
): ObjectShape {
  const more = added.filter((one) => one.name === name && one.at >= span.start && one.at < at);
  if (more.length === 0) return shape;
  const fields = new Map([...shape.fields, ...more.map(({ key, value }) => [key, value] as const)]);
  return { ...shape, fields };
}

type Wrapped = Extract<
  Node,
  { type: 'TSAsExpression' | 'TSSatisfiesExpression' | 'TSNonNullExpression' | 'ParenthesizedExpression' }
>;

const isWrapped = (node: Node): node is Wrapped =>
  node.type === 'TSAsExpression' ||
  node.type === 'TSSatisfiesExpression' ||
  node.type === 'TSNonNullExpression' ||
  node.type === 'ParenthesizedExpression';

/** A name of a function's own variable as what was assigned to it; a parameter is nothing that is known. */
function followed(node: Node, valueOf: Locals['valueOf'], depth = 0): Node | undefined {
  if (isWrapped(node)) return followed(node.expression, valueOf, depth);
  if (node.type !== 'Identifier' || depth > deepest) return node;
  const local = valueOf(node.name, node.start);
  if (local === undefined) return node;
  return local.value === undefined ? undefined : followed(unwrap(local.value), valueOf, depth + 1);
}

function shapeOf(node: Extract<Node, { type: 'ObjectExpression' }>, place: Place): ObjectShape {
  const fields = new Map<string, Expression>();
  let open = false;
  for (const property of node.properties) {
    const key = property.type === 'Property' ? plainKey(property.key, property.computed) : undefined;
    if (key === undefined || property.type !== 'Property') open = true;
    else fields.set(key, property.value);
  }
  return { node, place, fields, open };
}

/** `params.Limit = …`. */
function memberAssigned(
  left: Node,
): { readonly name: string; readonly key: string; readonly member: Expression } | undefined {
  if (left.type !== 'MemberExpression' || left.object.type !== 'Identifier') return undefined;
  const key = plainKey(left.property, left.computed);
  return key === undefined ? undefined : { name: left.object.name, key, member: left };
}
