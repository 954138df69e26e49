import type { Expression, Node } from 'oxc-parser';
import { ownEntry } from '../javascript/own.ts';
import { lookup } from '../javascript/scope.ts';
import { plainKey, walk } from '../javascript/syntax.ts';
import type { Value } from '../javascript/value.ts';
import type { Place, Reading } from './request-reading.ts';
import { add, noteWhole, pathTo, placeAt } from './request-reading.ts';
import { schemaFields } from './schemas.ts';

/** Members of every list, text or object: when they are called, no field of that name is read. */
const inherited =
  /^(map|filter|forEach|find|some|every|includes|get|getAll|has|entries|keys|values|then|catch)$/;

/** Calls that hand on what they accept: `schema.parse(req.body)`, `matchedData(req)`. */
const accepting =
  /^(parse|parseAsync|validate|validateAsync|validateSync|cast|assert|plainTo(Class|Instance)|JSON|sanitize|create)$/;

export function acceptedPath(reading: Reading, node: Node): string | undefined {
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

export const calleeName = (callee: Node): string | undefined => {
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' ? plainKey(callee.property, callee.computed) : undefined;
};

export function noteCall(reading: Reading, node: Extract<Node, { type: 'CallExpression' }>): void {
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
  if (path === 'on' && text === 'data' && second !== undefined) noteStream(reading, second);
  if (name === 'pick') notePicked(reading, node);
  if (path === 'request.only' || path === 'request.except') noteNames(reading, first, 'body');
  for (const argument of node.arguments) {
    const given = pathTo(reading, argument);
    if (given !== undefined) noteWhole(reading, given, node);
  }
  noteSchema(reading, node);
}

const literal = (node: Node | undefined): string | undefined =>
  node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;

/** `req.on('data', (chunk) => { text += chunk })`: what is gathered is the body. */
function noteStream(reading: Reading, listener: Node): void {
  walk(listener, (node) => {
    if (node.type === 'AssignmentExpression' && node.operator === '+=' && node.left.type === 'Identifier')
      reading.names.set(node.left.name, 'body');
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return;
    const { object, property } = node.callee;
    if (object.type === 'Identifier' && plainKey(property, false) === 'push')
      reading.names.set(object.name, 'body');
  });
}

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
    for (const field of schemaFields(known(reading, candidate))) {
      reading.closed.add(place);
      add(reading, field.name, place, node, {
        required: field.required,
        ...(field.type === undefined ? {} : { type: field.type }),
        ...(field.bounds === undefined ? {} : { bounds: field.bounds }),
      });
    }
}

/** The value of a name that stands outside of the handler. */
export function known({ handler }: Reading, node: Expression): Value | undefined {
  if (node.type === 'Identifier') return lookup(handler.scope, node.name);
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return undefined;
  const object = lookup(handler.scope, node.object.name);
  const key = plainKey(node.property, node.computed);
  if (object?.kind !== 'object' || key === undefined) return undefined;
  return object.fields.get(key);
}
