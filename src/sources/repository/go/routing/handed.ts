import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField } from '../../languages/syntax.ts';
import type { GoTypeRef } from '../machine/types.ts';
import { keyOf, typeOf, underlying } from '../machine/types.ts';
import type { GoFile, GoFunction } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import type { LocalTypes } from './callees.ts';
import { typeOfValue } from './callees.ts';

/** What one call says of the function it calls: types of what is only `any` or a type parameter there, and texts. */
export interface Handed {
  readonly types: LocalTypes;
  readonly texts: ReadonlyMap<string, string>;
}

export const nothingHanded: Handed = { types: new Map(), texts: new Map() };

/** Two calls that hand on the same are read once. */
export const keyOfHanded = ({ types, texts }: Handed): string =>
  [
    ...[...types].map(([name, type]) => `${name}:${keyOf(type)}`),
    ...[...texts].map((each) => each.join('=')),
  ].join(' ');

interface From {
  readonly program: GoProgram;
  readonly file: GoFile;
  readonly types: LocalTypes;
  readonly textOf: (node: SyntaxNode) => string | undefined;
}

/** `Bind(c, &form)` tells what `target any` is inside of `Bind`; `Bind[Form](c)` what its `T` is. */
export function handedTo(call: SyntaxNode, callee: GoFunction, from: From): Handed {
  const { program, file } = from;
  const types = new Map<string, GoTypeRef>();
  const texts = new Map<string, string>();
  const generics = typeParameters(callee.node);
  for (const [place, name] of generics.entries()) {
    const given = typeArguments(call)[place];
    const type = typeOf(given?.type === 'type_elem' ? given.children[0] : given, file);
    if (type !== undefined) types.set(name, type);
  }
  const args = inField(call, 'arguments')?.children.filter(({ type }) => type !== 'comment') ?? [];
  for (const [place, { name, type }] of parameterNames(callee.node).entries()) {
    const arg = args[place];
    if (arg === undefined) continue;
    const text = from.textOf(arg);
    if (text !== undefined) texts.set(name, text);
    const declared = typeOf(type, callee.file);
    const generic = declared?.kind === 'own' && generics.includes(declared.name) ? declared.name : undefined;
    if (generic === undefined && !isOpen(program, declared)) continue;
    const given = typeOfValue(program, arg, file, from.types);
    if (given === undefined || given.kind === 'basic') continue;
    types.set(name, given);
    if (generic !== undefined && !types.has(generic)) types.set(generic, given);
  }
  return types.size === 0 && texts.size === 0 ? nothingHanded : { types, texts };
}

const isOpen = (program: GoProgram, type: GoTypeRef | undefined): boolean =>
  type?.kind === 'basic'
    ? /^(any|interface\{\})$/.test(type.name)
    : type?.kind === 'own' && underlying(program, type)?.kind === 'basic';

const typeArguments = (call: SyntaxNode): readonly SyntaxNode[] =>
  inField(call, 'type_arguments')?.children ??
  inField(inField(call, 'function'), 'type_arguments')?.children ??
  [];

const typeParameters = (node: SyntaxNode): readonly string[] =>
  (inField(node, 'type_parameters')?.children ?? []).flatMap((each) =>
    each.children.flatMap((child) => (child.field === 'name' && child.type !== ',' ? [child.text] : [])),
  );

/** Names of parameters with their types, one for each place. */
function parameterNames(
  node: SyntaxNode,
): readonly { readonly name: string; readonly type: SyntaxNode | undefined }[] {
  return allOfType(
    inField(node, 'parameters'),
    'parameter_declaration',
    'variadic_parameter_declaration',
  ).flatMap((each) => {
    const type = inField(each, 'type');
    const names = each.children.filter((child) => child.field === 'name' && child.type !== ',');
    return names.length === 0 ? [{ name: '', type }] : names.map(({ text }) => ({ name: text, type }));
  });
}
