import type { Expression, Node } from 'oxc-parser';
import type { Parameter } from '../../../model/api.ts';
import { ownEntry } from '../javascript/own.ts';
import { originOf } from '../javascript/parse.ts';
import { lookup } from '../javascript/scope.ts';
import { isFunctionNode, plainKey, walk } from '../javascript/syntax.ts';
import type { FunctionValue, Value } from '../javascript/value.ts';
import { requestPath } from './request-paths.ts';
import type { RequestShape } from './request-shapes.ts';
import { shapeOf } from './request-shapes.ts';
import { schemaFields } from './schemas.ts';

type Place = Parameter['in'];

export interface ReadOptions {
  /** Framework whose request it is; Express where nothing is said. */
  readonly technology?: string;
  /** The parameter that carries the request, where it is not the first. */
  readonly named?: string;
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
  const reading: Reading = {
    shape,
    handler,
    names,
    found,
    wholes: new Map(),
    depth: 0,
    seen: new Set(),
    methods: new Set(),
  };
  const [first] = handler.node.params;
  if (options.named !== undefined) names.set(options.named, '');
  else if (first !== undefined) bindPattern(reading, first, '');
  read(reading);
  for (const [place, node] of reading.wholes)
    if (place === 'body' && ![...found.values()].some((each) => each.in === place))
      add(reading, place, place, node);
  return [...found.values()];
}

interface Reading {
  readonly shape: RequestShape;
  readonly handler: FunctionValue;
  /** Names of the code and the part of the request they stand for; the request itself is empty. */
  readonly names: Map<string, string>;
  readonly found: Map<string, Parameter>;
  /** Parts that were used as a whole. */
  readonly wholes: Map<Place, Node>;
  readonly depth: number;
  readonly seen: Set<Node>;
  /** Members that are called. */
  readonly methods: Set<Node>;
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
  switch (node.type) {
    case 'MemberExpression':
      return noteMember(reading, node);
    case 'VariableDeclarator':
      if (node.init !== null) noteBinding(reading, node.id, node.init);
      return;
    case 'AssignmentExpression':
      if (node.operator === '=') noteBinding(reading, node.left, node.right);
      return;
    case 'CallExpression':
      return noteCall(reading, node);
    default:
      return;
  }
}

function add(reading: Reading, name: string, place: Place, node: Node, more: Partial<Parameter> = {}): void {
  const key = `${place}:${place === 'header' ? name.toLowerCase() : name}`;
  if (reading.found.has(key) || name === '' || name.startsWith('#')) return;
  const origin = originOf(reading.handler.file, node);
  reading.found.set(key, { name, in: place, required: false, origin, ...more });
}

const pathTo = (reading: Reading, node: Node): string | undefined =>
  requestPath(node, (name) => reading.names.get(name));

/** The place a path names: `request.body` as such, also behind what keeps it (`request.body || {}`). */
const placeAt = (reading: Reading, path: string | undefined): Place | undefined =>
  path === undefined ? undefined : ownEntry(reading.shape.places, path);

/** Members of every list, text or object: when they are called, no field of that name is read. */
const inherited =
  /^(map|filter|forEach|find|some|every|includes|get|getAll|has|entries|keys|values|then|catch)$/;

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

function bindPattern(reading: Reading, target: Node, path: string): void {
  switch (target.type) {
    case 'Identifier':
      reading.names.set(target.name, path);
      noteWhole(reading, path, target);
      return;
    case 'AssignmentPattern':
      return bindPattern(reading, target.left, path);
    case 'TSParameterProperty':
      return bindPattern(reading, target.parameter, path);
    case 'ObjectPattern':
      for (const property of target.properties) {
        if (property.type === 'RestElement') continue;
        const name = plainKey(property.key, property.computed);
        if (name === undefined) continue;
        const place = placeAt(reading, path);
        if (place !== undefined) add(reading, name, place, property);
        else bindPattern(reading, property.value, path === '' ? name : `${path}.${name}`);
      }
      return;
    default:
      return;
  }
}

function noteWhole(reading: Reading, path: string, node: Node): void {
  const place = placeAt(reading, path);
  if (place !== undefined && !reading.wholes.has(place)) reading.wholes.set(place, node);
}

/** Calls that hand on what they accept: `schema.parse(req.body)`, `matchedData(req)`. */
const accepting =
  /^(parse|parseAsync|validate|validateAsync|validateSync|cast|assert|plainTo(Class|Instance)|JSON|sanitize|create)$/;

function acceptedPath(reading: Reading, node: Node): string | undefined {
  if (node.type === 'AwaitExpression') return acceptedPath(reading, node.argument);
  if (node.type !== 'CallExpression') return undefined;
  const name = calleeName(node.callee);
  if (name === undefined || !accepting.test(name)) return undefined;
  for (const argument of node.arguments) {
    const path = pathTo(reading, argument);
    if (path !== undefined && placeAt(reading, path) !== undefined) return path;
  }
  return undefined;
}

const calleeName = (callee: Node): string | undefined => {
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' ? plainKey(callee.property, callee.computed) : undefined;
};

function noteCall(reading: Reading, node: Extract<Node, { type: 'CallExpression' }>): void {
  const { shape } = reading;
  const { callee } = node;
  const [first, second] = node.arguments;
  if (inherited.test(calleeName(callee) ?? '')) reading.methods.add(callee);
  const path = pathTo(reading, callee);
  const text = literal(first);
  const place = path === undefined ? undefined : ownEntry(shape.calls, path);
  if (place !== undefined && text !== undefined) return add(reading, text, place, node);
  const name = calleeName(callee);
  const named = name === undefined ? undefined : ownEntry(shape.functions ?? {}, name);
  const other = literal(second);
  if (named !== undefined && other !== undefined) return add(reading, other, named, node);
  if (name === 'pick') notePicked(reading, node);
  if (path === 'request.only' || path === 'request.except') noteNames(reading, first, 'body');
  for (const argument of node.arguments) {
    const given = pathTo(reading, argument);
    if (given !== undefined) noteWhole(reading, given, node);
  }
  noteSchema(reading, node);
  followCall(reading, node);
}

const literal = (node: Node | undefined): string | undefined =>
  node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;

/** `pick(req.query, ['page', 'limit'])`. */
function notePicked(reading: Reading, node: Extract<Node, { type: 'CallExpression' }>): void {
  const [from, ...names] = node.arguments;
  const place = from === undefined ? undefined : placeAt(reading, pathTo(reading, from));
  if (place === undefined) return;
  for (const each of names) {
    const text = literal(each);
    if (text !== undefined) add(reading, text, place, each);
    noteNames(reading, each, place);
  }
}

function noteNames(reading: Reading, list: Node | undefined, place: Place): void {
  if (list?.type !== 'ArrayExpression') return;
  for (const element of list.elements) {
    const text = literal(element ?? undefined);
    if (text !== undefined && element !== null) add(reading, text, place, element);
  }
}

/** `schema.parse(req.body)`, `validate(req.query, schema)`: the schema tells the fields. */
function noteSchema(reading: Reading, node: Extract<Node, { type: 'CallExpression' }>): void {
  const place = node.arguments
    .map((argument) => placeAt(reading, pathTo(reading, argument)))
    .find((each) => each !== undefined);
  if (place === undefined) return;
  const { callee } = node;
  const candidates = [
    ...(callee.type === 'MemberExpression' ? [callee.object] : []),
    ...node.arguments.filter((argument) => argument.type !== 'SpreadElement'),
  ];
  for (const candidate of candidates)
    for (const field of schemaFields(known(reading, candidate)))
      add(reading, field.name, place, node, {
        required: field.required,
        ...(field.type === undefined ? {} : { type: field.type }),
      });
}

/** The value of a name that stands outside of the handler. */
function known({ handler }: Reading, node: Expression): Value | undefined {
  if (node.type === 'Identifier') return lookup(handler.scope, node.name);
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return undefined;
  const object = lookup(handler.scope, node.object.name);
  const key = plainKey(node.property, node.computed);
  if (object?.kind !== 'object' || key === undefined) return undefined;
  return object.fields.get(key);
}

/** A function of the target that is given the request, or a part of it, is read with it. */
function followCall(reading: Reading, node: Extract<Node, { type: 'CallExpression' }>): void {
  if (reading.depth >= deepest || node.callee.type === 'Super') return;
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
