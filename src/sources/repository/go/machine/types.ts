import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, ofType } from '../../languages/syntax.ts';
import type { GoFile, GoType } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';

/** A type as far as it matters here; pointers are followed. */
export type GoTypeRef =
  | { readonly kind: 'own'; readonly folder: string; readonly name: string }
  | { readonly kind: 'library'; readonly package: string; readonly name: string }
  | { readonly kind: 'list'; readonly of: GoTypeRef }
  | { readonly kind: 'map'; readonly of: GoTypeRef }
  | { readonly kind: 'struct'; readonly node: SyntaxNode; readonly file: GoFile }
  | { readonly kind: 'function' }
  | { readonly kind: 'basic'; readonly name: string };

const basic =
  /^(string|bool|byte|rune|error|any|u?int(8|16|32|64|ptr)?|float(32|64)|complex(64|128)|interface\{\})$/;

export function typeOf(node: SyntaxNode | undefined, file: GoFile): GoTypeRef | undefined {
  if (node === undefined) return undefined;
  switch (node.type) {
    case 'pointer_type':
    case 'parenthesized_type':
      return typeOf(node.children.at(-1), file);
    case 'generic_type':
      return typeOf(inField(node, 'type'), file);
    case 'type_identifier':
    case 'identifier':
      return basic.test(node.text)
        ? { kind: 'basic', name: node.text }
        : { kind: 'own', folder: file.package.folder, name: node.text };
    case 'qualified_type': {
      const from = file.imports.get(inField(node, 'package')?.text ?? '');
      const name = inField(node, 'name')?.text ?? '';
      if (from === undefined) return undefined;
      return from.folder === undefined
        ? { kind: 'library', package: from.path, name }
        : { kind: 'own', folder: from.folder, name };
    }
    case 'slice_type':
    case 'array_type':
    case 'implicit_length_array_type': {
      const of = typeOf(inField(node, 'element'), file);
      return { kind: 'list', of: of ?? { kind: 'basic', name: 'any' } };
    }
    case 'map_type': {
      const of = typeOf(inField(node, 'value'), file);
      return { kind: 'map', of: of ?? { kind: 'basic', name: 'any' } };
    }
    case 'struct_type':
      return { kind: 'struct', node, file };
    case 'function_type':
      return { kind: 'function' };
    case 'interface_type':
      return { kind: 'basic', name: 'interface{}' };
    default:
      return undefined;
  }
}

export const declaredType = (program: GoProgram, type: GoTypeRef | undefined): GoType | undefined =>
  type?.kind === 'own' ? program.packageIn(type.folder)?.types.get(type.name) : undefined;

/** What a named type of the target stands for, through other names. */
export function underlying(program: GoProgram, type: GoTypeRef | undefined): GoTypeRef | undefined {
  let at = type;
  for (let depth = 0; depth < 10 && at?.kind === 'own'; depth += 1) {
    const declared = declaredType(program, at);
    if (declared === undefined) return undefined;
    at = typeOf(inField(declared.node, 'type'), declared.file);
  }
  return at;
}

export interface GoField {
  readonly name: string;
  readonly type?: GoTypeRef;
  readonly typeText: string;
  readonly embedded: boolean;
  readonly tag: string;
  readonly node: SyntaxNode;
  readonly file: GoFile;
}

/** Fields of a struct, its own only; nothing for other types. */
export function fieldsOf(program: GoProgram, type: GoTypeRef | undefined): readonly GoField[] {
  const found = underlying(program, type);
  if (found?.kind !== 'struct') return [];
  const { file } = found;
  return allOfType(ofType(found.node, 'field_declaration_list'), 'field_declaration').flatMap(
    (node): readonly GoField[] => {
      const typeNode = inField(node, 'type');
      const type = typeOf(typeNode, file);
      const names = node.children.filter(({ field, type: kind }) => field === 'name' && kind !== ',');
      const tagText = inField(node, 'tag')?.text ?? '';
      const rest = {
        ...(type === undefined ? {} : { type }),
        typeText: typeNode?.text ?? '',
        tag: tagText.slice(1, -1).replaceAll('\\"', '"'),
        node,
        file,
      };
      if (names.length === 0) return [{ name: lastName(typeNode?.text ?? ''), embedded: true, ...rest }];
      return names.map(({ text }) => ({ name: text, embedded: false, ...rest }));
    },
  );
}

/** The name an embedded field goes by. */
const lastName = (text: string): string =>
  text
    .replace(/\[[\s\S]*$/, '')
    .replace(/^\*/, '')
    .split('.')
    .at(-1) ?? '';

/** The value of one key of a field's tag: `json:"name,omitempty"`. */
export const tagOf = (tag: string, key: string): string | undefined =>
  new RegExp(`(?:^|\\s)${key}:"((?:[^"\\\\]|\\\\.)*)"`).exec(tag)?.[1];

export const keyOf = (type: GoTypeRef): string =>
  type.kind === 'own'
    ? `${type.folder}.${type.name}`
    : type.kind === 'library'
      ? `${type.package}:${type.name}`
      : type.kind;
