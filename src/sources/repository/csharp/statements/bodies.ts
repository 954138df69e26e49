import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { TypeDeclaration } from '../code.ts';
import { calledIn, nameOf } from '../syntax.ts';
import type { Bound } from './generics.ts';
import type { Types } from './types.ts';
import type { Body } from './typing.ts';
import { elementOf, typeOf } from './typing.ts';

/** A method, a constructor, a property with a body, or the statements of a file. */
export interface Walked {
  readonly node: SyntaxNode;
  readonly file: string;
  readonly owner?: TypeDeclaration;
  /** What the type parameters of the class stand for, where it is read for these. */
  readonly bound?: Bound;
}

/** Types of the names of a body, and what each is given. */
export function bodyOf(types: Types, { node, file, owner, bound }: Walked): Body {
  const body: Body = {
    types,
    file,
    node,
    ...(owner === undefined ? {} : { owner }),
    locals: new Map(),
    values: new Map(),
    known: new Map(),
    ...(bound === undefined ? {} : { bound }),
  };
  const give = (name: string, value: SyntaxNode): void =>
    void body.values.set(name, [...(body.values.get(name) ?? []), value]);
  walkSyntax(node, (at) => {
    if (at.type === 'parameter') {
      const [type, name] = [inField(at, 'type'), inField(at, 'name')];
      if (type !== undefined && name !== undefined) body.locals.set(name.text, { node: type, file });
    } else if (at.type === 'variable_declaration') noteDeclared(body, at, give);
    else if (at.type === 'foreach_statement') noteElement(body, at);
    else if (at.type === 'assignment_expression') {
      const [left, right] = [inField(at, 'left'), inField(at, 'right')];
      if (left?.type === 'identifier' && right !== undefined) give(left.text, right);
    } else if (at.type === 'invocation_expression') {
      const called = calledIn(at);
      const [first] = called?.arguments ?? [];
      if (
        /^Append(Line)?$/.test(called?.name ?? '') &&
        called?.receiver?.type === 'identifier' &&
        first !== undefined
      )
        give(called.receiver.text, first.value);
    }
  });
  // Names were not known when the first of them were asked for.
  body.known.clear();
  return body;
}

function noteDeclared(body: Body, at: SyntaxNode, give: (name: string, value: SyntaxNode) => void): void {
  const type = inField(at, 'type');
  for (const each of at.children) {
    if (each.type !== 'variable_declarator') continue;
    const name = nameOf(each);
    const value = each.children.find(({ field }) => field !== 'name');
    const typed =
      type === undefined || type.type === 'implicit_type'
        ? typeOf(body, value)
        : { node: type, file: body.file };
    if (typed !== undefined) body.locals.set(name, typed);
    if (value !== undefined) give(name, value);
  }
}

function noteElement(body: Body, at: SyntaxNode): void {
  const [type, name] = [inField(at, 'type'), inField(at, 'left')];
  const typed =
    type === undefined || type.type === 'implicit_type'
      ? elementOf(typeOf(body, inField(at, 'right')))
      : { node: type, file: body.file };
  if (name !== undefined && typed !== undefined) body.locals.set(name.text, typed);
}
