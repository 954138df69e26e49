import type { Node } from 'oxc-parser';
import type { Parameter } from '../../../model/api.ts';
import { originOf } from '../javascript/parse.ts';
import { plainKey, walk } from '../javascript/syntax.ts';
import type { FunctionValue } from '../javascript/value.ts';
import { ownEntry } from '../javascript/own.ts';

const places: Readonly<Record<string, Parameter['in']>> = {
  query: 'query',
  body: 'body',
  params: 'path',
  headers: 'header',
  cookies: 'cookie',
  signedCookies: 'cookie',
};

/** What a handler reads of its request: `req.query.page`, `const { email } = req.body`, `req.get('X-Id')`. */
export function readParameters(handler: FunctionValue, named?: string): readonly Parameter[] {
  const [first] = handler.node.params;
  const request = named ?? (first?.type === 'Identifier' ? first.name : 'req');
  const found = new Map<string, Parameter>();
  const add = (name: string, place: Parameter['in'], node: Node): void => {
    const key = `${place}:${name}`;
    if (!found.has(key))
      found.set(key, { name, in: place, required: false, origin: originOf(handler.file, node) });
  };
  walk(handler.node, (node) => {
    if (node.type === 'MemberExpression') noteMember(node, request, add);
    else if (node.type === 'VariableDeclarator' && node.init !== null && node.id.type === 'ObjectPattern') {
      const place = placeOf(node.init, request);
      if (place !== undefined) for (const name of patternKeys(node.id)) add(name, place, node);
    } else if (node.type === 'CallExpression') noteHeader(node, request, add);
  });
  if (first?.type === 'ObjectPattern') noteRequestPattern(first, add);
  return [...found.values()];
}

type Add = (name: string, place: Parameter['in'], node: Node) => void;

function noteMember(node: Extract<Node, { type: 'MemberExpression' }>, request: string, add: Add): void {
  const place = placeOf(node.object, request);
  const name = plainKey(node.property, node.computed);
  if (place !== undefined && name !== undefined && !(place === 'body' && name === 'length'))
    add(name, place, node);
}

function noteHeader(node: Extract<Node, { type: 'CallExpression' }>, request: string, add: Add): void {
  const { callee } = node;
  const [argument] = node.arguments;
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return;
  if (callee.object.name !== request || argument?.type !== 'Literal' || typeof argument.value !== 'string')
    return;
  const method = plainKey(callee.property, callee.computed);
  if (method === 'get' || method === 'header') add(argument.value, 'header', node);
}

/** `async ({ query: { page }, body }, res)`. */
function noteRequestPattern(pattern: Extract<Node, { type: 'ObjectPattern' }>, add: Add): void {
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') continue;
    const place = ownEntry(places, plainKey(property.key, property.computed) ?? '');
    if (place !== undefined && property.value.type === 'ObjectPattern')
      for (const name of patternKeys(property.value)) add(name, place, property);
  }
}

/** `req.query`, also behind an assertion or as `req.body as X`. */
function placeOf(node: Node, request: string): Parameter['in'] | undefined {
  if (
    node.type === 'TSAsExpression' ||
    node.type === 'TSNonNullExpression' ||
    node.type === 'ChainExpression'
  )
    return placeOf(node.expression, request);
  if (node.type === 'LogicalExpression') return placeOf(node.left, request);
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier' || node.object.name !== request)
    return undefined;
  return ownEntry(places, plainKey(node.property, node.computed) ?? '');
}

const patternKeys = (pattern: Extract<Node, { type: 'ObjectPattern' }>): readonly string[] =>
  pattern.properties.flatMap((property) =>
    property.type === 'RestElement' ? [] : (plainKey(property.key, property.computed) ?? []),
  );
