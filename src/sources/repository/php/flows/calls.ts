import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { anonymousName } from '../classes.ts';
import { methodOf } from '../codebase.ts';
import { className, functionName } from '../names.ts';
import { memberName, writtenArguments } from '../syntax.ts';
import { assign } from './assignments.ts';
import { evaluate } from './expressions.ts';
import { invoke } from './invoke.ts';
import type { Frame, Machine, Outcome } from './machine.ts';
import { report } from './machine.ts';
import { can } from './marks.ts';
import { methodResult } from './library-methods.ts';
import { specialCall } from './special-calls.ts';
import { libraryFunction } from './library-functions.ts';
import { dynamicCallHit } from './sinks/code.ts';
import { functionSinks } from './sinks/functions.ts';
import { methodSinks, newSinks, staticSinks } from './sinks/methods.ts';
import { saysCaller, saysCurrent, withCaller } from './records/callers.ts';
import { askCall, recordFunction, recordMethod } from './records/hooks.ts';
import { modelOf } from './records/models.ts';
import { movedByMethod } from './records/uploads.ts';
import { madeWith } from './records/writes.ts';
import { requestCall } from './request.ts';
import { viewFunction, viewMethod, viewStatic } from './templates/view-calls.ts';
import { construct, shared, valueOfType } from './types.ts';
import type { Callable, Instance, Value } from './value.ts';
import { choicesOf, wholeText } from '../../flows/value.ts';
import { instanceOf, isEmpty, join, joinAll, masking, nothing, ofKind } from './value.ts';

/** A call with what it passes. */
export interface Passed {
  readonly node: SyntaxNode;
  readonly frame: Frame;
  readonly args: readonly Value[];
  readonly nodes: readonly SyntaxNode[];
  readonly names: readonly (string | undefined)[];
}

export function passed(machine: Machine, node: SyntaxNode, frame: Frame): Passed {
  const args: Value[] = [];
  const nodes: SyntaxNode[] = [];
  const names: (string | undefined)[] = [];
  for (const written of writtenArguments(node)) {
    const value = evaluate(machine, written.node, frame);
    if (written.spread && value.array !== undefined) {
      for (const each of value.array.fields.values()) {
        args.push(each);
        nodes.push(written.node);
        names.push(undefined);
      }
      if (isEmpty(value.array.rest)) continue;
    }
    args.push(written.spread ? (value.array?.rest ?? { ...nothing, taints: value.taints }) : value);
    nodes.push(written.node);
    names.push(written.name);
  }
  return { node, frame, args, nodes, names };
}

export function evaluateCall(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  if (node.type === 'function_call_expression') return functionCall(machine, node, frame);
  return node.type === 'scoped_call_expression'
    ? staticCall(machine, node, frame)
    : methodCall(machine, node, frame);
}

/** Parameters that are taken by reference change what was passed; a function may not come back. */
function finished(machine: Machine, callee: Callable, outcome: Outcome, call: Passed): Value {
  if (callee.kind === 'method' && outcome.references.size > 0)
    for (const [at, { name }] of callee.method.parameters.entries()) {
      const [value, target] = [outcome.references.get(name), call.nodes[at]];
      if (value !== undefined && target !== undefined) assign(machine, target, value, call.frame);
    }
  if (outcome.ends) call.frame.env.dead = true;
  const name = callee.kind === 'method' ? callee.method.name : '';
  return cleansMarkup.test(name) ? masking(outcome.value, ~can.markup) : outcome.value;
}

/** Libraries and functions that take scripts out of markup, letter by letter. */
const cleansMarkup =
  /^(html_?lawed|purify(_?html)?|html_?purif\w*|(safe|clean|sanitize|filter)_?html|sanitizeHtml\w*|wp_kses\w*|xss_?clean|anti_?xss|remove_?xss|clean_?xss|strip_?tags)$/i;

/** Calls a function, closure or method of the target. */
export function callOne(machine: Machine, callee: Callable, call: Passed): Value {
  return finished(machine, callee, invoke(machine, callee, call.args, call), call);
}

function functionCall(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const callee = inField(node, 'function');
  if (callee === undefined) return nothing;
  if (callee.type === 'name' || callee.type === 'qualified_name' || callee.type === 'relative_name') {
    const name = functionName(frame.file.names, callee.text);
    const special = specialCall(machine, name.toLowerCase(), node, frame);
    return special ?? namedCall(machine, name, passed(machine, node, frame));
  }
  const value = evaluate(machine, callee, frame);
  const call = passed(machine, node, frame);
  report(machine, [dynamicCallHit(value, `name of the function that ${callee.text} calls`)], node, frame);
  return callValue(machine, value, call);
}

/** What a value calls: a closure, `'name'`, `[$object, 'method']`. */
export function callValue(machine: Machine, value: Value, call: Passed): Value {
  const found: Value[] = value.callables.map((each) => callOne(machine, each, call));
  for (const name of choicesOf(value).slice(0, 4)) {
    const [owner, method] = name.split('::');
    const declared = method === undefined ? undefined : machine.codebase.class(owner);
    const own =
      declared === undefined || method === undefined
        ? undefined
        : methodOf(machine.codebase, declared, method);
    if (own !== undefined)
      found.push(
        callOne(
          machine,
          { kind: 'method', method: own, ...(declared === undefined ? {} : { class: declared }) },
          call,
        ),
      );
    else if (/^\w+$/.test(name)) found.push(namedCall(machine, name, call));
  }
  const [first, second] = [value.array?.fields.get('0'), value.array?.fields.get('1')];
  const method = second === undefined ? undefined : wholeText(second);
  if (first !== undefined && method !== undefined) {
    const owner = machine.codebase.class(wholeText(first));
    const on = owner === undefined ? first : shared(machine, owner);
    found.push(callMethod(machine, on, method, call));
  }
  for (const instance of value.instances)
    found.push(callMethod(machine, instanceOf(instance), '__invoke', call));
  return joinAll(found);
}

/** A function by its name: of the target, or of PHP and its libraries. */
export function namedCall(machine: Machine, name: string, call: Passed): Value {
  const own = machine.codebase.function(name);
  const short = (name.split('\\').at(-1) ?? name).toLowerCase();
  askCall(machine, short, undefined, call);
  if (own !== undefined) {
    const given = callOne(machine, { kind: 'method', method: own }, call);
    return saysCurrent(own.name) ? withCaller(machine, given, call.node, call.frame) : given;
  }
  const view = viewFunction(machine, short, call);
  if (view !== undefined) return view;
  const asked = recordFunction(machine, short, call);
  if (asked !== undefined) {
    report(machine, functionSinks(machine, short, call), call.node, call.frame);
    return asked;
  }
  report(machine, functionSinks(machine, short, call), call.node, call.frame);
  return libraryFunction(machine, short, call);
}

/** A method of what a value may be; undefined where no class of it is known. */
function ownMethod(machine: Machine, value: Value, name: string, call: Passed): Value | undefined {
  const found: Value[] = [];
  for (const instance of value.instances) {
    const method = methodOf(machine.codebase, instance.class, name);
    if (method === undefined) continue;
    const self = instanceOf(instance);
    found.push(callOne(machine, { kind: 'method', method, class: instance.class, self }, call));
  }
  return found.length === 0 ? undefined : joinAll(found);
}

export function callMethod(machine: Machine, value: Value, name: string, call: Passed): Value {
  return ownMethod(machine, value, name, call) ?? nothing;
}

function methodCall(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const object = inField(node, 'object');
  if (object === undefined) return nothing;
  const receiver = evaluate(machine, object, frame);
  const call = passed(machine, node, frame);
  const name = inField(node, 'name')?.type === 'name' ? memberName(node) : undefined;
  if (name === undefined) return nothing;
  const asked = requestCall(machine, receiver, name, call);
  if (asked !== undefined) return asked;
  askCall(machine, name, receiver, call);
  const own = ownMethod(machine, receiver, name, call);
  if (own !== undefined)
    return saysCurrent(name) || saysCaller(receiver) ? withCaller(machine, own, node, frame) : own;
  const view = viewMethod(machine, receiver, object.text, name, call);
  if (view !== undefined) return view;
  if (receiver.callables.length > 0 && /^(__invoke|call)$/.test(name))
    return callValue(machine, receiver, call);
  if (/^(move|moveTo|putFileAs)$/.test(name)) movedByMethod(machine, receiver, name, call);
  report(machine, methodSinks(machine, receiver, object.text, name, call), node, frame);
  const stored = recordMethod(machine, receiver, object.text, name, call);
  if (stored === undefined) return methodResult(machine, receiver, name, call);
  // A builder is changed by what is called on it.
  if (object.type === 'variable_name' && (stored.records?.form === 'query' || name === 'execute'))
    assign(machine, object, stored, frame);
  return stored;
}

function staticCall(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const scope = inField(node, 'scope');
  const name = memberName(node);
  if (scope === undefined || name === undefined) return nothing;
  const call = passed(machine, node, frame);
  const isOwn = /^(self|static|parent)$/i.test(scope.text);
  const owner = isOwn ? ownerOf(scope.text, frame) : className(frame.file.names, scope.text);
  const declared = machine.codebase.class(owner);
  const method = declared === undefined ? undefined : methodOf(machine.codebase, declared, name);
  if (method !== undefined && declared !== undefined) {
    const self = isOwn ? frame.self : undefined;
    const callee: Callable = {
      kind: 'method',
      method,
      class: isOwn && frame.class !== undefined ? frame.class : declared,
      ...(self === undefined ? {} : { self }),
    };
    askCall(machine, name, undefined, call);
    const given = callOne(machine, callee, call);
    return saysCurrent(name) ? withCaller(machine, given, node, frame) : given;
  }
  const on = isOwn ? (frame.self ?? nothing) : facade(owner ?? '');
  const asked = requestCall(machine, on, name, call);
  if (asked !== undefined) return asked;
  askCall(machine, name, undefined, call, scope.text);
  const view = viewStatic(machine, owner ?? '', name, call);
  if (view !== undefined) return view;
  report(machine, staticSinks(machine, owner ?? '', name, call), node, frame);
  return recordMethod(machine, on, scope.text, name, call) ?? methodResult(machine, on, name, call);
}

const ownerOf = (word: string, frame: Frame): string | undefined =>
  word.toLowerCase() === 'parent' ? frame.class?.parents[0] : frame.class?.name;

/** Classes whose static methods speak for an object. */
function facade(name: string): Value {
  if (/(^|\\)Facades\\(Request|Input)$|^(Request|Input)$/.test(name)) return ofKind('@request');
  return ofKind(name);
}

export function evaluateNew(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const target = node.children.find(({ type }) => type !== 'arguments' && type !== 'attribute_list');
  if (target === undefined) return nothing;
  const call = passed(machine, node, frame);
  if (target.type !== 'name' && target.type !== 'qualified_name' && target.type !== 'anonymous_class') {
    const names = choicesOf(evaluate(machine, target, frame));
    return joinAll(names.slice(0, 4).map((name) => made(machine, name.replace(/^\\/, ''), call)));
  }
  const name =
    target.type === 'anonymous_class'
      ? anonymousName(frame.file.path, target)
      : /^(self|static)$/i.test(target.text)
        ? (frame.class?.name ?? '')
        : className(frame.file.names, target.text);
  return made(machine, name, call);
}

function made(machine: Machine, name: string, call: Passed): Value {
  const declared = machine.codebase.class(name);
  askCall(machine, name, undefined, undefined);
  const model = modelOf(machine.codebase, declared);
  if (model !== undefined) madeWith(machine, model, call);
  report(machine, newSinks(machine, name, call), call.node, call.frame);
  if (declared === undefined) {
    const value = valueOfType(machine, name);
    // Wrappers of texts and lists hold what they are given.
    const isHolder =
      /(^|\\)(ArrayObject|ArrayIterator|SplFileInfo|Collection|Uri|Stringable|SplFixedArray)$/.test(name);
    return isHolder ? joinAll([value, ...call.args.slice(0, 1)]) : value;
  }
  const instance: Instance = { class: declared, fields: new Map(), depth: machine.branches };
  construct(machine, instance, call.args);
  return join(instanceOf(instance), nothing);
}
