import type { Node } from 'oxc-parser';
import { dottedName, isClassNode, isFunctionNode, plainKey, typeName, walk } from '../javascript/syntax.ts';
import type { FunctionNode } from '../javascript/syntax.ts';
import { fieldOf } from './class-fields.ts';
import type { Found, Where } from './tracing.ts';

/** How names and members are followed to their declarations. */
export interface Finder {
  readonly find: (name: string, where: Where) => Found | undefined;
  readonly member: (object: Node, key: string, where: Where) => Found | undefined;
}

type Called = Where & { readonly node: FunctionNode };

/** The function of the target that is called, as far as names, fields and classes tell. */
export function functionCalled(finder: Finder, callee: Node, where: Where): Called | undefined {
  if (callee.type === 'Identifier') return asFunction(finder.find(callee.name, where));
  if (callee.type !== 'MemberExpression') return undefined;
  const key = plainKey(callee.property, callee.computed);
  if (key === undefined) return undefined;
  const owner = classOf(finder, callee.object, where);
  return owner === undefined ? asFunction(finder.member(callee.object, key, where)) : methodOf(owner, key);
}

const asFunction = (found: Found | undefined): Called | undefined =>
  found?.binding.kind === 'value' && isFunctionNode(found.binding.node)
    ? { ...found, node: found.binding.node }
    : undefined;

function methodOf(owner: Where, key: string): Called | undefined {
  for (const member of owner.class?.body.body ?? [])
    if (member.type === 'MethodDefinition' && plainKey(member.key, member.computed) === key)
      return { ...owner, node: member.value };
  return undefined;
}

/** The class of the target that an object is declared with or made from. */
function classOf(finder: Finder, object: Node, where: Where): Where | undefined {
  if (object.type === 'ThisExpression') return where.class === undefined ? undefined : where;
  const key =
    object.type === 'MemberExpression' && object.object.type === 'ThisExpression'
      ? plainKey(object.property, object.computed)
      : undefined;
  const found =
    key !== undefined
      ? fieldOf(key, where)
      : object.type === 'Identifier'
        ? finder.find(object.name, where)
        : undefined;
  if (found === undefined) return undefined;
  const { binding } = found;
  const name =
    binding.kind === 'type'
      ? typeName(binding.node)
      : binding.kind === 'value' && binding.node.type === 'NewExpression'
        ? dottedName(binding.node.callee)
        : binding.kind === 'value'
          ? resolvedClass(binding.node)
          : undefined;
  const of = binding.kind === 'class' ? found : name === undefined ? undefined : finder.find(name, found);
  return of?.binding.kind === 'class' ? { file: of.file, class: of.binding.node } : undefined;
}

/** `container.resolve(Mailer)`, `moduleRef.get(Mailer)`: an object of the class. */
export function resolvedClass(node: Node): string | undefined {
  if (node.type === 'AwaitExpression') return resolvedClass(node.argument);
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  const [first] = node.arguments;
  return /^(resolve|get)$/.test(plainKey(node.callee.property, node.callee.computed) ?? '') &&
    first?.type === 'Identifier'
    ? first.name
    : undefined;
}

/** `Promise<T>` brings a `T`. */
export function resultOf(type: Node): Node {
  if (type.type === 'TSTypeAnnotation') return resultOf(type.typeAnnotation);
  const [inner] =
    type.type === 'TSTypeReference' && typeName(type) === 'Promise' ? (type.typeArguments?.params ?? []) : [];
  return inner ?? type;
}

/** The expressions that a function returns, not those of functions in it. */
export function returnedBy({ body }: FunctionNode): readonly Node[] {
  if (body === null) return [];
  if (body.type !== 'BlockStatement') return [body];
  const found: Node[] = [];
  walk(body, (node) => {
    if (isFunctionNode(node) || isClassNode(node)) return false;
    if (node.type === 'ReturnStatement' && node.argument !== null) found.push(node.argument);
    return true;
  });
  return found.slice(0, mostReturns);
}

/** Returns of one function that are looked at. */
const mostReturns = 4;
