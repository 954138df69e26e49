import type { SyntaxNode } from '../languages/syntax.ts';
import { inField } from '../languages/syntax.ts';
import { givenTo } from './given.ts';
import type { Callee, Frame } from './frame.ts';
import { deepest, heldBy } from './frame.ts';
import { keptIn, takenOut } from './kept.ts';
import type { Mark } from './mark.ts';
import { allJoined, joined, partOf, unmarked } from './mark.ts';
import { rowOf } from './rows.ts';
import type { CallShape } from './shapes.ts';
import { callOf, isFunction, memberOf } from './shapes.ts';
import {
  asksForCaller,
  asksRequestForCaller,
  isContextParameter,
  isIdentity,
  isOfTheRequest,
  isPrivilege,
  isWholeBody,
  partNamed,
} from './words.ts';

/** Longest text of an expression that words are looked for in. */
const longest = 160;

/** What is known of the value of an expression. */
export function markOf(frame: Frame, node: SyntaxNode): Mark {
  const before = frame.known.get(node);
  if (before !== undefined) return before;
  const mark = evaluated(frame, node);
  frame.known.set(node, mark);
  return mark;
}

function evaluated(frame: Frame, node: SyntaxNode): Mark {
  if (node.type === 'identifier') return ofName(frame, node);
  if (/string|comment|integer|float|^(none|null_literal|nil|true|false|this)$/.test(node.type))
    return /^(string|interpreted_string_literal)$/.test(node.type) ? ofParts(frame, node) : unmarked;
  if (/^(self|this)\.(request|req)$/.test(node.text)) return { caller: false, context: true };
  const said = ofWords(frame, node);
  if (said !== undefined) return said;
  const call = callOf(node);
  if (call !== undefined) return ofCall(frame, call);
  const member = memberOf(node);
  if (member !== undefined) return fieldOf(markOf(frame, member.object), member.name);
  if (node.type === 'subscript') return ofElement(frame, node);
  return ofParts(frame, node);
}

/** Names nobody gave a value to here: parameters of functions within, and what a framework keeps in one place. */
function ofName(frame: Frame, node: SyntaxNode): Mark {
  const name = node.text;
  const known = heldBy(frame, name, node);
  if (known !== undefined) return known;
  if (isIdentity(name)) return { caller: true, context: false };
  return isContextParameter(name, name) ? { caller: false, context: true } : unmarked;
}

/** Expressions that are what stands in them. */
const holding =
  /^(unary_expression|parenthesized_expression|expression_list|ternary_expression|type_assertion|keyed_element|literal_element|await|conditional_expression|boolean_operator)/;

const keyed = /^(type|name|key|attribute|field|operator|operators|parameters)$/;

function ofParts(frame: Frame, node: SyntaxNode): Mark {
  let found = unmarked;
  for (const child of node.children)
    if (child.field === undefined || !keyed.test(child.field)) found = joined(found, markOf(frame, child));
  if (found.row === undefined || holding.test(node.type)) return found;
  const { row: _row, ...rest } = found;
  return rest;
}

const rootOf = (node: SyntaxNode): SyntaxNode => {
  const inner = memberOf(node)?.object ?? callOf(node)?.receiver ?? inField(node, 'value');
  return inner === undefined || inner === node ? node : rootOf(inner);
};

/** What the words of an expression say: the request's own fields, and where frameworks keep who is calling. */
function ofWords(frame: Frame, node: SyntaxNode): Mark | undefined {
  const { text } = node;
  if (
    text.length > longest ||
    !/^(call|attribute|subscript|selector|method_|index|field_|await)/.test(node.type)
  )
    return undefined;
  const root = rootOf(node.type === 'await' ? (node.children[0] ?? node) : node);
  const known = root.type === 'identifier' ? heldBy(frame, root.text, root) : undefined;
  if (known !== undefined && !known.context) return undefined;
  if (isWholeBody(text)) return { ...requested(frame, node, 'the body'), body: 'open' };
  if (handsOnFields(node)) return undefined;
  if (isOfTheRequest(text)) return requested(frame, node, partNamed(text));
  return isIdentity(text) ? { caller: true, context: false } : undefined;
}

const requested = ({ file }: Frame, { line }: SyntaxNode, what: string): Mark => ({
  caller: false,
  context: false,
  named: { what, origin: { kind: 'read', file, line } },
});

/** A field of a body is named by the request; what a record holds is as its record. */
function fieldOf(of: Mark, name: string): Mark {
  const { body, named } = of;
  if (body === undefined || named === undefined) return partOf(of);
  return { caller: of.caller, context: false, named: { ...named, what: `body field ${name}` } };
}

function ofElement(frame: Frame, node: SyntaxNode): Mark {
  const [value, key] = node.children;
  if (value === undefined) return unmarked;
  const of = markOf(frame, value);
  const name = /^["'](\w+)["']$/.exec(key?.text ?? '')?.[1];
  if (of.body !== undefined && name !== undefined) return fieldOf(of, name);
  const found = joined(partOf(of), key === undefined ? unmarked : partOf(markOf(frame, key)));
  return name === undefined ? keptIn(frame, value, found) : found;
}

/** Calls that hand on all fields of what they are called on. */
const keepsFields =
  /^(get_json|dict|to_dict|copy|deepcopy|model_dump|json|loads|items|dump|asdict|vars|cast|mapToEntity|clone)$/;

/** `request.json.items()`: the body, still whole. */
function handsOnFields(node: SyntaxNode): boolean {
  const call = callOf(node);
  return call?.receiver !== undefined && keepsFields.test(call.name) && isWholeBody(call.receiver.text);
}

function ofCall(frame: Frame, call: CallShape): Mark {
  const { name, receiver, args } = call;
  if (tellsCaller(frame, call)) return { caller: true, context: false };
  const values = args.map(({ value }) => (isFunction(value) ? ofParts(frame, value) : markOf(frame, value)));
  const on = receiver === undefined ? unmarked : markOf(frame, receiver);
  const callees = frame.depth < deepest ? frame.world.callees(frame.file, call) : [];
  const all = allJoined([...values, on]);
  const field = on.body === undefined ? undefined : askedField(call);
  if (field !== undefined) return fieldOf(on, field);
  const called = callees.length > 0 ? answered(frame, call, callees, { values, on, all }) : undefined;
  const row = called?.row ?? rowOf(frame, call, on, values);
  const mark =
    called ?? (keepsFields.test(name) ? { ...all, context: false } : takenOut(frame, call, partOf(all)));
  if (row !== undefined) return { ...mark, row };
  if (!makesOwn.test(name)) return mark;
  const { entity: _, ...own } = mark;
  return own;
}

/** `OrderOut.model_validate(row)`: what Python makes of a row is another object, a change of which changes no row. */
const makesOwn = /^(model_validate|from_orm|parse_obj|model_copy)$/;

interface Given {
  readonly values: readonly Mark[];
  readonly on: Mark;
  readonly all: Mark;
}

/** What functions of the target answer; what is looked up by the caller is theirs, however the rows come back. */
function answered(
  { world, depth }: Frame,
  call: CallShape,
  callees: readonly Callee[],
  { values, on, all }: Given,
): Mark {
  const returns = allJoined(
    callees.map((callee) => world.summary(callee, givenTo(callee, call, values, on), depth + 1).returns),
  );
  const { caller, named } = partOf(all);
  const isLost = !returns.caller && returns.named === undefined && !returns.context;
  return {
    ...returns,
    caller: returns.caller || caller,
    ...(isLost && named !== undefined && !caller ? { named } : {}),
  };
}

/** `data.get("role")`, `form.getRole()`. */
function askedField({ name, args }: CallShape): string | undefined {
  if (/^(get|pop)$/.test(name)) return textOf(args[0]?.value);
  if (args.length > 0) return undefined;
  const getter = /^(?:get|is)([A-Z]\w*)$/.exec(name)?.[1];
  if (getter !== undefined) return `${getter.slice(0, 1).toLowerCase()}${getter.slice(1)}`;
  // A component of a record of Java is asked for by its own name.
  return isPrivilege(name) ? name : undefined;
}

/** Whether a call answers who is calling: by its name, or given nothing but the request. */
export function tellsCaller(frame: Frame, { name, receiver, args, isNew }: CallShape): boolean {
  if (asksForCaller(name)) return true;
  if (isNew || !asksRequestForCaller(name)) return false;
  const contexts = args.map(({ value }) => markOf(frame, value).context);
  const isOn = receiver !== undefined && markOf(frame, receiver).context;
  return (
    (isOn || contexts.includes(true)) &&
    args.every(({ value }, at) => contexts[at] === true || isConstant(value))
  );
}

const isConstant = ({ type, text }: SyntaxNode): boolean =>
  /string|integer|int_literal|true|false/.test(type) || /^[A-Z][\w.]*$/.test(text);

const textOf = (node: SyntaxNode | undefined): string | undefined =>
  /^["'](\w+)["']$/.exec(node?.text ?? '')?.[1];
