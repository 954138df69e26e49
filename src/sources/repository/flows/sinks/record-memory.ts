import type { Node } from 'oxc-parser';
import { isFunctionNode, plainKey } from '../../javascript/syntax.ts';
import { functionScope } from '../scope.ts';
import type { Scope } from '../scope.ts';
import type { Closure, Value } from '../value.ts';
import { isEmpty } from '../value.ts';
import type { Filter, RecordCall } from './record-calls.ts';
import type { CallFact } from './sink.ts';

/** Lists and maps that live as long as the program, and lists that are read from a file, keep records as a table does. */
export function recordInMemory(call: CallFact): RecordCall | undefined {
  const { method, args } = call;
  const entity = entityOf(call);
  if (!/^\w+$/.test(entity) || call.isNew || call.trace?.name.startsWith('@') === true) return undefined;
  if (/^(find|findLast|findIndex|filter)$/.test(method)) {
    const compared = isKept(call) ? comparisonsOf(call) : undefined;
    if (compared === undefined || compared.filters.length === 0) return undefined;
    return { entity, action: compared.isRest ? 'remove' : 'read', filters: compared.filters, data: [] };
  }
  const [first, second] = args;
  if (/^(get|delete)$/.test(method) && args.length === 1 && first !== undefined && isKeptMap(call))
    return {
      entity,
      action: method === 'get' ? 'read' : 'remove',
      filters: [{ key: 'id', value: first }],
      data: [],
    };
  const made = method === 'push' ? first : method === 'set' && args.length === 2 ? second : undefined;
  return made !== undefined && isKept(call) && holdsFields(made)
    ? { entity, action: 'create', filters: [], data: [made] }
    : undefined;
}

/** `users`, `this.users`, `db.data.users`, `loadUsers()`. */
function entityOf({ node, written }: CallFact): string {
  const on =
    node.type === 'CallExpression' && node.callee.type === 'MemberExpression' ? node.callee.object : node;
  if (on.type !== 'CallExpression') return written.replace(/^this\.|^\w+\.data\.(?=\w+$)/, '');
  const name = /^(?:get|load|read|fetch)(?:All)?([A-Z]\w+)$/.exec(written)?.[1] ?? '';
  return name.toLowerCase();
}

/** An object, or what a request sends whole. */
const holdsFields = ({ things, taints }: Value): boolean =>
  things.some(({ kind }) => kind === 'object') || taints.some(({ source }) => source.what === 'the body');

/** A list that is written out around the function, or read from a file. */
function isKept(call: CallFact): boolean {
  const { receiver, written, frame } = call;
  if (receiver === undefined) return false;
  const isList = receiver.things.some(({ kind, place }) => kind === 'array' && place !== undefined);
  if (isList && receiver.traces.length === 0) return written.includes('.') || isAround(written, frame.scope);
  return isKeptMap(call) || (isEmpty(receiver) && readsFile.test(frame.file.text));
}

const readsFile =
  /\bJSON\.parse\(\s*(await\s+)?(fs\w*\.|readFile)|\breadJson(Sync)?\(|(require\(|from\s+)['"]\.[^'"\n]{1,100}\.json['"]/;

/** `const sessions = new Map()` of a module. */
const isKeptMap = ({ receiver, written, frame }: CallFact): boolean =>
  receiver !== undefined &&
  receiver.traces.length === 0 &&
  receiver.things.some(({ kind, place }) => kind === 'array' && place === undefined) &&
  ownerOf(written.replace(/\..*$/, ''), frame.scope)?.parent === undefined &&
  new RegExp(String.raw`\b${written.replace(/^this\./, '')}\b[^=\n]{0,60}=\s*new Map\b`).test(
    frame.file.text,
  );

/** The scope of the function or module that a name is declared in. */
function ownerOf(name: string, scope: Scope): Scope | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent)
    if (at.names.has(name)) return functionScope(at);
  return undefined;
}

const isAround = (name: string, scope: Scope): boolean => {
  const owner = ownerOf(name, scope);
  return owner !== undefined && owner !== functionScope(scope);
};

interface Compared {
  readonly filters: readonly Filter[];
  /** All but those that are equal: what is left where one is taken out. */
  readonly isRest: boolean;
}

/** `(user) => user.id === Number(id)`: what is compared of each one. */
function comparisonsOf({ machine, args: [given], frame }: CallFact): Compared | undefined {
  const [closure] = given?.callables ?? [];
  const body = closure?.kind === 'closure' ? answerOf(closure) : undefined;
  const [parameter] = closure?.kind === 'closure' ? closure.node.params : [];
  if (closure?.kind !== 'closure' || body === undefined || parameter?.type !== 'Identifier') return undefined;
  const found: Filter[] = [];
  let isRest = false;
  const collect = (node: Node, depth: number): void => {
    if (depth > 4) return;
    if (node.type === 'ParenthesizedExpression') collect(node.expression, depth + 1);
    else if (node.type === 'LogicalExpression') {
      collect(node.left, depth + 1);
      collect(node.right, depth + 1);
    } else if (node.type === 'BinaryExpression' && /^[!=]==?$/.test(node.operator)) {
      const [left, right] = [columnOf(node.left, parameter.name), columnOf(node.right, parameter.name)];
      const [key, other] = left !== undefined ? [left, node.right] : [right, node.left];
      if (key === undefined || columnOf(other, parameter.name) !== undefined) return;
      isRest ||= node.operator.startsWith('!');
      found.push({
        key,
        value: machine.evaluate(other, { ...frame, file: closure.file, scope: closure.scope }),
      });
    }
  };
  collect(body, 0);
  return { filters: found, isRest };
}

function answerOf({ node }: Closure): Node | undefined {
  const { body } = node;
  if (body === null || body.type !== 'BlockStatement') return body ?? undefined;
  const [only] = body.body;
  return body.body.length === 1 && only?.type === 'ReturnStatement'
    ? (only.argument ?? undefined)
    : undefined;
}

/** `user.id`, `user.id.toString()`, `Number(user.id)`. */
function columnOf(node: Node, parameter: string): string | undefined {
  switch (node.type) {
    case 'MemberExpression':
      return node.object.type === 'Identifier' && node.object.name === parameter
        ? plainKey(node.property, node.computed)
        : undefined;
    case 'CallExpression': {
      const [only] = node.arguments;
      if (node.callee.type === 'MemberExpression' && !isFunctionNode(node.callee.object))
        return columnOf(node.callee.object, parameter);
      return node.callee.type === 'Identifier' && only !== undefined && node.arguments.length === 1
        ? columnOf(only, parameter)
        : undefined;
    }
    case 'ChainExpression':
    case 'TSNonNullExpression':
    case 'TSAsExpression':
    case 'ParenthesizedExpression':
      return columnOf(node.expression, parameter);
    default:
      return undefined;
  }
}
