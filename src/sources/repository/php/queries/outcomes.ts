import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { methodOf } from '../codebase.ts';
import { className, functionName } from '../names.ts';
import { memberName, receiverOf, writtenArguments } from '../syntax.ts';
import { originAt } from '../value.ts';
import { codeigniterCall } from './codeigniter.ts';
import { doctrineCall } from './doctrine.ts';
import { driverFunction, driverMethod } from './drivers.ts';
import { eloquentStatic, storedCall } from './eloquent.ts';
import { facadeCall, textOutcome } from './facade.ts';
import { scopeClass } from './graph.ts';
import { namedModel, namedRepositoryCall } from './named-repositories.ts';
import { methodResult, objectType, resultOf, typeClass, typeOf } from './typing.ts';
import { handedText } from './wrappers.ts';
import { handOn, typed } from '../../queries/outcome.ts';
import type { Frame, Outcome, PhpType, Reading } from './types.ts';

/** What a call gives and issues; asked once for each call. */
export function outcomeOf(reading: Reading, node: SyntaxNode, frame: Frame): Outcome {
  const known = reading.outcomes.get(node);
  if (known !== undefined) return known;
  const found = find(reading, node, frame);
  reading.outcomes.set(node, found);
  return found;
}

function find(reading: Reading, node: SyntaxNode, frame: Frame): Outcome {
  const name = memberName(node);
  if (name === undefined) return {};
  if (node.type === 'function_call_expression') return calledFunction(reading, node, name, frame);
  const receiver = receiverOf(node);
  if (receiver === undefined) return {};
  if (node.type === 'scoped_call_expression') return scopedCall(reading, node, receiver, name, frame);
  const type = typeOf(reading, receiver, frame);
  return (
    storedCall(reading, node, type, name, frame) ??
    doctrineCall(reading, node, type, name, frame) ??
    codeigniterCall(reading, node, receiver, type, name, frame) ??
    driverMethod(reading, node, receiver, type, name, frame) ??
    methodCall(reading, node, type, name, frame)
  );
}

function scopedCall(
  reading: Reading,
  node: SyntaxNode,
  receiver: SyntaxNode,
  name: string,
  frame: Frame,
): Outcome {
  const written = receiver.text;
  const full = className(frame.file.names, written);
  if (
    /^(DB|.*\\Facades\\DB|Illuminate\\Database\\Capsule\\Manager|Capsule|Hyperf\\DbConnection\\Db)$/.test(
      full,
    )
  )
    return facadeCall(reading, node, name, frame);
  if (/(^|\\)(Facades\\)?Auth$/.test(full) && name === 'user') return typed(userType(reading));
  const owner = scopeClass(reading, receiver, frame);
  if (owner === undefined) return {};
  const entity = reading.entities.of(owner.name);
  const found =
    entity?.mapper === 'eloquent' ? eloquentStatic(reading, node, entity, name, frame) : undefined;
  if (found !== undefined) return found;
  if (written === 'parent') {
    const model = entity === undefined ? namedModel(reading, frame.class) : undefined;
    if (model !== undefined && methodOf(reading.codebase, owner, name) === undefined)
      return namedRepositoryCall(reading, node, model, name, frame);
    if (entity?.mapper === 'eloquent') return {};
  }
  return typed(resultOf(reading, owner, name, frame));
}

function calledFunction(reading: Reading, node: SyntaxNode, name: string, frame: Frame): Outcome {
  const args = writtenArguments(node);
  const first = args[0]?.node;
  if (/^\\?(app|resolve|make)$/.test(name)) {
    const type = first === undefined ? undefined : typeOf(reading, first, frame);
    return type?.kind === 'class' ? typed(objectType(reading, type.name)) : {};
  }
  if (/^\\?(tap|optional|collect|with)$/.test(name))
    return typed(first === undefined ? undefined : typeOf(reading, first, frame));
  if (/^\\?auth$/.test(name)) return { type: { kind: 'object', name: 'Illuminate\\Auth\\Guard' } };
  if (/^\\?request$/.test(name)) return { type: { kind: 'object', name: 'Illuminate\\Http\\Request' } };
  if (/^\\?user$/.test(name)) return typed(userType(reading));
  if (/^\\?db_connect$/.test(name))
    return { type: { kind: 'object', name: 'CodeIgniter\\Database\\BaseConnection' } };
  const driver = driverFunction(reading, node, name, frame);
  if (driver !== undefined) return driver;
  const target = inField(node, 'function');
  const method =
    target === undefined ? undefined : reading.codebase.function(functionName(frame.file.names, target.text));
  if (method === undefined) return {};
  const given = typed(methodResult(reading, undefined, method, frame));
  const handed = handedText(reading.codebase, frame.file, node);
  if (handed === undefined) return given;
  const { issues, unread } = textOutcome(reading, handed.text, frame);
  return {
    ...given,
    ...(issues !== undefined && { issues }),
    ...(handed.certain && unread === true && { unread }),
  };
}

function methodCall(
  reading: Reading,
  node: SyntaxNode,
  type: PhpType | undefined,
  name: string,
  frame: Frame,
): Outcome {
  if (name === 'user' && type?.kind === 'object' && /Request$|Guard$|Auth/.test(type.name))
    return typed(userType(reading));
  if (
    type?.kind === 'object' &&
    /^(make|get)$/.test(name) &&
    /Application$|Container(Interface)?$/.test(type.name)
  ) {
    const first = writtenArguments(node)[0]?.node;
    const given = first === undefined ? undefined : typeOf(reading, first, frame);
    if (given?.kind === 'class') return typed(objectType(reading, given.name));
  }
  const owner = typeClass(reading, type);
  if (owner === undefined) return {};
  const model = namedModel(reading, owner);
  if (model !== undefined && methodOf(reading.codebase, owner, name) === undefined)
    return namedRepositoryCall(reading, node, model, name, frame);
  return typed(resultOf(reading, owner, name, frame));
}

const userType = (reading: Reading): PhpType | undefined =>
  ['App\\Models\\User', 'App\\User', 'App\\Models\\User\\User'].flatMap((name) =>
    reading.entities.of(name) === undefined ? [] : (objectType(reading, name) ?? []),
  )[0];

/** Hands on the statements of a call with the place it stands in. */
export const issue = (reading: Reading, node: SyntaxNode, frame: Frame, outcome: Outcome): void =>
  handOn(reading, outcome, frame, originAt(frame.file, { line: lineOfName(node).line }), () =>
    /->flush\(/.test(loopText(frame)),
  );

/** A chain over many lines is told where its last method stands. */
const lineOfName = (node: SyntaxNode): SyntaxNode => inField(node, 'name') ?? node;

/** The loops of the function, as text. */
const loopText = ({ body }: Frame): string => {
  const found: string[] = [];
  const look = (node: SyntaxNode, depth: number): void => {
    if (depth > 60) return;
    if (/^(foreach|for|while)_statement$/.test(node.type)) found.push(node.text);
    else for (const child of node.children) look(child, depth + 1);
  };
  if (body !== undefined) look(body, 0);
  return found.join('\n');
};
