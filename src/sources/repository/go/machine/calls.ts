import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField } from '../../languages/syntax.ts';
import type { GoFile } from '../program/package.ts';
import { argumentsOf, evaluate, importOf } from './expressions.ts';
import { libraryCall } from './library.ts';
import type { Frame, Machine } from './machine.ts';
import { innerScope, siteOf } from './machine.ts';
import { declaredName } from './globals.ts';
import { callMethod } from './methods.ts';
import { standInOf } from './stand-ins.ts';
import { bind } from './assignments.ts';
import { walkStatements } from './statements.ts';
import type { GoTypeRef } from './types.ts';
import { keyOf, typeOf, underlying } from './types.ts';
import type { FunctionValue, Site, Value } from './value.ts';
import { either, nil, unknown } from './value.ts';
import { aroundHandler, wrappedAnswer } from './wrapping.ts';

/** A call as it is written, with its values. */
export interface Call {
  readonly args: readonly Value[];
  readonly nodes: readonly SyntaxNode[];
  readonly site: Site;
  readonly file: GoFile;
  readonly node: SyntaxNode;
}

export function callOf(frame: Frame, node: SyntaxNode): Value {
  const callee = inField(node, 'function');
  const nodes = argumentsOf(node);
  const { machine, file } = frame;
  if (callee?.type === 'identifier') {
    const built = builtIn(frame, callee.text, nodes);
    if (built !== undefined) return built;
  }
  const target = targetOf(frame, callee);
  const args = nodes.flatMap((each) => {
    const value = evaluate(frame, each);
    const spread = each.type === 'variadic_argument' && value.kind === 'list';
    if (spread) return value.items;
    return value.kind === 'tuple' ? value.items : [value];
  });
  const call: Call = { args, nodes, site: siteOf(file, node), file, node };
  return target.kind === 'method'
    ? callMethod(machine, target.receiver, target.name, call)
    : callValue(machine, target.value, call);
}

type Target =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'method'; readonly receiver: Value; readonly name: string };

function targetOf(frame: Frame, callee: SyntaxNode | undefined): Target {
  if (callee?.type !== 'selector_expression') return { kind: 'value', value: evaluate(frame, callee) };
  const operand = inField(callee, 'operand');
  if (importOf(frame, operand) !== undefined) return { kind: 'value', value: evaluate(frame, callee) };
  return { kind: 'method', receiver: evaluate(frame, operand), name: inField(callee, 'field')?.text ?? '' };
}

export function callValue(machine: Machine, value: Value, call: Call): Value {
  switch (value.kind) {
    case 'function':
      return callFunction(machine, value, call);
    case 'library':
      return libraryCall(machine, value, call);
    case 'type': {
      const [given = nil] = call.args;
      return given.kind === 'unknown' || given.kind === 'nil'
        ? unknown('a converted value', value.type)
        : given;
    }
    case 'choice':
      return value.options.map((option) => callValue(machine, option, call)).reduce(either);
    case 'result':
      return libraryCall(
        machine,
        { kind: 'library', package: value.package, path: `${value.path}()` },
        call,
        value,
      );
    case 'unknown':
      return aroundHandler(value, call) ?? unknown('what is called here is not known');
    default:
      return unknown('what is called here is not known');
  }
}

const deepest = 60;

export function callFunction(machine: Machine, fn: FunctionValue, call: Call): Value {
  const body = inField(fn.node, 'body');
  const result = resultType(fn);
  const active = machine.active.get(fn.node) ?? 0;
  const relevant = machine.isRelevant(fn.node, fn.file);
  if (body === undefined || active > 2 || machine.depth > deepest)
    return unknown('too deep', result, fn.name);
  if (!relevant && (machine.aside > 3 || body.text.length > 6_000))
    return unknown('what this function answers is not known', result, fn.name);
  machine.active.set(fn.node, active + 1);
  machine.depth += 1;
  if (!relevant) machine.aside += 1;
  machine.entered.add(fn.node);
  const scope = innerScope(fn.scope);
  const named = namesOf(inField(fn.node, 'result'));
  const frame: Frame = { machine, file: fn.file, scope, answers: [], named };
  for (const name of named) bind(frame, scope, name, nil);
  bindReceiver(frame, fn);
  bindParameters(frame, fn, call.args);
  walkStatements(frame, body);
  if (!relevant) machine.aside -= 1;
  machine.depth -= 1;
  machine.active.set(fn.node, active);
  return wrappedAnswer(withMaker(answerOf(frame.answers, result), fn, call.args), fn, call);
}

function bindReceiver(frame: Frame, fn: FunctionValue): void {
  const declared = allOfType(inField(fn.node, 'receiver'), 'parameter_declaration')[0];
  const name = inField(declared, 'name')?.text;
  if (declared === undefined || name === undefined) return;
  const type = typeOf(inField(declared, 'type'), fn.file);
  const self = fn.self ?? (type === undefined ? nil : standInOf(frame.machine, type));
  bind(frame, frame.scope, name, self);
}

function bindParameters(frame: Frame, fn: FunctionValue, args: readonly Value[]): void {
  let place = 0;
  const list = inField(fn.node, 'parameters');
  for (const declared of allOfType(list, 'parameter_declaration', 'variadic_parameter_declaration')) {
    const type = typeOf(inField(declared, 'type'), fn.file);
    const names = declared.children.filter(({ field, type: kind }) => field === 'name' && kind !== ',');
    if (declared.type === 'variadic_parameter_declaration') {
      const items = args.slice(place);
      for (const { text } of names) bind(frame, frame.scope, text, { kind: 'list', items });
      return;
    }
    for (const { text } of names) {
      bind(frame, frame.scope, text, typedArgument(args[place], type));
      place += 1;
    }
    if (names.length === 0) place += 1;
  }
}

/** What is not known is at least of the type the parameter has. */
function typedArgument(given: Value | undefined, type: GoTypeRef | undefined): Value {
  if (given === undefined) return unknown('an argument that nobody was seen to give', type);
  return given.kind === 'unknown' && given.type === undefined && type !== undefined
    ? { ...given, type }
    : given;
}

function resultType(fn: FunctionValue): GoTypeRef | undefined {
  const result = inField(fn.node, 'result');
  const first =
    result?.type === 'parameter_list'
      ? inField(allOfType(result, 'parameter_declaration')[0], 'type')
      : result;
  return typeOf(first, fn.file);
}

const namesOf = (result: SyntaxNode | undefined): readonly string[] =>
  result?.type === 'parameter_list'
    ? allOfType(result, 'parameter_declaration').flatMap((declared) =>
        declared.children.flatMap((child) =>
          child.field === 'name' && child.type !== ',' ? [child.text] : [],
        ),
      )
    : [];

/** One answer out of those of all ways through a function: what tells most, place by place. */
function answerOf(answers: readonly Value[], type: GoTypeRef | undefined): Value {
  const [first] = answers;
  if (first === undefined) return unknown('nothing is answered', type);
  const width = Math.max(...answers.map((each) => (each.kind === 'tuple' ? each.items.length : 1)));
  const items = Array.from({ length: width }, (_, place) => {
    const values = answers.map((each) => (each.kind === 'tuple' ? (each.items[place] ?? nil) : each));
    const told = values.filter(({ kind }) => kind !== 'nil' && kind !== 'unknown');
    const [only] = told;
    if (only === undefined)
      return values.find(({ kind }) => kind === 'unknown') ?? unknown('nothing is answered', type);
    const texts = values.every(({ kind }) => kind !== 'nil') ? values : told;
    return told.every(({ kind }) => kind === 'text' || kind === 'function')
      ? texts.reduce(either)
      : (told.at(-1) ?? only);
  });
  const [one] = items;
  return items.length === 1 && one !== undefined ? one : { kind: 'tuple', items };
}

/** A function that a call answered remembers the call: `requireRole("admin")`. */
function withMaker(value: Value, fn: FunctionValue, args: readonly Value[]): Value {
  if (value.kind !== 'function' || value.maker !== undefined || fn.name === undefined) return value;
  if (value.node.type !== 'func_literal') return value;
  return { ...value, maker: { name: fn.name, fn, args } };
}

function builtIn(frame: Frame, name: string, nodes: readonly SyntaxNode[]): Value | undefined {
  if (declaredName(frame.machine, frame.file, name)?.kind === 'function') return undefined;
  switch (name) {
    case 'append': {
      const [list = nil, ...more] = nodes.flatMap((each) => {
        const value = evaluate(frame, each);
        return each.type === 'variadic_argument' && value.kind === 'list' ? value.items : [value];
      });
      return { kind: 'list', items: [...(list.kind === 'list' ? list.items : []), ...more].slice(0, 3_000) };
    }
    case 'len': {
      const [value = nil] = nodes.map((each) => evaluate(frame, each));
      if (value.kind === 'list') return { kind: 'number', value: value.items.length };
      const whole = value.kind === 'text' && value.parts.every((part) => typeof part === 'string');
      return whole ? { kind: 'number', value: value.parts.join('').length } : unknown('a length');
    }
    case 'new':
    case 'make':
      return made(frame, typeOf(nodes[0], frame.file));
    case 'panic':
    case 'close':
    case 'delete':
      return nil;
    default:
      return undefined;
  }
}

function made(frame: Frame, type: GoTypeRef | undefined): Value {
  const inner = type?.kind === 'own' ? underlying(frame.machine.program, type) : type;
  if (inner?.kind === 'list') return { kind: 'list', items: [] };
  if (inner?.kind === 'map') return { kind: 'map', entries: new Map() };
  if (type?.kind === 'library') {
    const site = siteOf(frame.file, frame.file.package.functions.values().next().value?.node ?? emptyNode);
    const value: Value = { kind: 'library', package: type.package, path: `new ${type.name}` };
    return libraryCall(frame.machine, value, {
      args: [],
      nodes: [],
      site,
      file: frame.file,
      node: emptyNode,
    });
  }
  const object: Value = { kind: 'object', ...(type === undefined ? {} : { type }), fields: new Map() };
  if (type?.kind === 'own') {
    const known = frame.machine.instances.get(keyOf(type)) ?? [];
    known.push(object);
    frame.machine.instances.set(keyOf(type), known);
  }
  return object;
}

const emptyNode: SyntaxNode = { type: 'nil', text: '', start: 0, line: 1, children: [] };
