import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import type { PhpBody } from './body.ts';
import { builtInFunction } from './built-in.ts';
import { callOfObject } from './certain-calls.ts';
import { binary } from './certain-operators.ts';
import { lineage, propertyOf } from './codebase.ts';
import { evaluate } from './evaluate.ts';
import type { Machine } from './machine.ts';
import { propertyType } from './called-methods.ts';
import { onlyAssignment } from './route-questions.ts';
import { callTypes, memberName, receiverOf, variableName, writtenArguments } from './syntax.ts';
import type { Arguments, PhpValue } from './value.ts';
import { boolean, nothing, textOf, truth, unknown } from './value.ts';

/** What is asked for certain: nothing is guessed, and what may be one of several values is not known. */
export interface Asking {
  readonly machine: Machine;
  /** How much may still be looked at. */
  readonly budget: { left: number };
  readonly depth: number;
  /** Bodies that run already: what hands a request on to another of its kind does not hand it to itself. */
  readonly running: readonly SyntaxNode[];
}

/** A body with what its variables hold; others of its variables hold what is put into them once. */
export interface Place {
  readonly body: PhpBody;
  readonly variables: ReadonlyMap<string, PhpValue>;
}

export const open = unknown('it is not known for certain');

/** What an expression gives, whatever else happens. */
export function certainly(asking: Asking, node: SyntaxNode, place: Place): PhpValue {
  asking.budget.left -= 1;
  if (asking.budget.left < 0) return open;
  if (callTypes.has(node.type)) return called(asking, node, place);
  switch (node.type) {
    case 'variable_name':
      return variable(asking, node, place);
    case 'parenthesized_expression':
      return node.children[0] === undefined ? open : certainly(asking, node.children[0], place);
    case 'unary_op_expression': {
      const of = inField(node, 'argument') ?? node.children.at(-1);
      const known = of === undefined ? undefined : truth(certainly(asking, of, place));
      return node.text.startsWith('!') && known !== undefined ? boolean(!known) : open;
    }
    case 'cast_expression': {
      const of = inField(node, 'value');
      const value = of === undefined ? open : certainly(asking, of, place);
      const known = truth(value);
      return !/^\(bool/i.test(node.text) ? value : known === undefined ? open : boolean(known);
    }
    case 'binary_expression':
      return binary(asking, node, place);
    case 'conditional_expression': {
      const [condition, body, other] = ['condition', 'body', 'alternative'].map((each) =>
        inField(node, each),
      );
      const value = condition === undefined ? open : certainly(asking, condition, place);
      const known = truth(value);
      if (known === true) return body === undefined ? value : certainly(asking, body, place);
      return known === false && other !== undefined ? certainly(asking, other, place) : open;
    }
    case 'subscript_expression': {
      const [list, key] = node.children;
      const [of, at] = [list, key].map((each) =>
        each === undefined ? open : certainly(asking, each, place),
      );
      const wanted = textOf(at);
      if (of?.kind !== 'array' || of.open || wanted === undefined) return open;
      return of.entries.find((each, position) => (each.key ?? String(position)) === wanted)?.value ?? nothing;
    }
    case 'member_access_expression':
    case 'nullsafe_member_access_expression':
      return member(asking, node, place);
    default:
      return constant(asking, node, place);
  }
}

/** Texts, numbers, constants and lists of them. */
function constant({ machine }: Asking, node: SyntaxNode, { body }: Place): PhpValue {
  if (/\$|\(/.test(node.text)) return open;
  return evaluate(machine, node, {
    file: body.file,
    ...(body.class === undefined ? {} : { class: body.class }),
    variables: new Map(),
  });
}

function variable(asking: Asking, node: SyntaxNode, place: Place): PhpValue {
  const name = variableName(node);
  if (name === undefined) return open;
  const owner = place.body.class;
  if (name === 'this') return owner === undefined ? open : objectOf(owner.name);
  const given = place.variables.get(name);
  if (given !== undefined || place.body.parameters.some((each) => each.name === name)) return given ?? open;
  const once = onlyAssignment(place.body, `$${name}`);
  return once === undefined ? open : certainly(asking, once, place);
}

export const objectOf = (className: string): PhpValue => ({
  kind: 'object',
  className,
  args: [],
  properties: new Map(),
});

function member(asking: Asking, node: SyntaxNode, place: Place): PhpValue {
  const name = memberName(node);
  const receiver = receiverOf(node);
  if (name === undefined || receiver === undefined) return open;
  const owner = certainly(asking, receiver, place);
  if (owner.kind === 'host') return owner.host.read?.(name) ?? open;
  const { codebase } = asking.machine;
  const declared = owner.kind === 'object' ? codebase.class(owner.className) : undefined;
  if (declared === undefined) return open;
  const type = codebase.class(propertyType(codebase, declared, name));
  if (type !== undefined) return objectOf(type.name);
  const value = propertyOf(codebase, declared, name)?.default;
  const changes = new RegExp(String.raw`->${name.replaceAll(/\W/g, '')}(\[[^\]]*\])?\s*(=[^=>]|\.=|\?\?=)`);
  const holder = lineage(codebase, declared).find((each) => each.properties.get(name)?.default === value);
  if (value === undefined || holder === undefined) return open;
  if (lineage(codebase, declared).some((each) => changes.test(each.node.text))) return open;
  return evaluate(asking.machine, value, { file: holder.file, class: holder, variables: new Map() });
}

function called(asking: Asking, node: SyntaxNode, place: Place): PhpValue {
  const name = memberName(node)?.replace(/^\\/, '') ?? '';
  const args: Arguments = writtenArguments(node).map((each) => ({
    ...(each.name === undefined ? {} : { name: each.name }),
    value: certainly(asking, each.node, place),
    node: each.node,
  }));
  const [first] = args;
  if (node.type === 'function_call_expression') {
    if (first === undefined) return open;
    const known = truth(first.value);
    if (/^empty$/i.test(name)) return known === undefined ? open : boolean(!known);
    if (/^isset$/i.test(name))
      return first.value.kind === 'unknown' ? open : boolean(first.value.kind !== 'null');
    if (/^is_array$/.test(name))
      return first.value.kind === 'unknown' ? open : boolean(first.value.kind === 'array');
    if (!/^(in_array|str_(starts_with|ends_with|contains)|strtolower|explode|trim|rtrim|ltrim)$/.test(name))
      return open;
    if (
      first.value.kind === 'unknown' ||
      args.some(({ value }) => value.kind === 'text' && value.hole !== undefined)
    )
      return open;
    const site = { node, scope: { file: place.body.file, variables: new Map<string, PhpValue>() } };
    return builtInFunction(asking.machine, name, args, site) ?? open;
  }
  const receiver = receiverOf(node);
  if (receiver === undefined) return open;
  const owner = node.type === 'scoped_call_expression' ? open : certainly(asking, receiver, place);
  if (owner.kind === 'host')
    return (
      owner.host.call(name.toLowerCase(), args, {
        node,
        scope: { file: place.body.file, variables: new Map() },
      }) ?? open
    );
  return owner.kind === 'object' ? callOfObject(asking, owner.className, name, args) : open;
}
