import type { Node } from 'oxc-parser';
import type { Parameter } from '../../../../model/api.ts';
import type { Machine } from '../../javascript/machine.ts';
import { originOf } from '../../javascript/parse.ts';
import { lookup } from '../../javascript/scope.ts';
import { dottedName, plainKey, walk } from '../../javascript/syntax.ts';
import type { FunctionValue, Value } from '../../javascript/value.ts';
import { textOf } from '../../javascript/value.ts';
import type { SchemaField } from '../schemas.ts';
import { schemaFields } from '../schemas.ts';
import { patternReads } from '../member-reads.ts';
import type { Names, Source } from './request-sources.ts';
import { schemaOptions } from './schema-options.ts';
import { isParse, namesIn, sourceOf } from './request-sources.ts';

/** Functions that read one named part: h3. */
const named: Readonly<Record<string, Parameter['in']>> = {
  getHeader: 'header',
  getRequestHeader: 'header',
  getCookie: 'cookie',
  getRouterParam: 'path',
};

const ordinary =
  /^(length|map|filter|forEach|get|getAll|has|entries|keys|values|toString|then|catch|set|delete)$/;

/**
 * What a handler reads of a request of the web's own kind, or of the helpers around it: fields of its JSON, parts of a
 * form, search parameters, headers, cookies, and the fields of schemas that any of them is given to.
 */
export function webParameters(machine: Machine, handler: FunctionValue): readonly Parameter[] {
  const found = new Map<string, Parameter>();
  const add = (name: string, place: Parameter['in'], node: Node, more: Partial<Parameter> = {}): void => {
    const key = `${place}:${name}`;
    if (!found.has(key))
      found.set(key, { name, in: place, required: false, origin: originOf(handler.file, node), ...more });
  };
  const names = namesIn(handler.node);
  const textAt = (node: Node | undefined): string | undefined => textIn(handler, node);
  if (handler.node.params[0]?.type === 'ObjectPattern') nestedReads(handler.node.params[0], add);
  walk(handler.node, (node) => {
    if (node.type === 'MemberExpression') {
      const source = sourceOf(node.object, names);
      const name =
        plainKey(node.property, node.computed) ?? (node.computed ? textAt(node.property) : undefined);
      if (source !== undefined && name !== undefined && readsMember(source, name))
        add(name, source.place, node);
    } else if (node.type === 'VariableDeclarator' && node.init !== null && node.id.type === 'ObjectPattern') {
      const source = sourceOf(node.init, names);
      if (source !== undefined && source.by !== 'outcome')
        for (const read of patternReads(node.id)) add(read.name, source.place, read.node);
    } else if (node.type === 'CallExpression') {
      readsByName(node, names, textAt, add);
      schemaReads(machine, handler, node, names, add);
    }
  });
  return [...found.values()];
}

type Add = (name: string, place: Parameter['in'], node: Node, more?: Partial<Parameter>) => void;

/** Headers and cookies are also kept as plain objects: `req.headers['x-id']`. */
const readsMember = (source: Source, name: string): boolean =>
  !ordinary.test(name) &&
  (source.by === 'member' ||
    (source.by === 'get' && (source.place === 'header' || source.place === 'cookie')));

/** `async ({ query: { page } }, res)`. */
function nestedReads(pattern: Extract<Node, { type: 'ObjectPattern' }>, add: Add): void {
  const places: Readonly<Record<string, Parameter['in']>> = { query: 'query', body: 'body' };
  for (const property of pattern.properties) {
    if (property.type === 'RestElement' || property.value.type !== 'ObjectPattern') continue;
    const key = plainKey(property.key, property.computed) ?? '';
    const place = Object.hasOwn(places, key) ? places[key] : undefined;
    if (place !== undefined)
      for (const read of patternReads(property.value)) add(read.name, place, read.node);
  }
}

/** `searchParams.get('page')`, `getHeader(event, 'x-id')`, `form.get('file')`. */
function readsByName(
  node: Extract<Node, { type: 'CallExpression' }>,
  names: Names,
  textAt: (node: Node | undefined) => string | undefined,
  add: Add,
): void {
  const { callee } = node;
  if (callee.type === 'Identifier') {
    const place = Object.hasOwn(named, callee.name) ? named[callee.name] : undefined;
    const name = textAt(node.arguments[1]);
    if (place !== undefined && name !== undefined) add(name, place, node);
    return;
  }
  if (callee.type !== 'MemberExpression') return;
  if (!/^(get|getAll|has)$/.test(plainKey(callee.property, callee.computed) ?? '')) return;
  const source = sourceOf(callee.object, names);
  const name = textAt(node.arguments[0]);
  if (source?.by === 'get' && name !== undefined) add(name, source.place, node);
}

/** `schema.parse(await request.json())`, `readValidatedBody(event, schema.parse)`. */
function schemaReads(
  machine: Machine,
  handler: FunctionValue,
  node: Extract<Node, { type: 'CallExpression' }>,
  names: Names,
  add: Add,
): void {
  const { callee } = node;
  for (const argument of node.arguments) {
    if (argument.type !== 'ObjectExpression' || !/schema|validat/i.test(textOfNode(handler, argument)))
      continue;
    const site = { file: handler.file, node, origin: originOf(handler.file, node) };
    const options = valueIn(machine, handler, argument);
    const helper = dottedName(callee) ?? '';
    for (const each of options === undefined ? [] : schemaOptions(options, helper, site))
      add(each.name, each.in, node, each);
  }
  const evaluated = (expression: Node): readonly SchemaField[] =>
    schemaFields(valueIn(machine, handler, expression));
  if (callee.type === 'Identifier' && /^(readValidatedBody|getValidatedQuery)$/.test(callee.name)) {
    const place = callee.name === 'readValidatedBody' ? 'body' : 'query';
    const given = node.arguments[1];
    const schema = given?.type === 'MemberExpression' ? given.object : given;
    if (schema !== undefined)
      for (const { name, ...more } of evaluated(schema)) add(name, place, node, detail(more));
    return;
  }
  if (callee.type !== 'MemberExpression') return;
  const [first] = node.arguments;
  if (first === undefined || !isParse(plainKey(callee.property, callee.computed) ?? '')) return;
  const source = sourceOf(first, names);
  if (source === undefined) return;
  for (const { name, ...more } of evaluated(callee.object)) add(name, source.place, node, detail(more));
}

const detail = ({ type, required }: { type?: string; required: boolean }): Partial<Parameter> => ({
  required,
  ...(type === undefined ? {} : { type }),
});

/** A name at the top level of the file, or a member of one. */
function valueIn(machine: Machine, handler: FunctionValue, node: Node, depth = 0): Value | undefined {
  if (depth > 8) return undefined;
  if (node.type === 'Identifier') return lookup(handler.scope, node.name);
  if (node.type === 'MemberExpression') {
    const object = valueIn(machine, handler, node.object, depth + 1);
    const key = plainKey(node.property, node.computed);
    const site = { file: handler.file, node, origin: originOf(handler.file, node) };
    return object === undefined || key === undefined ? undefined : machine.member(object, key, site);
  }
  if (node.type !== 'CallExpression' && node.type !== 'ObjectExpression') return undefined;
  const frame = { file: handler.file, scope: handler.scope, self: unknownSelf, level: machine.level };
  return machine.evaluate(node, { ...frame, returns: [], stop: 'no' });
}

const textOfNode = ({ file }: FunctionValue, node: Node): string =>
  file.text.slice(node.start, Math.min(node.end, node.start + 2_000));

const unknownSelf: Value = { kind: 'primitive', value: undefined };

function textIn(handler: FunctionValue, node: Node | undefined): string | undefined {
  if (node?.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  if (node?.type !== 'Identifier') return undefined;
  const value = lookup(handler.scope, node.name);
  return value === undefined ? undefined : textOf(value);
}
