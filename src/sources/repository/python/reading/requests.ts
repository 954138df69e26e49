import type { Parameter } from '../../../../model/api.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, walkSyntax } from '../../languages/syntax.ts';
import { evaluate } from '../evaluator/expressions.ts';
import type { Machine } from '../evaluator/machine.ts';
import { lookUp } from '../evaluator/modules.ts';
import { declaredParameters } from '../evaluator/parameters.ts';
import type { FunctionValue } from '../evaluator/value.ts';
import { textOf } from './texts.ts';

type In = Parameter['in'];

/** How the code of a framework reads a request. */
export interface Dialect {
  /** Where the request object comes from when it is a global: `flask.request`. */
  readonly globals?: RegExp;
  /** Position of the request among the parameters of a handler, `self` left out; or names that stand for it. */
  readonly parameter?: number;
  readonly names?: RegExp;
  /** Texts that are the request: `self.request`. */
  readonly paths?: RegExp;
  /** Attributes that hold values by name. */
  readonly members: Readonly<Record<string, In>>;
  /** Methods of the request that give one value by the name in their first argument. */
  readonly calls?: Readonly<Record<string, In>>;
  /** Methods that give an object with values by name. */
  readonly methods?: Readonly<Record<string, In>>;
  /** An attribute of what holds values is one of them: `request.query.name`. */
  readonly attributes?: boolean;
  /** Methods of `self` that give one value: Tornado's `self.get_argument`. */
  readonly own?: Readonly<Record<string, In>>;
}

type Source = 'request' | 'own' | In;

const readers =
  /^(get|getlist|getone|getall|get_list|get_all|getfirst|pop|getunicode|get_first|multi_items)$/;
const keepers = /^(copy|to_dict|dict|decode|items|as_dict|get_json|strip)$/;

/** Stands for a body of which no field was seen. */
const wholeBody = '\u0000body';

/** Parameters that the body of a handler, and the functions it hands the request to, read from the request. */
export function readRequest(
  machine: Machine,
  handler: FunctionValue,
  dialect: Dialect,
  depth = 2,
): readonly Parameter[] {
  const found = new Map<string, Parameter>();
  const locals = new Map<string, Source>();
  for (const name of requestNames(handler, dialect)) locals.set(name, 'request');
  readBody(machine, handler, dialect, locals, found, depth, new Set([handler.node]));
  const parameters = [...found.values()];
  const whole = parameters.find(({ name }) => name === wholeBody);
  if (whole === undefined) return parameters;
  // The body as a whole counts where none of its fields is read.
  const hasFields = parameters.some(({ in: place, name }) => place === 'body' && name !== wholeBody);
  return parameters.flatMap((each) =>
    each !== whole ? [each] : hasFields ? [] : [{ ...each, name: 'body' }],
  );
}

function requestNames(handler: FunctionValue, dialect: Dialect): readonly string[] {
  const own = handler.owner === undefined ? 0 : 1;
  const declared = declaredParameters(handler.node).slice(own);
  const at = dialect.parameter === undefined ? undefined : declared[dialect.parameter]?.name;
  const named = declared.map(({ name }) => name).filter((name) => dialect.names?.test(name) === true);
  return at === undefined ? named : [at, ...named];
}

function readBody(
  machine: Machine,
  handler: FunctionValue,
  dialect: Dialect,
  locals: Map<string, Source>,
  found: Map<string, Parameter>,
  depth: number,
  seen: Set<SyntaxNode>,
): void {
  const body = inField(handler.node, 'body');
  if (body === undefined) return;
  const source = (node: SyntaxNode | undefined): Source | undefined =>
    sourceOf(machine, node, handler, dialect, locals);
  const addName = (
    name: string,
    line: number,
    place: Source | undefined,
    required: boolean,
    type?: string,
  ): void => {
    if (place === undefined || place === 'request' || place === 'own' || place === 'path') return;
    const id = `${place} ${name}`;
    if (name === '' || name.length > 80 || found.has(id)) return;
    const origin = { kind: 'read', file: handler.module.path, line } as const;
    found.set(id, { name, in: place, ...(type === undefined ? {} : { type }), required, origin });
  };
  const add: Add = (key, place, required, type) => {
    const name = key === undefined ? undefined : keyOf(machine, key, handler);
    if (key !== undefined && name !== undefined) addName(name, key.line, place, required, type);
  };
  walkSyntax(body, (node) => {
    if (node.type === 'assignment' || node.type === 'named_expression') {
      const left = inField(node, 'left') ?? inField(node, 'name');
      const place = source(inField(node, 'right') ?? inField(node, 'value'));
      if (left?.type === 'identifier' && place !== undefined) locals.set(left.text, place);
      if (place === 'body' && left !== undefined) addName(wholeBody, left.line, place, true);
    } else if (node.type === 'subscript') {
      const place = source(inField(node, 'value'));
      if (place !== 'request') add(inField(node, 'subscript'), place, true);
    } else if (node.type === 'attribute' && dialect.attributes === true) {
      const key = inField(node, 'attribute');
      if (key !== undefined && !readers.test(key.text) && !keepers.test(key.text))
        addName(key.text, key.line, source(inField(node, 'object')), false);
    } else if (node.type === 'comparison_operator' && inField(node, 'operators')?.text === 'in') {
      const [left, right] = node.children.filter(({ field }) => field !== 'operators');
      if (left?.type === 'string') add(left, source(right), false);
    } else if (node.type === 'call') {
      readCall(node, source, dialect, add);
      follow(machine, node, handler, dialect, source, found, depth, seen);
    }
  });
}

type Add = (key: SyntaxNode | undefined, place: Source | undefined, required: boolean, type?: string) => void;

function readCall(
  node: SyntaxNode,
  source: (node: SyntaxNode | undefined) => Source | undefined,
  dialect: Dialect,
  add: Add,
): void {
  const callee = inField(node, 'function');
  if (callee?.type !== 'attribute') return;
  const method = inField(callee, 'attribute')?.text ?? '';
  const given = allOfType(inField(node, 'arguments'), 'keyword_argument');
  const named = given.find((each) => /^(name|key|param)$/.test(inField(each, 'name')?.text ?? ''));
  const key =
    inField(node, 'arguments')?.children.find(
      ({ type }) => type !== 'keyword_argument' && type !== 'comment',
    ) ?? inField(named, 'value');
  const converter = given.find((each) => inField(each, 'name')?.text === 'type');
  const type = typeName(inField(converter, 'value')?.text);
  const place = source(inField(callee, 'object'));
  if (place === 'request') {
    add(key, dialect.calls?.[method], false, type);
    return;
  }
  if (place === 'own') {
    add(key, dialect.own?.[method], false, type);
    return;
  }
  if (readers.test(method)) add(key, place, false, type);
}

const typeName = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : { int: 'integer', float: 'number', bool: 'boolean', str: 'string' }[text];

function sourceOf(
  machine: Machine,
  node: SyntaxNode | undefined,
  handler: FunctionValue,
  dialect: Dialect,
  locals: ReadonlyMap<string, Source>,
): Source | undefined {
  const again = (inner: SyntaxNode | undefined): Source | undefined =>
    sourceOf(machine, inner, handler, dialect, locals);
  if (node === undefined) return undefined;
  switch (node.type) {
    case 'identifier':
      return locals.get(node.text) ?? globalSource(machine, node, handler, dialect);
    case 'attribute': {
      if (dialect.paths?.test(node.text) === true) return 'request';
      const object = again(inField(node, 'object'));
      const name = inField(node, 'attribute')?.text ?? '';
      if (object === 'request') return dialect.members[name];
      return object === undefined ? globalSource(machine, node, handler, dialect) : undefined;
    }
    case 'call':
      return sourceOfCall(node, again, dialect);
    case 'await':
    case 'parenthesized_expression':
      return again(node.children[0]);
    case 'boolean_operator':
      return again(inField(node, 'left'));
    case 'conditional_expression':
      return again(node.children[0]) ?? again(node.children[2]);
    default:
      return undefined;
  }
}

function globalSource(
  machine: Machine,
  node: SyntaxNode,
  handler: FunctionValue,
  dialect: Dialect,
): Source | undefined {
  if (/^self$/.test(node.text) && dialect.own !== undefined) return 'own';
  if (dialect.globals === undefined || !/^\w+(\.\w+){0,3}$/.test(node.text)) return undefined;
  const [top = ''] = node.text.split('.');
  const found = lookUp(machine, handler.scope, top);
  if (found?.kind !== 'library') return undefined;
  const path = [found.path, ...node.text.split('.').slice(1)].join('.');
  return dialect.globals.test(path) ? 'request' : undefined;
}

function sourceOfCall(
  node: SyntaxNode,
  again: (node: SyntaxNode | undefined) => Source | undefined,
  dialect: Dialect,
): Source | undefined {
  const callee = inField(node, 'function');
  const [first] = inField(node, 'arguments')?.children ?? [];
  if (
    callee !== undefined &&
    /(^|\.)(loads|json_decode|parse_qs|parse_qsl|dict|QueryDict|MultiDict)$/.test(callee.text)
  )
    return again(first);
  if (callee?.type !== 'attribute') return undefined;
  const method = inField(callee, 'attribute')?.text ?? '';
  const object = again(inField(callee, 'object'));
  if (object === 'request') return dialect.methods?.[method];
  return object !== undefined && keepers.test(method) ? object : undefined;
}

/** The request handed on to a function of the target is read there as well. */
function follow(
  machine: Machine,
  node: SyntaxNode,
  handler: FunctionValue,
  dialect: Dialect,
  source: (node: SyntaxNode | undefined) => Source | undefined,
  found: Map<string, Parameter>,
  depth: number,
  seen: Set<SyntaxNode>,
): void {
  if (depth === 0) return;
  const given = (inField(node, 'arguments')?.children ?? []).filter(({ type }) => type !== 'comment');
  const sources = given.map((each) =>
    source(each.type === 'keyword_argument' ? inField(each, 'value') : each),
  );
  if (sources.every((each) => each === undefined || each === 'own')) return;
  const callee = inField(node, 'function');
  if (callee === undefined || !/^[\w.]+$/.test(callee.text) || callee.text.startsWith('self.')) return;
  const target =
    lookUp(machine, handler.scope, callee.text.split('.')[0] ?? '') === undefined
      ? undefined
      : evaluate(machine, callee, handler.scope);
  if (target?.kind !== 'function' || seen.has(target.node)) return;
  seen.add(target.node);
  const locals = new Map<string, Source>();
  const declared = declaredParameters(target.node).slice(target.self === undefined ? 0 : 1);
  given.forEach((each, at) => {
    const name = each.type === 'keyword_argument' ? inField(each, 'name')?.text : declared[at]?.name;
    const place = sources[at];
    if (name !== undefined && place !== undefined) locals.set(name, place);
  });
  readBody(machine, target, dialect, locals, found, depth - 1, seen);
}

function keyOf(machine: Machine, key: SyntaxNode, handler: FunctionValue): string | undefined {
  if (key.type === 'string') return key.text.replaceAll(/^[a-z]*['"]+|['"]+$/gi, '');
  if (!/^(identifier|attribute)$/.test(key.type) || !/^[\w.]+$/.test(key.text)) return undefined;
  const [top = ''] = key.text.split('.');
  return lookUp(machine, handler.scope, top) === undefined
    ? undefined
    : textOf(evaluate(machine, key, handler.scope));
}
