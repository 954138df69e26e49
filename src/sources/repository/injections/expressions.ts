import type { CallShape } from '../callers/shapes.ts';
import { callOf, isFunction, memberOf } from '../callers/shapes.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { inField } from '../languages/syntax.ts';
import { calledWith } from './given.ts';
import { fieldOf, requestedBy } from './requested.ts';
import type { Frame, Write } from './frame.ts';
import { deepest, endOf } from './frame.ts';
import type { Part, Sent, Value } from './sent.ts';
import { concatenated, either, eitherOf, nothing, sentAs, textOf } from './sent.ts';
import { joinsPaths, keepsText, mayClean, readsArgument, refusesText } from './words.ts';

/** What an expression holds of the request. */
export function valueOf(frame: Frame, node: SyntaxNode): Value {
  const before = frame.known.get(node);
  if (before !== undefined) return before;
  frame.known.set(node, nothing);
  const value = evaluated(frame, node);
  frame.known.set(node, value);
  return value;
}

function evaluated(frame: Frame, node: SyntaxNode): Value {
  if (node.type === 'identifier')
    return heldBy(frame, node.text, node.start) ?? requestedBy(frame, node, nothing);
  if (isFunction(node) || node.type === 'lambda') return nothing;
  const root = rootOf(node);
  const held = root.type === 'identifier' ? heldBy(frame, root.text, root.start) : undefined;
  const requested =
    held === undefined || held.isRequest ? requestedBy(frame, node, held ?? nothing) : nothing;
  if (requested !== nothing) return requested;
  const parts = partsOf(frame, node);
  if (parts !== undefined) return concatenated(parts);
  const call = callOf(node);
  if (call !== undefined) return ofCall(frame, call);
  const member = memberOf(node);
  if (member !== undefined) return fieldOf(frame, valueOf(frame, member.object), member.name);
  return ofOthers(frame, node);
}

const passing =
  /^(parenthesized_expression|await|await_expression|conditional_expression|ternary_expression|boolean_operator|cast_expression|type_conversion_expression|list|tuple|array_initializer|array_creation_expression|variadic_argument|literal_element|literal_value|not_in_use|expression_list|unary_expression|list_comprehension|generator_expression)$/;

function ofOthers(frame: Frame, node: SyntaxNode): Value {
  if (
    /^(subscript|index_expression|array_access|slice_expression|type_assertion_expression)$/.test(node.type)
  ) {
    const [of, key] = node.children;
    if (of === undefined) return nothing;
    const name = /^["'](.+)["']$/.exec(key?.text ?? '')?.[1];
    const value = valueOf(frame, of);
    if (node.type === 'type_assertion_expression') return value;
    return value.body === undefined ? textOf(value) : fieldOf(frame, value, name ?? '');
  }
  if (!passing.test(node.type)) return nothing;
  const condition = node.type === 'conditional_expression' ? node.children[1] : inField(node, 'condition');
  return eitherOf(
    node.children
      .filter((each) => each !== condition && each.field !== 'type')
      .map((each) => valueOf(frame, each)),
  );
}

const rootOf = (node: SyntaxNode): SyntaxNode => {
  const inner =
    memberOf(node)?.object ??
    callOf(node)?.receiver ??
    (/^(subscript|index_expression|await)$/.test(node.type) ? node.children[0] : undefined);
  return inner === undefined || inner === node ? node : rootOf(inner);
};

/** What a name holds at an offset: what was given last for certain, or may have been given behind that; undefined where nobody gives it anything. */
export function heldBy(frame: Frame, name: string, at: number): Value | undefined {
  const writes = frame.writes.get(name) ?? [];
  let found: Value | undefined;
  for (const write of writes.toReversed()) {
    if (write.from > at) continue;
    const value = heldIn(frame, write);
    const given =
      write.isAdded && value.sent !== undefined ? concatenated([{ text: ' ' }, { value }]) : value;
    found = found === undefined ? given : either(found, given);
    const isCertain = !write.isAdded && write.block.start <= at && at <= write.block.end;
    if (isCertain) return found;
  }
  const given = frame.given.get(name);
  if (found === undefined) return given ?? (writes.length > 0 ? nothing : undefined);
  return given === undefined ? found : either(found, given);
}

function heldIn(frame: Frame, { value: node, isFilled, isElement, part = 0 }: Write): Value {
  if (isFilled) return filledBy(frame, node);
  const value = valueOf(frame, node);
  // `for key in data`: who sends it chooses the names of the fields as well.
  const isOfFields = isElement === true && value.body !== undefined && value.sent === undefined;
  if (!isOfFields || value.body === undefined || !frame.file.endsWith('.py')) return value;
  return value.body.types.size > 0
    ? value
    : {
        ...value,
        ...sentAs({
          ...value.body.source,
          what: part > 0 ? 'values of body fields' : 'names of body fields',
        }),
      };
}

/** `json.NewDecoder(r.Body).Decode(&body)`: it holds what is sent. */
function filledBy(frame: Frame, node: SyntaxNode): Value {
  const call = callOf(node);
  if (call === undefined) return nothing;
  const from = eitherOf([
    ...(call.receiver === undefined ? [] : [valueOf(frame, call.receiver)]),
    ...call.args.map(({ value }) => valueOf(frame, value)),
  ]);
  if (!from.isRequest && from.body === undefined && from.sent === undefined) return nothing;
  const source = { what: 'the body', origin: { kind: 'read' as const, file: frame.file, line: node.line } };
  return { isRequest: false, body: { source, types: new Map() } };
}

/** The parts of a text that is put together; undefined for what is none. */
function partsOf(frame: Frame, node: SyntaxNode): readonly Part[] | undefined {
  const part = (each: SyntaxNode): readonly Part[] =>
    partsOf(frame, each) ?? [{ value: valueOf(frame, each) }];
  if (/^(string|concatenated_string)$/.test(node.type))
    return node.children.flatMap((child): readonly Part[] => {
      if (child.type === 'string') return part(child);
      if (child.type === 'string_content') return [{ text: child.text }];
      const inner =
        child.type === 'interpolation' ? (inField(child, 'expression') ?? child.children[0]) : undefined;
      return inner === undefined ? [] : [{ value: valueOf(frame, inner) }];
    });
  if (/^(string_literal|interpreted_string_literal|raw_string_literal)$/.test(node.type))
    return [{ text: node.text.slice(1, -1) }];
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  if (/^binary_(operator|expression)$/.test(node.type) && left !== undefined && right !== undefined) {
    const operator = node.text
      .slice(endOf(left) - node.start, right.start - node.start)
      .replaceAll(/[\s()]/g, '');
    if (operator.startsWith('+')) return [...part(left), ...part(right)];
    if (operator.startsWith('%') && /string/.test(left.type))
      return formatted(frame, left.text.replaceAll(/^\w*["']+|["']+$/g, ''), elementsOf(right));
    if (operator.startsWith('/')) return [...part(left), { text: '/' }, ...part(right)];
    return [];
  }
  const call = callOf(node);
  return call === undefined ? undefined : partsOfCall(frame, call);
}

const elementsOf = (node: SyntaxNode): readonly SyntaxNode[] =>
  /^(tuple|dictionary)$/.test(node.type)
    ? node.children.map((each) => inField(each, 'value') ?? each)
    : node.type === 'parenthesized_expression'
      ? node.children
      : [node];

/** A format with its values in their order; those that are written as numbers are none. */
function formatted(frame: Frame, format: string, values: readonly SyntaxNode[]): readonly Part[] {
  const parts: Part[] = [];
  let next = 0;
  let at = 0;
  for (const found of format.matchAll(
    /%(?:\(\w+\))?[-+ #0]*[\d.]*([a-zA-Z%])|\{(?:\w*)(?:![rsa])?(?::[^}]*)?\}/g,
  )) {
    parts.push({ text: format.slice(at, found.index) });
    at = found.index + found[0].length;
    if (found[1] === '%') continue;
    const value = values[Math.min(next, values.length - 1)];
    next += 1;
    if (value !== undefined && (found[1] === undefined || /[srvq]/.test(found[1])))
      parts.push({ value: valueOf(frame, value) });
  }
  return [...parts, { text: format.slice(at) }];
}

function partsOfCall(frame: Frame, { name, receiver, args }: CallShape): readonly Part[] | undefined {
  const values = args.map(({ value }) => value);
  if (name === 'format' && receiver !== undefined && /string/.test(receiver.type))
    return formatted(frame, receiver.text.replaceAll(/^\w*["']+|["']+$/g, ''), values);
  const isFormat =
    (name === 'format' && receiver?.text === 'String') || (name === 'Sprintf' && receiver?.text === 'fmt');
  const [first, ...rest] = values;
  if (isFormat && first !== undefined) return formatted(frame, first.text.slice(1, -1), rest);
  if (name === 'formatted' && receiver !== undefined) return formatted(frame, receiver.text, values);
  const callee = receiver === undefined ? name : `${receiver.text}.${name}`;
  if (!joinsPaths(callee, name)) return undefined;
  const isMethod = /\.(joinpath|resolve)$/.test(callee);
  const joined = isMethod && receiver !== undefined ? [receiver, ...values] : values;
  return joined.flatMap((each, at): readonly Part[] => [
    ...(at === 0 ? [] : [{ text: '/' }]),
    { value: valueOf(frame, each) },
  ]);
}

function ofCall(frame: Frame, call: CallShape): Value {
  const { name, receiver, args } = call;
  if (refusesText(name)) return nothing;
  const on = receiver === undefined ? nothing : valueOf(frame, receiver);
  if (on.body !== undefined || on.upload !== undefined) {
    if (/^(to_dict|dict|copy|model_dump|json|items|keys|values)$/.test(name)) return on;
    const isContent = on.upload !== undefined && /^(read|stream|file)$/.test(name);
    const field = isContent ? name : askedField(call, frame.file);
    if (field !== undefined) return fieldOf(frame, on, field);
  }
  const callees = frame.depth < deepest ? frame.world.callees(frame.file, call) : [];
  if (callees.length > 0) {
    const returns = callees.map(
      (callee) =>
        frame.world.summary(callee, calledWith(frame, call, callee, callees.length > 1), frame.depth + 1)
          .returns,
    );
    const value = eitherOf(returns);
    return mayClean(name) && value.sent !== undefined
      ? { ...value, sent: { ...value.sent, isChecked: true } }
      : value;
  }
  const values = args.map(({ value }) => valueOf(frame, value));
  if (handsOn.test(name)) return eitherOf(values);
  if (name === 'join') return concatenated([{ text: ' ' }, ...values.map((value) => ({ value }))]);
  if (!keepsText(name)) return nothing;
  const kept = textOf(on.sent === undefined && readsArgument(name) ? eitherOf(values.slice(0, 1)) : on);
  return kept.sent === undefined ? kept : { ...kept, sent: { ...kept.sent, ...lostIn(call) } };
}

/** What loses its dots or slashes, or all but its end, stays in its folder; what else is replaced is not told apart. */
function lostIn({ name, args }: CallShape): Partial<Sent> {
  if (name === 'substring') return { isSegment: true };
  if (!/^(replace|replaceAll|ReplaceAll|Replace|split)$/.test(name)) return {};
  const isPlain = args.some(({ value }) => /^["'][./\\]+["']$/.test(value.text));
  return isPlain ? { isSegment: true } : { isChecked: true };
}

/** Calls that answer all that they are given, field by field. */
const handsOn = /^(loads|dict|NewDecoder|ReadAll|NewReader|LimitReader|MaxBytesReader|NewDecoderFrom)$/;

/** `data.get("role")`, `form.getRole()`, `record.role()`. */
function askedField({ name, args }: CallShape, file: string): string | undefined {
  if (/^(get|pop|getlist|getOrDefault|Get)$/.test(name))
    return /^["'](.+)["']$/.exec(args[0]?.value.text ?? '')?.[1];
  if (args.length > 0 || !file.endsWith('.java')) return undefined;
  const getter = /^get([A-Z]\w*)$/.exec(name)?.[1];
  if (getter !== undefined) return `${getter.slice(0, 1).toLowerCase()}${getter.slice(1)}`;
  return /^(toString|hashCode|isEmpty|size|keySet|values|entrySet|items|keys)$/.test(name) ? undefined : name;
}
