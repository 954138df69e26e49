import type { Parameter } from '../../../model/api.ts';
import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import type { PhpBody } from './body.ts';
import type { PhpCodebase } from './codebase.ts';
import type { KnownArguments } from './known-arguments.ts';
import { knownArguments, walkKnown } from './known-arguments.ts';
import { ownCallee, walkBody } from './signs.ts';
import { callTypes, memberName, plainString, receiverOf, variableName, writtenArguments } from './syntax.ts';
import { superglobalParameter } from './superglobals.ts';
import { originAt } from './value.ts';
import { handedOnAt, withOpenness } from './whole-inputs.ts';

/** `input`: body and query together, as the method decides. */
export type Place = Parameter['in'] | 'input' | 'file';

/** How a framework's request is asked for its parts. */
export interface Dialect {
  /** Methods of the request that take the name of one value. */
  readonly methods: Readonly<Record<string, Place>>;
  /** Methods or properties that give all of a part: `getQueryParams()['q']`, `headers->get('X')`. */
  readonly bags: Readonly<Record<string, Place>>;
  /** Types of parameters that are the request. */
  readonly requestType: RegExp;
  /** Expressions that are the request besides. */
  readonly receivers: RegExp;
  /** Methods that take a list of names: `only(['a', 'b'])`. */
  readonly lists?: Readonly<Record<string, Place>>;
  /** A property that is nothing else is an input, as in Laravel: `$request->title`. */
  readonly magic?: RegExp;
  /** What `$request['x']` gives. */
  readonly array?: Place;
}

export interface ReadParameter {
  readonly name: string;
  readonly place: Place;
  readonly node: SyntaxNode;
  readonly type?: string;
  readonly required?: boolean;
  /** Read as a property, which stands for the part of the path where it has one of that name. */
  readonly property?: true;
}

/** The parameters a body reads from the request, with those its own methods read. */
export function readParameters(
  codebase: PhpCodebase,
  body: PhpBody,
  dialect: Dialect,
  method: string,
  path = '',
): readonly Parameter[] {
  const seen = new Set<SyntaxNode>();
  const found: Parameter[] = [];
  const open = new Set<Parameter['in']>();
  const visit = (at: PhpBody, depth: number, known: KnownArguments): void => {
    if (seen.has(at.body) || seen.size > 25) return;
    seen.add(at.body);
    const names = requestNames(at, dialect);
    walkKnown(at.body, known, (node) => {
      for (const read of parametersAt(node, names, dialect))
        if (read.property !== true || !path.includes(`{${read.name}}`))
          found.push(parameterOf(read, at, method));
      for (const place of handedOnAt(node, names, dialect)) open.add(placeIn(place, method));
      if (depth === 0 || !callTypes.has(node.type)) return;
      const inner = ownCallee(codebase, at, node);
      if (inner !== undefined) visit(inner, depth - 1, knownArguments(inner, node));
    });
  };
  visit(body, 2, new Map());
  return withOpenness(unique(found), open);
}

/** Where an input of a request with this method stands. */
function placeIn(place: Place, method: string): Parameter['in'] {
  const inQuery = method === 'GET' || method === 'HEAD' || method === 'DELETE';
  if (place === 'input') return inQuery ? 'query' : 'body';
  return place === 'file' ? 'body' : place;
}

export function parameterOf(read: ReadParameter, at: Pick<PhpBody, 'file'>, method: string): Parameter {
  const place = placeIn(read.place, method);
  const type = read.type ?? (read.place === 'file' ? 'file' : undefined);
  return {
    name: read.name,
    in: place,
    ...(type === undefined ? {} : { type }),
    required: read.required ?? false,
    origin: originAt(at.file, read.node),
  };
}

export function unique(parameters: readonly Parameter[]): readonly Parameter[] {
  const known = new Map<string, Parameter>();
  for (const each of parameters) {
    const key = `${each.in} ${each.name}`;
    const before = known.get(key);
    if (before === undefined || (before.type === undefined && each.type !== undefined)) known.set(key, each);
  }
  return [...known.values()];
}

export interface RequestNames {
  /** Variables that are the request. */
  readonly requests: ReadonlySet<string>;
  /** Variables that hold a part of it: `$query = $request->getQueryParams()`. */
  readonly bags: ReadonlyMap<string, Place>;
}

export function requestNames(body: PhpBody, dialect: Dialect): RequestNames {
  const requests = new Set(['request', 'req']);
  for (const { name, type } of body.parameters)
    if (type !== undefined && dialect.requestType.test(type)) requests.add(name);
  const bags = new Map<string, Place>();
  walkBody(body.body, (node) => {
    if (node.type !== 'assignment_expression') return;
    const name = variableName(inField(node, 'left'));
    const right = inField(node, 'right');
    if (name === undefined || right === undefined) return;
    if (isRequest(right, { requests, bags }, dialect)) requests.add(name);
    const bag = bagOf(right, { requests, bags }, dialect);
    if (bag !== undefined) bags.set(name, bag);
  });
  return { requests, bags };
}

export function isRequest(node: SyntaxNode | undefined, names: RequestNames, dialect: Dialect): boolean {
  if (node === undefined) return false;
  const variable = variableName(node);
  if (variable !== undefined && names.requests.has(variable)) return true;
  return dialect.receivers.test(node.text.replaceAll(/\s+/g, ''));
}

/** The part of the request that an expression gives as a whole. */
export function bagOf(node: SyntaxNode, names: RequestNames, dialect: Dialect): Place | undefined {
  const variable = variableName(node);
  if (variable !== undefined) return names.bags.get(variable);
  if (
    node.type === 'binary_expression' ||
    node.type === 'parenthesized_expression' ||
    node.type === 'cast_expression'
  ) {
    const [first] = node.children.filter(({ field }) => field !== 'type');
    return first === undefined ? undefined : bagOf(first, names, dialect);
  }
  if (node.type === 'function_call_expression' && /^json_decode$/.test(memberName(node) ?? '')) {
    const text = inField(node, 'arguments')?.text ?? '';
    return /getContent|php:\/\/input|getBody|rawBody|getRawInput/.test(text) ? 'body' : undefined;
  }
  const isMember = node.type.includes('member_access') || node.type.includes('member_call');
  if (
    !isMember ||
    !writtenArguments(node).every(({ node: each }) => /^(boolean|null|integer)$/.test(each.type))
  )
    return undefined;
  const name = memberName(node)?.toLowerCase() ?? '';
  const receiver = receiverOf(node);
  // `$request->query->all()` is the same list.
  if (name === 'all' && receiver !== undefined && variableName(receiver) === undefined)
    return bagOf(receiver, names, dialect);
  const place = dialect.bags[name];
  return place !== undefined && isRequest(receiver, names, dialect) ? place : undefined;
}

export function parametersAt(
  node: SyntaxNode,
  names: RequestNames,
  dialect: Dialect,
): readonly ReadParameter[] {
  const global = superglobalParameter(node);
  if (global !== undefined) return [global];
  switch (node.type) {
    case 'subscript_expression': {
      const [base, key] = node.children;
      const name = plainString(key);
      if (base === undefined || name === undefined) return [];
      const place =
        bagOf(base, names, dialect) ?? (isRequest(base, names, dialect) ? dialect.array : undefined);
      return place === undefined ? [] : [{ name, place, node }];
    }
    case 'member_access_expression':
    case 'nullsafe_member_access_expression': {
      const name = memberName(node);
      if (name === undefined || dialect.magic?.test(name) !== true) return [];
      return isRequest(receiverOf(node), names, dialect) && node.field !== 'object'
        ? [{ name, place: 'input', node, property: true }]
        : [];
    }
    default:
      return callTypes.has(node.type) ? parametersOfCall(node, names, dialect) : [];
  }
}

function parametersOfCall(node: SyntaxNode, names: RequestNames, dialect: Dialect): readonly ReadParameter[] {
  const method = memberName(node)?.toLowerCase() ?? '';
  const [first] = writtenArguments(node);
  const receiver = receiverOf(node);
  if (node.type === 'function_call_expression') {
    if (method !== 'request' || first === undefined || !dialect.receivers.test('request()')) return [];
    return namesIn(first.node).map((name) => ({ name, place: 'input', node }));
  }
  if (first === undefined || receiver === undefined) return [];
  const inBag = bagOf(receiver, names, dialect);
  if (inBag !== undefined && /^(get\w*|has|input|offsetget|all|filter)$/.test(method)) {
    const name = plainString(first.node);
    return name === undefined ? [] : [{ name, place: inBag, node, ...typeByMethod(method) }];
  }
  if (!isRequest(receiver, names, dialect)) return [];
  const list = dialect.lists?.[method];
  if (list !== undefined)
    return writtenArguments(node).flatMap((each) =>
      namesIn(each.node).map((name): ReadParameter => ({ name, place: list, node })),
    );
  const place = dialect.methods[method];
  const name = plainString(first.node);
  if (place === undefined || name === undefined || name === '') return [];
  return [{ name: topName(name), place, node, ...typeByMethod(method) }];
}

const typed: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  getboolean: 'boolean',
  integer: 'integer',
  getint: 'integer',
  float: 'number',
  date: 'string',
  string: 'string',
  getstring: 'string',
  str: 'string',
};

function typeByMethod(method: string): { readonly type?: string } {
  const type = typed[method];
  return type === undefined ? {} : { type };
}

/** `author.name` and `tags.*` are parts of `author` and `tags`. */
export const topName = (name: string): string => name.split('.')[0] ?? name;

/** Names in a text or in a list of texts, keys of a list where it has some. */
export function namesIn(node: SyntaxNode): readonly string[] {
  const plain = plainString(node);
  if (plain !== undefined) return [topName(plain)];
  if (node.type !== 'array_creation_expression') return [];
  return node.children.flatMap((item) => {
    const [first] = item.children;
    if (first === undefined) return [];
    const own = plainString(first);
    return own === undefined
      ? item.children.length === 1
        ? namesIn(first).slice(0, 1)
        : []
      : [topName(own)];
  });
}
