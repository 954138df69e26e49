import type { Node } from 'oxc-parser';
import type { Parameter } from '../../../model/api.ts';
import { isFunctionNode, plainKey, walk } from '../javascript/syntax.ts';
import type { FunctionValue } from '../javascript/value.ts';
import { acceptedPath, known, noteCall } from './request-calls.ts';
import type { Reading } from './request-reading.ts';
import { add, bindPattern, counts, pathTo, placeAt } from './request-reading.ts';
import { shapeOf } from './request-shapes.ts';
import type { CallNode } from './whole-parts.ts';
import { noteHandedOn, withOpenness } from './whole-parts.ts';

export interface ReadOptions {
  /** Framework whose request it is; Express where nothing is said. */
  readonly technology?: string;
  /** The parameter that carries the request, where it is not the first. */
  readonly named?: string;
  /** What each parameter stands for, where they are parts of the request: the empty text is the request itself. */
  readonly positions?: readonly (string | undefined)[];
  /** Only what is read in this part of the handler counts. */
  readonly within?: Node;
}

/** Helpers of helpers of a handler that are read, too. */
const deepest = 3;

/**
 * What a handler reads of its request: `req.query.page`, `const { email } = req.body`, `req.get('X-Id')`; also through
 * names the code gives to parts of it, and in functions of the target that are handed the request or a part.
 */
export function readParameters(handler: FunctionValue, options: ReadOptions = {}): readonly Parameter[] {
  const found = new Map<string, Parameter>();
  const shape = shapeOf(options.technology ?? 'express');
  const names = new Map<string, string>();
  const { within } = options;
  const reading: Reading = {
    shape,
    handler,
    names,
    found,
    wholes: new Map(),
    open: new Set(),
    closed: new Set(),
    depth: 0,
    seen: new Set(),
    methods: new Set(),
    ...(within === undefined ? {} : { within }),
  };
  const [first] = handler.node.params;
  if (options.named !== undefined) names.set(options.named, '');
  else if (options.positions !== undefined) {
    for (const [at, path] of options.positions.entries()) {
      const param = handler.node.params[at];
      if (param !== undefined && path !== undefined) bindPattern(reading, param, path);
    }
  } else if (first !== undefined) bindPattern(reading, first, '');
  read(reading);
  for (const [place, node] of reading.wholes)
    if (place === 'body' && ![...found.values()].some((each) => each.in === place))
      add(reading, place, place, node);
  return withOpenness(reading, [...found.values()]);
}

function read(reading: Reading): void {
  const { handler, names } = reading;
  const { body } = handler.node;
  if (body === null || reading.seen.has(handler.node)) return;
  reading.seen.add(handler.node);
  walk(body, (node) => {
    if (
      isFunctionNode(node) &&
      node.params.some((param) => param.type === 'Identifier' && names.has(param.name))
    )
      return false;
    visit(reading, node);
    return undefined;
  });
}

function visit(reading: Reading, node: Node): void {
  noteHandedOn(reading, node, (call) => isRead(reading, call));
  switch (node.type) {
    case 'MemberExpression':
      return noteMember(reading, node);
    case 'VariableDeclarator':
      if (node.init !== null) noteBinding(reading, node.id, node.init);
      return;
    case 'AssignmentExpression':
      if (node.operator !== '=') return;
      // What code puts into the request itself is nothing that callers bring: `req.body.owner = req.user.id`.
      if (node.left.type === 'MemberExpression') reading.methods.add(node.left);
      return noteBinding(reading, node.left, node.right);
    case 'CallExpression':
      noteCall(reading, node);
      return followCall(reading, node);
    default:
      return;
  }
}

const neverFields = /^(length|toString|hasOwnProperty|constructor)$/;

function noteMember(reading: Reading, node: Extract<Node, { type: 'MemberExpression' }>): void {
  const name = plainKey(node.property, node.computed);
  const base = pathTo(reading, node.object);
  if (name === undefined || base === undefined) return;
  const whole = base === '' ? name : `${base}.${name}`;
  if (reading.shape.files?.includes(whole) === true) return add(reading, 'file', 'body', node);
  const place = placeAt(reading, base);
  if (place === undefined || neverFields.test(name) || placeAt(reading, whole) !== undefined) return;
  if (!reading.methods.has(node)) add(reading, name, place, node);
}

/** `const { email } = req.body`, `const body = req.body`. */
function noteBinding(reading: Reading, target: Node, source: Node): void {
  const path = pathTo(reading, source) ?? acceptedPath(reading, source);
  if (path !== undefined) bindPattern(reading, target, path);
}

/** The call is read itself: its function is, or the name it asks for is what is read. */
function isRead(reading: Reading, node: CallNode): boolean {
  if (reading.depth >= deepest || node.callee.type === 'Super' || node.type === 'NewExpression') return false;
  return known(reading, node.callee)?.kind === 'function';
}

/** A function of the target that is given the request, or a part of it, is read with it. */
function followCall(reading: Reading, node: Extract<Node, { type: 'CallExpression' }>): void {
  if (reading.depth >= deepest || node.callee.type === 'Super' || !counts(reading, node)) return;
  const paths = node.arguments.map((argument) => pathTo(reading, argument));
  if (paths.every((path) => path === undefined)) return;
  const called = known(reading, node.callee);
  if (called?.kind !== 'function') return;
  const inner: Reading = {
    ...reading,
    handler: called,
    names: new Map(),
    depth: reading.depth + 1,
  };
  for (const [index, param] of called.node.params.entries()) {
    const path = paths[index];
    if (path !== undefined) bindPattern(inner, param, path);
  }
  read(inner);
}
