import { joinPaths } from '../../http/paths.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, ofType } from '../../languages/syntax.ts';
import type { Convention } from '../applications.ts';
import type { Code } from '../code.ts';
import { lineageOf } from '../code.ts';
import { bodyOf, calledIn, lastName, nameOf, parametersOf } from '../syntax.ts';
import type { Called } from '../syntax.ts';
import { textOf } from '../texts.ts';
import type { BuilderMethod } from './builders.ts';
import { isBuilder } from './builders.ts';
import { noteUnread } from './extensions.ts';
import { mapCall } from './maps.ts';
import type { Frame, Group, RouteDraft, Value } from './values.ts';
import { functionNamed, unknownValue, valueOf } from './values.ts';

/** Walks start-up code in the order in which it runs and notes what is mapped on which builder. */
export interface Interpreter {
  readonly code: Code;
  readonly methods: ReadonlyMap<string, readonly BuilderMethod[]>;
  readonly routes: RouteDraft[];
  readonly conventions: Convention[];
  readonly entered: Set<SyntaxNode>;
  /** Builder on which all Carter modules were mapped. */
  readonly carter: Group[];
  steps: number;
}

const mostSteps = 400_000;
const deepest = 24;

export function runStatements(run: Interpreter, nodes: readonly SyntaxNode[], frame: Frame): Value {
  for (const node of nodes)
    if (node.type === 'local_function_statement') frame.functions.set(nameOf(node), node);
  let result: Value = unknownValue;
  for (const node of nodes) {
    const value = runStatement(run, node, frame);
    if (value !== undefined) result = value;
  }
  return result;
}

/** The value a `return` below gives, if there is one. */
function runStatement(run: Interpreter, node: SyntaxNode, frame: Frame): Value | undefined {
  run.steps += 1;
  if (run.steps > mostSteps) return undefined;
  switch (node.type) {
    case 'local_function_statement':
      return undefined;
    case 'local_declaration_statement':
      declare(run, ofType(node, 'variable_declaration'), frame);
      return undefined;
    case 'expression_statement':
      for (const child of node.children) evaluate(run, child, frame);
      return undefined;
    case 'return_statement':
    case 'arrow_expression_clause': {
      const [child] = node.children;
      return child === undefined ? undefined : evaluate(run, child, frame);
    }
    case 'block':
    case 'global_statement':
      return runBlock(run, node.children, frame);
    default:
      return runBlock(
        run,
        node.children.filter(({ type }) =>
          /statement|^block$|^preproc_|clause$|switch_body|switch_section/.test(type),
        ),
        frame,
      );
  }
}

function runBlock(run: Interpreter, nodes: readonly SyntaxNode[], frame: Frame): Value | undefined {
  const value = runStatements(run, nodes, frame);
  return value.kind === 'unknown' ? undefined : value;
}

function declare(run: Interpreter, node: SyntaxNode | undefined, frame: Frame): void {
  for (const declarator of allOfType(node, 'variable_declarator')) {
    const value = declarator.children.find((child) => child.field !== 'name');
    const name = inField(declarator, 'name')?.text;
    if (value !== undefined && name !== undefined) frame.values.set(name, evaluate(run, value, frame));
  }
}

export function evaluate(run: Interpreter, node: SyntaxNode, frame: Frame): Value {
  run.steps += 1;
  if (run.steps > mostSteps || frame.depth > deepest) return unknownValue;
  switch (node.type) {
    case 'invocation_expression':
      return call(run, node, frame);
    case 'identifier':
      return valueOf(frame, node.text) ?? unknownValue;
    case 'this_expression':
      return valueOf(frame, 'this') ?? unknownValue;
    case 'await_expression':
    case 'parenthesized_expression':
    case 'cast_expression':
    case 'postfix_unary_expression': {
      const inner = node.children.at(-1);
      return inner === undefined ? unknownValue : evaluate(run, inner, frame);
    }
    case 'assignment_expression': {
      const [left, right] = [inField(node, 'left'), inField(node, 'right')];
      if (right === undefined) return unknownValue;
      const value = /lambda|anonymous/.test(right.type) ? unknownValue : evaluate(run, right, frame);
      if (left?.type === 'identifier') frame.values.set(left.text, value);
      return value;
    }
    case 'string_literal':
    case 'interpolated_string_expression':
    case 'binary_expression':
    case 'verbatim_string_literal': {
      const text = pathText(run, node, frame);
      return text.resolved ? { kind: 'text', text } : unknownValue;
    }
    default:
      return unknownValue;
  }
}

export const pathText = (run: Interpreter, node: SyntaxNode | undefined, frame: Frame): RoutePath =>
  textOf(run.code, node, {
    file: frame.file,
    ...(frame.type === undefined ? {} : { type: frame.type }),
    local: (name) => {
      const value = valueOf(frame, name);
      return value?.kind === 'text' ? value.text : undefined;
    },
  });

function call(run: Interpreter, node: SyntaxNode, frame: Frame): Value {
  const called = calledIn(node);
  if (called === undefined) return unknownValue;
  const receiver = called.receiver === undefined ? unknownValue : evaluate(run, called.receiver, frame);
  const mapped = mapCall(run, node, called, receiver, frame);
  if (mapped !== undefined) return mapped;
  const given = called.arguments.map(({ value }) =>
    /lambda|anonymous/.test(value.type) ? unknownValue : evaluate(run, value, frame),
  );
  const entered = enter(run, called, receiver, given, frame);
  if (entered !== undefined) return entered;
  for (const { value } of called.arguments)
    if (value.type === 'lambda_expression')
      runLambda(run, value, receiver.kind === 'group' ? receiver : unknownValue, frame);
  // A call that is not known gives the builder back: `WithTags`, `HasApiVersion`.
  noteUnread(run, node, called, receiver, frame);
  return receiver;
}

/** Runs a lambda that configures something; its first parameter is the builder it was called on. */
export function runLambda(run: Interpreter, lambda: SyntaxNode, value: Value, frame: Frame): void {
  const body = inField(lambda, 'body');
  if (body === undefined || frame.depth > deepest) return;
  const values = new Map<string, Value>();
  const [first] = parametersOf(lambda);
  if (first !== undefined && value.kind !== 'unknown') values.set(first.name, value);
  const inner: Frame = { ...frame, values, functions: new Map(), depth: frame.depth + 1, parent: frame };
  if (body.type === 'block') runStatements(run, body.children, inner);
  else evaluate(run, body, inner);
}

/** Runs the methods a call may mean; the value of the first. */
function enter(
  run: Interpreter,
  called: Called,
  receiver: Value,
  given: readonly Value[],
  frame: Frame,
): Value | undefined {
  if (called.receiver === undefined) {
    const local = functionNamed(frame, called.name);
    if (local !== undefined) return runFunction(run, local, given, called, { ...frame, parent: frame });
  }
  const builders = [receiver, ...given].filter(({ kind }) => kind === 'group' || kind === 'routes');
  const all = run.methods.get(called.name) ?? [];
  const meant = all.length === 0 ? [] : meantBy(run.code, called, all, frame);
  if (meant.length === 0) return undefined;
  if (
    builders.length === 0 &&
    !meant.some(({ parameters }) => parameters[0]?.isReceiver === true || parameters.length > 0)
  )
    return undefined;
  let result: Value | undefined;
  for (const method of meant) {
    const extension = method.parameters[0]?.isReceiver === true && given.length < method.parameters.length;
    const values = extension ? [receiver, ...given] : given;
    const value = runFunction(run, method.node, values, called, {
      ...frame,
      file: method.type.file,
      type: method.type,
    });
    result ??= value;
  }
  return result ?? unknownValue;
}

/** By the type it is called on where that is told, else every method of the name. */
function meantBy(
  code: Code,
  called: Called,
  all: readonly BuilderMethod[],
  frame: Frame,
): readonly BuilderMethod[] {
  const written = lastName(called.receiver);
  const name = frame.generics.get(written) ?? written;
  const type =
    name === '' || called.receiver?.type === 'invocation_expression'
      ? undefined
      : code.find(name, frame.file);
  if (type !== undefined) {
    const line = lineageOf(code, type).types;
    const own = all.filter((each) =>
      line.some(({ name: above, file }) => above === each.type.name && file === each.type.file),
    );
    if (own.length > 0) return own;
  }
  if (called.receiver === undefined && frame.type !== undefined) {
    const own = all.filter((each) => each.type.name === frame.type?.name);
    if (own.length > 0) return own;
  }
  return all.filter(({ node }) => bodyOf(node) !== undefined);
}

export function runFunction(
  run: Interpreter,
  node: SyntaxNode,
  given: readonly Value[],
  called: Called,
  base: Frame,
): Value {
  const body = bodyOf(node);
  if (body === undefined || base.depth > deepest) return unknownValue;
  run.entered.add(node);
  const values = new Map<string, Value>();
  for (const [at, parameter] of parametersOf(node).entries()) {
    const named = called.arguments.findIndex(({ name }) => name === parameter.name);
    const value = given[named >= 0 ? named : at];
    if (value !== undefined && value.kind !== 'unknown') values.set(parameter.name, value);
    else if (isBuilder(parameter)) values.set(parameter.name, { kind: 'group', group: base.root });
  }
  const generics = new Map(base.generics);
  const names = (ofType(node, 'type_parameter_list')?.children ?? []).map(
    (child) => nameOf(child) || child.text,
  );
  for (const [at, name] of names.entries()) {
    const type = lastName(called.generics[at]);
    if (type !== '') generics.set(name, base.generics.get(type) ?? type);
  }
  const inner: Frame = { ...base, values, generics, functions: new Map(), depth: base.depth + 1 };
  if (body.type === 'block') return runStatements(run, body.children, inner);
  return runStatement(run, body, inner) ?? unknownValue;
}

export const groupBelow = (parent: Group, prefix: RoutePath): Group => ({
  prefix: joinPaths(parent.prefix, prefix),
  parent,
  guards: [],
  anonymous: false,
});
