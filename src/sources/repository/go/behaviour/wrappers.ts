import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, walkSyntax } from '../../languages/syntax.ts';
import type { SentMessage } from '../../processes/sent-messages.ts';
import { declaredType } from '../machine/types.ts';
import type { GoFunction } from '../program/package.ts';
import { originOf } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import { calleeOf, localTypes, ownerOf, typeOfValue } from '../routing/callees.ts';
import { isImplementedBy } from './implementations.ts';
import { writtenText } from './texts.ts';
import type { Place } from './visit.ts';
import { visitCalls } from './visit.ts';

/** A function of the target that hands one of its parameters on to a broker as the name of a queue. */
interface Wrapper {
  readonly fn: GoFunction;
  readonly parameter: number;
  /** The name is computed from the message, so that its type stands for it. */
  readonly byType: boolean;
  readonly sent: SentMessage;
}

/** A message whose queue is named by an expression that is not known where it is sent. */
export interface OpenMessage {
  readonly named: SyntaxNode;
  readonly place: Place;
  readonly sent: SentMessage;
}

/** Wrappers around wrappers that are followed. */
const deepest = 3;

/**
 * Messages that a function of the target sends under a name that its callers say: each at the place that says it. What
 * no caller names stays open.
 */
export function wrappedMessages(program: GoProgram, open: readonly OpenMessage[]): readonly SentMessage[] {
  const found: SentMessage[] = [];
  let edge: readonly Wrapper[] = open.flatMap(({ named, place, sent }): readonly Wrapper[] => {
    const by = dependence(named, place.fn, 0);
    if (by === undefined) found.push(sent);
    return by === undefined ? [] : [{ fn: place.fn, ...by, sent }];
  });
  const seen = new Set<SyntaxNode>();
  for (let depth = 0; edge.length > 0; depth += 1) {
    const called = new Set<Wrapper>();
    const next: Wrapper[] = [];
    for (const { fn } of edge) seen.add(fn.node);
    for (const { wrapper, call, place } of depth < deepest ? callsOf(program, edge) : []) {
      called.add(wrapper);
      const sent = sentBy(wrapper, call, place);
      if (sent === undefined) continue;
      if (sent.kind === 'message') found.push(sent.message);
      else if (!seen.has(sent.wrapper.fn.node)) next.push(sent.wrapper);
    }
    for (const wrapper of edge) if (!called.has(wrapper)) found.push(wrapper.sent);
    edge = next;
  }
  // A wrapper may send in several branches.
  return [...new Map(found.map((each) => [placeOf(each), each])).values()];
}

const placeOf = ({ queue = '', origin: { file, line } }: SentMessage): string => `${file}:${line} ${queue}`;

interface WrapperCall {
  readonly wrapper: Wrapper;
  readonly call: SyntaxNode;
  readonly place: Place;
}

function callsOf(program: GoProgram, wrappers: readonly Wrapper[]): readonly WrapperCall[] {
  const found: WrapperCall[] = [];
  const names = new Set(wrappers.map(({ fn }) => fn.name));
  visitCalls(program, new RegExp(`\\b(?:${[...names].join('|')})\\(`), (call, place) => {
    const callee = inField(call, 'function');
    const name = (callee?.type === 'selector_expression' ? inField(callee, 'field') : callee)?.text ?? '';
    if (!names.has(name) || /mock|fake/i.test(place.file.path)) return;
    const known = localTypes(program, place.fn.node, place.file);
    const fn = calleeOf(program, call, place.file, known);
    const owner = fn === undefined ? ownerOf(program, callee, known) : undefined;
    const wrapper = wrappers.find((each) =>
      fn === undefined
        ? each.fn.name === name && owner !== undefined && isReceiverOf(program, owner, each.fn)
        : each.fn.node === fn.node,
    );
    if (wrapper !== undefined) found.push({ wrapper, call, place });
  });
  return found;
}

const isReceiverOf = (
  program: GoProgram,
  owner: Parameters<typeof isImplementedBy>[1],
  { file, receiver }: GoFunction,
): boolean =>
  receiver !== undefined && isImplementedBy(program, owner, file.package.folder, receiver.replace(/^\*/, ''));

type Told =
  | { readonly kind: 'message'; readonly message: SentMessage }
  | { readonly kind: 'wrapper'; readonly wrapper: Wrapper };

function sentBy(wrapper: Wrapper, call: SyntaxNode, place: Place): Told | undefined {
  const given = (inField(call, 'arguments')?.children ?? []).filter(({ type }) => type !== 'comment');
  const argument = given[wrapper.parameter];
  if (argument === undefined) return undefined;
  const origin = originOf(place.file, call);
  const queue = wrapper.byType ? typeNamed(argument, place) : textNamed(argument, place);
  if (queue !== undefined) return { kind: 'message', message: { ...wrapper.sent, queue, origin } };
  const by = dependence(argument, place.fn, 0);
  if (by === undefined || (wrapper.byType && by.byType))
    return { kind: 'message', message: { ...wrapper.sent, origin } };
  const byType = wrapper.byType || by.byType;
  return {
    kind: 'wrapper',
    wrapper: { fn: place.fn, parameter: by.parameter, byType, sent: { ...wrapper.sent, origin } },
  };
}

function textNamed(argument: SyntaxNode, place: Place): string | undefined {
  const text = writtenText(argument, place);
  return text === undefined || text.open.length > 0 || text.text === '' ? undefined : text.text;
}

/** The struct of a message. */
function typeNamed(argument: SyntaxNode, { program, file, fn }: Place): string | undefined {
  const type = typeOfValue(program, argument, file, localTypes(program, fn.node, file));
  if (type?.kind !== 'own') return undefined;
  const declared = declaredType(program, type);
  return declared !== undefined && inField(declared.node, 'type')?.type === 'struct_type'
    ? type.name
    : undefined;
}

/** How a name depends on the parameters of the function around it. */
function dependence(
  node: SyntaxNode,
  fn: GoFunction,
  depth: number,
): Pick<Wrapper, 'parameter' | 'byType'> | undefined {
  if (depth > 4) return undefined;
  const all = (nodes: readonly SyntaxNode[]): Pick<Wrapper, 'parameter' | 'byType'> | undefined => {
    for (const each of nodes) {
      const found = dependence(each, fn, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  switch (node.type) {
    case 'identifier': {
      const parameter = parametersOf(fn).indexOf(node.text);
      return parameter === -1 ? all(valuesOf(fn, node.text)) : { parameter, byType: false };
    }
    case 'selector_expression': {
      const operand = inField(node, 'operand');
      const found = operand === undefined ? undefined : dependence(operand, fn, depth + 1);
      return found?.byType === true ? found : undefined;
    }
    case 'call_expression': {
      // What is computed from the message goes by the kind of message.
      const found = all(
        (inField(node, 'arguments')?.children ?? []).filter(({ text }) => !/^(ctx|c)$/.test(text)),
      );
      return found === undefined ? undefined : { ...found, byType: true };
    }
    default:
      return undefined;
  }
}

const parametersOf = ({ node }: GoFunction): readonly string[] =>
  allOfType(inField(node, 'parameters'), 'parameter_declaration').flatMap((each) =>
    each.children.flatMap((child) => (child.field === 'name' && child.type !== ',' ? [child.text] : [])),
  );

/** All that a variable of the function is given. */
function valuesOf({ node }: GoFunction, name: string): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  walkSyntax(node, (at) => {
    if (at.type !== 'short_var_declaration' && at.type !== 'assignment_statement') return;
    const place = (inField(at, 'left')?.children ?? []).findIndex(({ text }) => text === name);
    const value = place === -1 ? undefined : inField(at, 'right')?.children[place];
    if (value !== undefined) found.push(value);
  });
  return found;
}
