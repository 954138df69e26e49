import type { CallExpression, MemberExpression, NewExpression, Node } from 'oxc-parser';
import type { Job } from '../../../model/processes.ts';
import type { Origin } from '../../../model/origin.ts';
import { numberOf, objectOf, propertyOf, textOf } from '../code/constants.ts';
import type { Tracer, Where } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { originOf } from '../javascript/parse.ts';
import { isFunctionNode, plainKey } from '../javascript/syntax.ts';

/** What one place says of a job; places of the same queue and name are put together. */
export interface Mention {
  readonly kind: Job['kind'];
  readonly queue?: string;
  /** Absent where only the queue is spoken of. */
  readonly name?: string;
  readonly schedule?: string;
  readonly attempts?: number;
  readonly backoff?: string;
  readonly concurrency?: number;
  readonly unique?: string;
  readonly deadLetter?: boolean;
  /** Whether the place puts work in or takes it out. */
  readonly role?: 'producer' | 'consumer';
  /** It is put in while a database transaction is open, which has no part in it. */
  readonly beforeCommit?: boolean;
  /** A message whose work failed is given out again without end. */
  readonly forever?: boolean;
  /** The consumer refuses messages for good, and keeps them nowhere. */
  readonly refused?: boolean;
  /** The queue is declared here, with all its settings. */
  readonly declared?: boolean;
  /** The broker forgets a message when it hands it out. */
  readonly doneFirst?: boolean;
  /** What names the queue where only a caller or a run tells it. */
  readonly open?: Node;
  /** The function that runs, where it stands elsewhere. */
  readonly handler?: Origin;
  readonly origin: Origin;
}

export interface Reading {
  readonly text: (position: number) => string | undefined;
  readonly option: (position: number, ...path: readonly string[]) => Node | undefined;
  readonly textOf: (node: Node | undefined) => string | undefined;
  readonly number: (position: number, ...path: readonly string[]) => number | undefined;
  readonly origin: Origin;
}

export function reading(tracer: Tracer, node: CallExpression | NewExpression, place: Place): Reading {
  const option = (
    position: number,
    ...path: readonly string[]
  ): (Where & { readonly node: Node }) | undefined => {
    let found: (Where & { readonly node: Node }) | undefined;
    const start = node.arguments[position];
    if (start === undefined) return undefined;
    found = { ...place, node: start };
    for (const key of path) {
      if (found === undefined) return undefined;
      const object: { readonly node: Node; readonly where: Where } | undefined = objectOf(
        tracer,
        found.node,
        found,
      );
      const value: Node | undefined = object === undefined ? undefined : propertyOf(object.node, key);
      found = value === undefined || object === undefined ? undefined : { ...object.where, node: value };
    }
    return found;
  };
  return {
    text: (position) => {
      const argument = node.arguments[position];
      return argument === undefined ? undefined : textOf(tracer, argument, place)?.text;
    },
    textOf: (found) => (found === undefined ? undefined : textOf(tracer, found, place)?.text),
    option: (position, ...path) => option(position, ...path)?.node,
    number: (position, ...path) => {
      const found = option(position, ...path);
      return found === undefined ? undefined : numberOf(tracer, found.node, found);
    },
    origin: originOf(place.file, node),
  };
}

/** Text of an option, without following names. */
export function literal(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal') return String(node.value);
  if (node?.type === 'MemberExpression') return plainKey(node.property, node.computed);
  return undefined;
}

export const withQueue = (
  queue: string | undefined,
  origin: Origin,
  role?: Mention['role'],
): Mention | undefined =>
  queue === undefined ? undefined : { kind: 'queue', queue, origin, ...(role === undefined ? {} : { role }) };

/** Where the function that is given stands, a name followed to its declaration. */
export function handlerOf(tracer: Tracer, node: Node | undefined, place: Place): Origin | undefined {
  if (node === undefined || node.type === 'SpreadElement') return undefined;
  if (isFunctionNode(node)) return originOf(place.file, node);
  if (node.type === 'MemberExpression') return methodOrigin(tracer, node, place);
  if (node.type !== 'Identifier') return undefined;
  const found = tracer.find(node.name, place);
  return found?.binding.kind === 'value' && isFunctionNode(found.binding.node)
    ? originOf(found.file, found.binding.node)
    : undefined;
}

/** `new Ships(…).send`, `this.send`: the method of the class. */
function methodOrigin(
  tracer: Tracer,
  { object, property, computed }: MemberExpression,
  place: Place,
): Origin | undefined {
  const key = plainKey(property, computed);
  const made =
    object.type === 'NewExpression' && object.callee.type === 'Identifier' ? object.callee.name : undefined;
  const found = made === undefined ? undefined : tracer.find(made, place);
  const owner =
    object.type === 'ThisExpression'
      ? { file: place.file, node: place.class }
      : found?.binding.kind === 'class'
        ? { file: found.file, node: found.binding.node }
        : undefined;
  for (const member of owner?.node?.body.body ?? [])
    if (
      member.type === 'MethodDefinition' &&
      owner !== undefined &&
      plainKey(member.key, member.computed) === key
    )
      return originOf(owner.file, member.value);
  return undefined;
}

/** Source of the function that is given, a name followed to its declaration. */
export function workText(tracer: Tracer, node: Node | undefined, place: Place): string | undefined {
  if (node === undefined) return undefined;
  if (isFunctionNode(node)) return place.file.text.slice(node.start, node.end);
  if (node.type !== 'Identifier') return undefined;
  const found = tracer.find(node.name, place);
  return found?.binding.kind === 'value' && isFunctionNode(found.binding.node)
    ? found.file.text.slice(found.binding.node.start, found.binding.node.end)
    : undefined;
}
