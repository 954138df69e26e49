import { inField, walkSyntax } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import type { PhpBody } from './body.ts';
import { bodyOfMethod } from './body.ts';
import type { PhpClass } from './classes.ts';
import { lineage, methodOf, propertyOf } from './codebase.ts';
import type { PhpCodebase } from './codebase.ts';
import { magicProperty } from './magic-properties.ts';
import { className } from './names.ts';
import { ownCallee, walkBody } from './signs.ts';
import { callTypes, memberName, receiverOf, variableName, writtenArguments } from './syntax.ts';
import type { WrittenArgument } from './syntax.ts';

/** The method that a call runs, by the types that parameters, properties and constructors are declared with. */
export function calledMethod(codebase: PhpCodebase, body: PhpBody, call: SyntaxNode): PhpBody | undefined {
  return called(codebase, body, call, 0);
}

function called(codebase: PhpCodebase, body: PhpBody, call: SyntaxNode, depth: number): PhpBody | undefined {
  const own = ownCallee(codebase, body, call);
  const name = memberName(call);
  if (own !== undefined || name === undefined || call.type === 'function_call_expression') return own;
  const receiver = receiverOf(call);
  const declared =
    receiver === undefined ? undefined : codebase.class(typeOf(codebase, body, call, receiver, depth));
  if (declared === undefined) return undefined;
  const method = bodyOfMethod(methodOf(codebase, declared, name), declared);
  return method ?? onlyImplementation(codebase, declared, name);
}

const deepest = 4;

/** The class that a call gives back, as the function or method is declared. */
function resultOf(codebase: PhpCodebase, body: PhpBody, call: SyntaxNode, depth: number): string | undefined {
  const inner = depth < deepest ? called(codebase, body, call, depth + 1) : undefined;
  const written = inField(inner?.method?.node, 'return_type')?.text.replace(/^\?|\|null$|^null\|/g, '');
  if (inner === undefined || written === undefined || !/^[\w\\]+$/.test(written)) return undefined;
  return /^(self|static)$/.test(written) ? inner.class?.name : className(inner.file.names, written);
}

function typeOf(
  codebase: PhpCodebase,
  body: PhpBody,
  call: SyntaxNode,
  receiver: SyntaxNode,
  depth: number,
): string | undefined {
  if (call.type === 'scoped_call_expression') return className(body.file.names, receiver.text);
  switch (receiver.type) {
    case 'variable_name': {
      const name = variableName(receiver);
      return (
        body.parameters.find((each) => each.name === name)?.type ?? madeBefore(body, call, receiver.text)
      );
    }
    case 'member_access_expression': {
      const name = memberName(receiver);
      return body.class === undefined || name === undefined || receiverOf(receiver)?.text !== '$this'
        ? undefined
        : propertyType(codebase, body.class, name);
    }
    case 'parenthesized_expression': {
      const [made] = receiver.children;
      const written = made?.type === 'object_creation_expression' ? made.children[0]?.text : undefined;
      return written === undefined ? undefined : className(body.file.names, written);
    }
    case 'function_call_expression':
      return /^(app|resolve)$/.test(memberName(receiver) ?? '')
        ? className(body.file.names, (writtenArguments(receiver)[0]?.node.text ?? '').replace(/::class$/, ''))
        : resultOf(codebase, body, receiver, depth);
    case 'member_call_expression':
    case 'scoped_call_expression':
      return resultOf(codebase, body, receiver, depth);
    default:
      return undefined;
  }
}

/** `$check = new TokenCheck();` among the statements that run before a call whatever way leads to it. */
function madeBefore(body: PhpBody, call: SyntaxNode, variable: string): string | undefined {
  if (!body.body.text.includes(`${variable} = new `)) return undefined;
  let found: string | undefined;
  walkSyntax(body.body, (node, above) => {
    if (node !== call) return node.start <= call.start;
    for (const [at, list] of [...above.entries()].toReversed()) {
      const inner = above[at + 1] ?? call;
      const given = list.children
        .slice(0, list.children.indexOf(inner))
        .map(({ children: [first] }) => first)
        .findLast(
          (each) => each?.type === 'assignment_expression' && inField(each, 'left')?.text === variable,
        );
      if (given === undefined) continue;
      const made = inField(given, 'right');
      // What an object that is made of something sent holds is not known.
      const isKnown = made?.type === 'object_creation_expression' && !writtenArguments(made).some(maySend);
      const written = isKnown ? made.children[0] : undefined;
      found = written?.type.endsWith('name') === true ? className(body.file.names, written.text) : undefined;
      return false;
    }
    return false;
  });
  return found;
}

const maySend = ({ node }: WrittenArgument): boolean => /\$(?!this->\w+$)/.test(node.text);

/** Declared, promoted in a constructor, or put there by it. */
export function propertyType(codebase: PhpCodebase, owner: PhpClass, name: string): string | undefined {
  const declared = propertyOf(codebase, owner, name)?.type;
  if (declared !== undefined) return declared;
  for (const each of lineage(codebase, owner)) {
    const made = each.methods.get('__construct');
    const promoted = made?.parameters.find((one) => one.name === name && one.promoted);
    if (promoted !== undefined) return promoted.type;
    const given = (made?.body?.children ?? []).flatMap(({ children: [inner] }) =>
      inField(inner, 'left')?.text === `$this->${name}` ? [inField(inner, 'right')] : [],
    )[0];
    const type = made?.parameters.find((one) => one.name === variableName(given))?.type;
    if (type !== undefined) return type;
  }
  return magicProperty(codebase, owner, name);
}

const implementations = new WeakMap<PhpCodebase, Map<string, readonly PhpClass[]>>();

function implementing(codebase: PhpCodebase, declared: PhpClass, name: string): readonly PhpBody[] {
  if (declared.kind !== 'interface' && !declared.isAbstract) return [];
  const known = implementations.get(codebase) ?? new Map<string, readonly PhpClass[]>();
  implementations.set(codebase, known);
  const found = known.get(declared.name) ?? codebase.subclasses(declared.name);
  known.set(declared.name, found);
  return found.flatMap((each) => bodyOfMethod(methodOf(codebase, each, name), each) ?? []);
}

function onlyImplementation(codebase: PhpCodebase, declared: PhpClass, name: string): PhpBody | undefined {
  const [only, ...others] = implementing(codebase, declared, name);
  return others.length === 0 ? only : undefined;
}

/** Methods one of which a call of an interface runs. */
export function implementationsOf(
  codebase: PhpCodebase,
  body: PhpBody,
  call: SyntaxNode,
): readonly PhpBody[] {
  const receiver = call.type === 'member_call_expression' ? receiverOf(call) : undefined;
  const name = memberName(call);
  if (receiver === undefined || name === undefined) return [];
  const declared = codebase.class(typeOf(codebase, body, call, receiver, 0));
  return declared === undefined ? [] : implementing(codebase, declared, name);
}

const mostBodies = 40;

/** A body and those that it may run, as far as they are found by declared types. */
export function reachedBodies(codebase: PhpCodebase, from: PhpBody): readonly PhpBody[] {
  const found = [from];
  for (const body of found)
    walkBody(body.body, (node) => {
      if (!callTypes.has(node.type) || found.length >= mostBodies) return;
      const only = calledMethod(codebase, body, node);
      const ways = only === undefined ? implementationsOf(codebase, body, node) : [only];
      for (const each of ways)
        if (!found.some((known) => known.body === each.body) && found.length < mostBodies) found.push(each);
    });
  return found;
}
