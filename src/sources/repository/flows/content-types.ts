import type { Node } from 'oxc-parser';
import { accessKey } from './access.ts';
import type { Frame, Machine } from './machine.ts';
import { isOnlyStored } from './marks.ts';
import { narrow } from './scope.ts';
import type { CallFact } from './sinks/sink.ts';
import { fieldsOf } from './sinks/sink.ts';
import type { Trace, Value } from './value.ts';
import { choicesOf, wholeText } from './value.ts';

/** A content type that was set and is not known. */
const unknownType = 'unknown';

const setters = /^(set|header|setHeader|append|appendHeader|writeHead|type|contentType|headers)$/;

/**
 * Notes the content type that a call gives to an answer. It stands as the text of the answer's value, so that it goes
 * along into functions and holds in the branch that set it.
 */
export function noteContentType(call: CallFact): void {
  if (!setters.test(call.method) || !isAnswer(call)) return;
  const type = typeSetBy(call.method, call.args);
  if (type !== undefined) keepType(call.machine, answerOf(call.node), type, call.frame);
}

/** An answer, or headers that are collected for one. */
const isAnswer = ({ trace, name, receiver }: CallFact): boolean =>
  trace === undefined
    ? receiver?.things.some(({ kind }) => kind === 'array') === true
    : /^@(res|ctx)#/.test(name);

/** Headers that begin with those of an object. */
export function withType(headers: Value, from: readonly Value[]): Value {
  const type = typeInHeaders(from);
  return type === undefined ? headers : { ...headers, text: writtenText(type) };
}

/** `ctx.type = 'json'`. */
export const noteWrittenType = (machine: Machine, object: Node, value: Value, frame: Frame): void =>
  keepType(machine, answerOf(object), shownType(value), frame);

function keepType(machine: Machine, answer: Node, type: string, frame: Frame): void {
  const known = accessKey(answer, frame);
  if (known === undefined) return;
  narrow(machine.state, known.key, { ...machine.evaluate(answer, frame), text: writtenText(type) });
}

const writtenText = (type: string): NonNullable<Value['text']> => ({
  prefix: type,
  suffix: type,
  whole: true,
  query: false,
});

/** What methods are called on one behind the other: `res` of `res.status(400).type('html').send()`. */
function answerOf(node: Node): Node {
  if (node.type === 'CallExpression') return answerOf(node.callee);
  if (node.type === 'MemberExpression') {
    const { property } = node;
    const isAnswer =
      property.type === 'Identifier' && /^(raw|response|res|reply)$/.test(property.name) && !node.computed;
    return isAnswer ? node : answerOf(node.object);
  }
  return node.type === 'ChainExpression' || node.type === 'TSNonNullExpression'
    ? answerOf(node.expression)
    : node;
}

function typeSetBy(method: string, args: readonly Value[]): string | undefined {
  const [first, second] = args;
  if (first === undefined) return undefined;
  if (/^(type|contentType)$/.test(method)) return shownType(first);
  const name = wholeText(first);
  if (name !== undefined)
    return /^content-type$/i.test(name) && second !== undefined ? shownType(second) : undefined;
  return typeInHeaders(args);
}

/** The content type among headers that are given as an object. */
export function typeInHeaders(values: readonly Value[]): string | undefined {
  for (const value of values)
    for (const key of ['Content-Type', 'content-type', 'Content-type', 'contentType']) {
      const found = fieldsOf(value, key);
      if (found !== undefined) return shownType(found);
    }
  return undefined;
}

/** What somebody else chooses may be a page. */
function shownType(value: Value): string {
  if (value.taints.some(({ marks }) => !isOnlyStored(marks))) return 'html';
  const prefix = value.text?.prefix ?? '';
  if (prefix !== '') return prefix.toLowerCase();
  return choicesOf(value).find(isPage) ?? unknownType;
}

/** A browser runs what stands in it. */
export const isPage = (type: string): boolean => /html|xml|svg/i.test(type);

/** The content type of the answer a call is made on; undefined where none was set. */
export function contentType({ machine, frame, node, trace, receiver }: CallFact): string | undefined {
  let steps = 0;
  for (let at: Trace | undefined = trace?.on; at !== undefined && steps < 20; at = at.on, steps += 1) {
    const method = /\.?(\w+)\(\)$/.exec(at.name)?.[1];
    const type = method === undefined || !setters.test(method) ? undefined : typeSetBy(method, at.args ?? []);
    if (type !== undefined) return type;
  }
  const base = answerOf(node);
  const value = accessKey(base, frame) === undefined ? receiver : machine.evaluate(base, frame);
  return value === undefined
    ? undefined
    : choicesOf(value).length > 1
      ? (choicesOf(value).find(isPage) ?? unknownType)
      : wholeText(value);
}
