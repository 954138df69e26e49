import type { CallExpression, Node } from 'oxc-parser';
import { calledFunction } from '../code/called.ts';
import { objectOf, propertyOf, textOf } from '../code/constants.ts';
import type { Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { visitPath } from '../code/visit.ts';
import type { Codebase } from '../javascript/codebase.ts';
import { originOf } from '../javascript/parse.ts';
import { isFunctionNode, patternNames, plainKey, walk } from '../javascript/syntax.ts';
import type { FunctionNode } from '../javascript/syntax.ts';
import { handlerOf } from './job-reading.ts';
import type { Mention } from './job-reading.ts';

/** A function of the target that hands one of its parameters on to a broker as the name of a queue. */
export interface Wrapper {
  /** What calls of it name: the function, the method of its class and of what that implements. */
  readonly keys: readonly string[];
  /** The name it is called by. */
  readonly called: string;
  readonly parameter: number;
  /** Properties of the parameter on the way to the name. */
  readonly path: readonly string[];
  /** The name is computed from the message, so that its class stands for it. */
  readonly byClass: boolean;
  /** The parameter that takes the messages. */
  readonly handler?: number;
  readonly mention: Mention;
}

/** Wrappers around wrappers that are followed. */
const deepest = 3;

/** The function around a broker's call as a wrapper, where a parameter of it names the queue. */
export function wrapperAt(tracer: Tracer, place: Place, mention: Mention): Wrapper | undefined {
  const around = mention.open === undefined ? undefined : functionAround(tracer, place);
  if (around === undefined || mention.open === undefined) return undefined;
  const names = around.node.params.map((parameter) => patternNames(parameter)[0] ?? '');
  const found = [mention.open, ...(mention.role === 'consumer' ? boundTo(around.node) : [])]
    .map((each) => dependence(each, names, around.node, 0))
    .find((each) => each !== undefined);
  const { open: _, ...told } = mention;
  const handler = mention.role === 'consumer' ? calledParameter(around.node, names) : -1;
  return found === undefined
    ? undefined
    : { ...around, ...found, ...(handler === -1 ? {} : { handler }), mention: told };
}

/** A queue without a name of its own goes by what it is bound to: the routing key, or the exchange. */
function boundTo(around: FunctionNode): readonly Node[] {
  const found: Node[] = [];
  walk(around, (node) => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return;
    if (plainKey(node.callee.property, node.callee.computed) !== 'bindQueue') return;
    found.push(...node.arguments.slice(1, 3).toReversed());
  });
  return found;
}

/** The parameter that is called, or handed on as what takes the messages. */
function calledParameter(around: FunctionNode, names: readonly string[]): number {
  let found = -1;
  walk(around, (node) => {
    if (node.type !== 'CallExpression') return;
    const [callee, given] = [node.callee, node.arguments[1]];
    for (const each of [callee, given])
      if (found === -1 && each?.type === 'Identifier') found = names.indexOf(each.name);
  });
  return found;
}

/**
 * The places that call the wrappers and say the name, each as if it called the broker itself. What no caller names stays
 * without a queue.
 */
export function wrapped(
  codebase: Codebase,
  tracer: Tracer,
  wrappers: readonly Wrapper[],
): readonly Mention[] {
  const found: Mention[] = [];
  const seen = new Set<string>();
  let edge = wrappers;
  for (let depth = 0; edge.length > 0; depth += 1) {
    const called = new Set<Wrapper>();
    const next: Wrapper[] = [];
    for (const { keys } of edge) for (const key of keys) seen.add(key);
    if (depth < deepest)
      callsOf(codebase, tracer, edge, (wrapper, call, place) => {
        called.add(wrapper);
        const argument = call.arguments[wrapper.parameter];
        if (argument === undefined) return;
        const said = mentionedBy(tracer, wrapper, call, place);
        const outer = said.queue === undefined ? outerOf(tracer, wrapper, argument, place) : undefined;
        if (outer === undefined) found.push(said);
        else if (!outer.keys.some((key) => seen.has(key))) next.push(outer);
      });
    for (const wrapper of edge) if (!called.has(wrapper)) found.push(wrapper.mention);
    edge = next;
  }
  return found;
}

/** What a call of a wrapper says; without a queue where it does not tell the name. */
function mentionedBy(tracer: Tracer, wrapper: Wrapper, call: CallExpression, place: Place): Mention {
  const argument = call.arguments[wrapper.parameter];
  const queue = argument === undefined ? undefined : nameIn(tracer, wrapper, argument, place);
  const taken = wrapper.handler === undefined ? undefined : call.arguments[wrapper.handler];
  const handler = handlerOf(tracer, taken, place);
  return {
    ...wrapper.mention,
    origin: originOf(place.file, call),
    ...(queue === undefined ? {} : { queue }),
    ...(place.inTransaction && wrapper.mention.role === 'producer' ? { beforeCommit: true } : {}),
    ...(handler === undefined ? {} : { handler }),
  };
}

/** The function around a call of a wrapper, where its own caller says the name. */
const outerOf = (tracer: Tracer, wrapper: Wrapper, argument: Node, place: Place): Wrapper | undefined =>
  wrapper.byClass || wrapper.path.length > 0
    ? handedOn(tracer, wrapper, argument, place)
    : wrapperAt(tracer, place, {
        ...wrapper.mention,
        origin: originOf(place.file, argument),
        open: argument,
      });

function callsOf(
  codebase: Codebase,
  tracer: Tracer,
  wrappers: readonly Wrapper[],
  found: (wrapper: Wrapper, call: CallExpression, place: Place) => void,
): void {
  const byKey = new Map(wrappers.flatMap((wrapper) => wrapper.keys.map((key) => [key, wrapper] as const)));
  const called = new RegExp(`\\b(${[...new Set(wrappers.map((each) => each.called))].join('|')})\\b`);
  for (const { path, test } of codebase.files.values()) {
    if (test || !called.test(codebase.repository.files.get(path)?.text ?? '')) continue;
    visitPath(codebase, path, (node, place) => {
      if (node.type !== 'CallExpression') return;
      const key = calledFunction(tracer, node, place);
      const wrapper = key === undefined ? undefined : byKey.get(key);
      if (wrapper !== undefined) found(wrapper, node, place);
    });
  }
}

/** The parameter itself is handed on to a wrapper that looks into it. */
function handedOn(tracer: Tracer, wrapper: Wrapper, argument: Node, place: Place): Wrapper | undefined {
  const around = functionAround(tracer, place);
  if (around === undefined || argument.type !== 'Identifier') return undefined;
  const parameter = around.node.params.findIndex((each) => patternNames(each)[0] === argument.name);
  if (parameter === -1) return undefined;
  const mention = { ...wrapper.mention, origin: originOf(place.file, argument) };
  return { ...wrapper, ...around, parameter, mention };
}

function nameIn(
  tracer: Tracer,
  { byClass, path }: Wrapper,
  argument: Node,
  place: Place,
): string | undefined {
  if (byClass) return classOf(tracer, argument, place);
  if (path.length === 0) return known(textOf(tracer, argument, place));
  let at: { readonly node: Node; readonly where: typeof place } | undefined = {
    node: argument,
    where: place,
  };
  for (const key of path) {
    const object = objectOf(tracer, at.node, at.where);
    const value = propertyOf(object?.node, key);
    if (object === undefined || value === undefined) return undefined;
    at = { node: value, where: { ...place, ...object.where } };
  }
  return known(textOf(tracer, at.node, at.where));
}

const known = (text: ReturnType<typeof textOf>): string | undefined =>
  text === undefined || text.variable.length > 0 || text.text === '' ? undefined : text.text;

/** The class of a message: `new OrderPlaced(…)`, or what a name is declared with. */
function classOf(tracer: Tracer, node: Node, place: Place): string | undefined {
  if (node.type === 'NewExpression') return node.callee.type === 'Identifier' ? node.callee.name : undefined;
  if (node.type !== 'Identifier') return undefined;
  const found = tracer.find(node.name, place);
  if (found?.binding.kind === 'class') return node.name;
  return found?.binding.kind === 'value' && found.binding.node.type === 'NewExpression'
    ? classOf(tracer, found.binding.node, place)
    : undefined;
}

interface Around {
  readonly node: FunctionNode;
  readonly keys: readonly string[];
  readonly called: string;
}

/** The named function or method around a place. */
function functionAround(tracer: Tracer, place: Place): Around | undefined {
  const { within, class: owner, file } = place;
  if (within === undefined) return undefined;
  if (owner === undefined) {
    const found = tracer.find(within, { file });
    return found?.binding.kind === 'value' && isFunctionNode(found.binding.node)
      ? { node: found.binding.node, keys: [`${file.path}#${within}`], called: within }
      : undefined;
  }
  const key = within.split('.').at(-1) ?? within;
  for (const member of owner.body.body) {
    if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') continue;
    if (plainKey(member.key, member.computed) !== key || member.value === null) continue;
    if (!isFunctionNode(member.value)) continue;
    return { node: member.value, keys: kindsOf(owner).map((name) => `${name}.${key}`), called: key };
  }
  return undefined;
}

/** What an object of a class may be declared with: the class, what it implements and what it extends. */
export function kindsOf({
  id,
  implements: interfaces,
  superClass,
}: NonNullable<Place['class']>): readonly string[] {
  const named = [
    id?.name,
    ...(interfaces ?? []).map(({ expression }) =>
      expression.type === 'Identifier' ? expression.name : undefined,
    ),
    superClass?.type === 'Identifier' ? superClass.name : undefined,
  ];
  return named.flatMap((name) => name ?? []);
}

/** How a name depends on the parameters of the function around it. */
function dependence(
  node: Node,
  names: readonly string[],
  around: FunctionNode,
  depth: number,
): Pick<Wrapper, 'parameter' | 'path' | 'byClass'> | undefined {
  if (depth > 4) return undefined;
  switch (node.type) {
    case 'Identifier': {
      const parameter = names.indexOf(node.name);
      if (parameter !== -1) return { parameter, path: [], byClass: false };
      const value = localValue(around, node.name);
      return value === undefined ? undefined : dependence(value, names, around, depth + 1);
    }
    case 'MemberExpression': {
      const key = plainKey(node.property, node.computed);
      const object = key === undefined ? undefined : dependence(node.object, names, around, depth + 1);
      if (object === undefined || key === undefined || object.byClass) return undefined;
      return key === 'name' && isConstructor(node.object)
        ? { ...object, path: [], byClass: true }
        : { ...object, path: [...object.path, key] };
    }
    case 'TSAsExpression':
    case 'TSNonNullExpression':
      return dependence(node.expression, names, around, depth + 1);
    case 'CallExpression': {
      // What is computed from the message goes by the kind of message.
      const given = node.arguments.map((each) => dependence(each, names, around, depth + 1));
      const found = given.find((each) => each !== undefined && each.path.length === 0);
      return found === undefined ? undefined : { ...found, byClass: true };
    }
    default:
      return undefined;
  }
}

/** `message.constructor`, whose name is that of the class. */
const isConstructor = (node: Node): boolean =>
  node.type === 'MemberExpression' && plainKey(node.property, node.computed) === 'constructor';

function localValue(around: FunctionNode, name: string): Node | undefined {
  let found: Node | undefined;
  walk(around, (node) => {
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.id.name === name)
      found ??= node.init ?? undefined;
    return found === undefined;
  });
  return found;
}
