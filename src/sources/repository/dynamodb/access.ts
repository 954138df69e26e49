import type { CallExpression, NewExpression, Node } from 'oxc-parser';
import type { KeyValueAccess } from '../../../model/key-value.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { originOf } from '../javascript/parse.ts';
import { lastName } from '../queries/chain.ts';
import type { SdkCall } from './calls.ts';
import type { NameOf } from './expressions.ts';
import { conditionsOf, grownLists } from './expressions.ts';
import type { Locals, ObjectShape } from './locals.ts';
import type { Target } from './targets.ts';
import { targetOf } from './targets.ts';

/** A call before its table is looked up and its callers are known. */
export interface AccessDraft extends Omit<KeyValueAccess, 'id' | 'table' | 'target' | 'inLoop' | 'loop'> {
  readonly named: Target | undefined;
  readonly inLoop: boolean;
  readonly loop?: Origin & { readonly kind: 'read' };
  readonly origin: Origin & { readonly kind: 'read' };
}

/** What the parameters of a call say; nothing where they are only known at run time. */
export function accessOf(
  tracer: Tracer,
  locals: Locals,
  { call, parameters, paginates }: SdkCall,
  node: CallExpression | NewExpression,
  place: Place,
): AccessDraft | undefined {
  const shape = locals.object(parameters, place);
  if (shape === undefined) return undefined;
  const named = tableNamed(tracer, locals, shape);
  if (named === undefined && shape.open && !shape.fields.has('TableName')) return undefined;
  const text = (key: string): string | undefined => {
    const given = shape.fields.get(key);
    return given === undefined ? undefined : (locals.text(given, shape.place)?.text ?? '{…}');
  };
  const nameOf = namesOf(locals, shape);
  const has = (...keys: readonly string[]): boolean => keys.some((key) => shape.fields.has(key));
  const index = text('IndexName');
  const condition = text('KeyConditionExpression');
  const key = condition === undefined ? undefined : conditionsOf(condition, nameOf);
  const filter = text('FilterExpression');
  // `size(list) < :most` keeps it from growing further.
  const isBounded = /\bsize\s*\(|\{…\}/i.test(text('ConditionExpression') ?? '');
  const grows = call === 'update' && !isBounded ? grownLists(text('UpdateExpression') ?? '', nameOf) : [];
  const item = call === 'put' ? itemOf(locals, shape) : undefined;
  return {
    call,
    named,
    ...(index === undefined ? {} : { index: /\{/.test(index) ? '…' : index }),
    ...(shape.open ? { open: true } : {}),
    ...(key === undefined ? {} : { key }),
    ...(filter === undefined && !has('ScanFilter', 'QueryFilter')
      ? {}
      : { filter: conditionsOf(filter ?? '{…}', nameOf) ?? [] }),
    ...(has('Limit') ? { limit: true } : {}),
    ...(has('ConsistentRead') && text('ConsistentRead') !== 'false' ? { consistent: true } : {}),
    ...(has('ConditionExpression', 'Expected') ? { conditional: true } : {}),
    ...(call === 'query' || call === 'scan'
      ? { pages: paginates || has('ExclusiveStartKey') ? 'followed' : pagesOf(locals, node, place) }
      : {}),
    ...(grows.length === 0 ? {} : { grows }),
    ...(item === undefined ? {} : { item }),
    inLoop: place.inLoop && !isRetried(locals, node, place),
    ...(place.within === undefined ? {} : { operation: place.within }),
    origin: originOf(place.file, node),
  };
}

/** `for (let attempt = 0; …)`: the same item again, not the next one. */
function isRetried(locals: Locals, node: Node, place: Place): boolean {
  const [inner] = locals.around(node.start);
  return /\b(for|while)\s*\([^)]*(attempt|retr(y|ies))/i.test(
    place.file.text.slice(inner?.start, node.start),
  );
}

/** The table; of calls for several items, that of the first. */
function tableNamed(tracer: Tracer, locals: Locals, shape: ObjectShape): Target | undefined {
  const direct = shape.fields.get('TableName');
  if (direct !== undefined) return targetOf(tracer, locals, direct, shape.place);
  const requests = locals.object(shape.fields.get('RequestItems'), shape.place);
  if (requests?.node.type === 'ObjectExpression') {
    const [first] = requests.node.properties;
    if (first?.type !== 'Property') return undefined;
    if (first.computed) return targetOf(tracer, locals, first.key, requests.place);
    const [name] = requests.fields.keys();
    return name === undefined ? undefined : { kind: 'text', text: name };
  }
  const items = shape.fields.get('TransactItems');
  const [first] = items?.type === 'ArrayExpression' ? items.elements : [];
  const outer = locals.object(first ?? undefined, shape.place);
  const [inner] = outer?.fields.values() ?? [];
  const action = locals.object(inner, outer?.place ?? shape.place);
  return targetOf(tracer, locals, action?.fields.get('TableName'), action?.place ?? shape.place);
}

/** Attributes by the words of an expression; dotted paths part by part. */
function namesOf(locals: Locals, shape: ObjectShape): NameOf {
  const names = locals.object(shape.fields.get('ExpressionAttributeNames'), shape.place);
  const one = (word: string): string | undefined => {
    if (!word.startsWith('#')) return word;
    const value = names?.fields.get(word);
    const text = value === undefined ? undefined : locals.text(value, names?.place ?? shape.place)?.text;
    return text === undefined || text.includes('{') ? undefined : text;
  };
  return (path) => {
    const parts = path.split('.').map((part) => one(part.replace(/\[.*$/, '')));
    return parts.every((part) => part !== undefined) ? parts.join('.') : undefined;
  };
}

/** The attributes of a written item that are seen, also those of `marshall({…})` and of typed values (`{ S: 'x' }`). */
function itemOf(locals: Locals, shape: ObjectShape): KeyValueAccess['item'] {
  const given = shape.fields.get('Item');
  const plain =
    given?.type === 'CallExpression' && lastName(given.callee) === 'marshall' ? given.arguments[0] : given;
  const item = locals.object(plain, shape.place);
  if (item === undefined) return undefined;
  return [...item.fields].map(([attribute, value]) => {
    const typed = value.type === 'ObjectExpression' ? locals.object(value, item.place) : undefined;
    const inner = typed?.fields.get('S') ?? typed?.fields.get('N') ?? value;
    const text = locals.text(inner, item.place);
    const isConstant = text !== undefined && text.variable.length === 0;
    return { attribute, ...(isConstant ? { value: text.text } : {}) };
  });
}

/**
 * Whether the code around asks on: `LastEvaluatedKey` stands in one of the functions around it. A function that uses
 * the items and never looks at that key does not; one that hands on the whole answer leaves it to others.
 */
function pagesOf(locals: Locals, node: Node, place: Place): NonNullable<KeyValueAccess['pages']> {
  const functions = locals.around(node.start).slice(0, -1);
  const [inner, outer] = [functions[0], functions.at(-1)];
  if (inner === undefined || outer === undefined) return 'unknown';
  const text = place.file.text;
  if (/LastEvaluatedKey|ExclusiveStartKey|lastEvaluatedKey/.test(text.slice(outer.start, outer.end)))
    return 'followed';
  return /\bItems\b|\bCount\b/.test(text.slice(inner.start, inner.end)) ? 'not followed' : 'unknown';
}
