import type { SyntaxNode } from '../languages/syntax.ts';
import { inField } from '../languages/syntax.ts';
import type { Attribute } from './attributes.ts';
import { attributeNamed, attributesOf } from './attributes.ts';
import type { Code, TypeDeclaration } from './code.ts';
import { lineageOf, membersOf } from './code.ts';
import { lastName, modifiers, nameOf, parametersOf, typeArguments } from './syntax.ts';

/** A field of a type that describes a request, or a parameter. */
export interface Field {
  readonly name: string;
  readonly type: SyntaxNode | undefined;
  readonly node: SyntaxNode;
  readonly required: boolean;
  readonly attributes: readonly Attribute[];
}

const simpleTypes =
  /^(string|String|int|long|short|byte|uint|ulong|ushort|sbyte|bool|decimal|double|float|char|Int16|Int32|Int64|Boolean|Decimal|Double|Single|Guid|DateTime|DateTimeOffset|DateOnly|TimeOnly|TimeSpan|Uri|StringValues|Version)$/;
const collections =
  /^(List|IList|IEnumerable|ICollection|IReadOnlyList|IReadOnlyCollection|HashSet|ISet|Array|IQueryable|Nullable|Optional)$/;

const service =
  /^I[A-Z]\w*[a-z]|(Service|Services|Repository|Repo|DbContext|Context|Manager|Factory|Handler|Provider|Store|Mediator|Sender|Publisher|Client|Accessor|Options|Cache|Logger|Validator|Bus|Configuration|Mapper|UseCase|Dispatcher)$/;

export const isList = (type: SyntaxNode | undefined): boolean =>
  type?.type === 'array_type' ||
  collections.test(lastName(type)) ||
  (type?.type === 'nullable_type' && isList(type.children[0]));

export const isRequired = (type: SyntaxNode | undefined, hasDefault: boolean): boolean =>
  !hasDefault && type?.type !== 'nullable_type';

export function isSimple(code: Code, type: SyntaxNode | undefined, file: string): boolean {
  if (type === undefined) return true;
  if (type.type === 'nullable_type' || type.type === 'array_type')
    return isSimple(code, type.children[0], file);
  const name = lastName(type);
  if (type.type === 'predefined_type' || simpleTypes.test(name)) return type.text !== 'object';
  if (collections.test(name)) return isSimple(code, typeArguments(type)[0], file);
  const declared = code.find(name, file);
  if (declared?.node.type === 'enum_declaration') return true;
  return declared !== undefined && /\bstatic\s+bool\s+TryParse\s*\(|IParsable</.test(declared.node.text);
}

export const isService = (declared: TypeDeclaration | undefined, name: string): boolean => {
  if (declared !== undefined) {
    if (declared.node.type === 'interface_declaration') return true;
    if (declared.node.type === 'record_declaration') return false;
    return /(Service|Services|Repository|DbContext|Manager|Factory|Handler|Provider|Store|Validator|Mediator|UseCase|Client)$/.test(
      name,
    );
  }
  return service.test(name);
};

export const typeNamed = (
  code: Code,
  type: SyntaxNode | undefined,
  file: string,
): TypeDeclaration | undefined =>
  type === undefined
    ? undefined
    : code.find(lastName(type.type === 'nullable_type' ? type.children[0] : type), file);

/** Public properties and record parameters of a type and of those above it. */
export function fieldsOf(code: Code, type: TypeDeclaration | undefined): readonly Field[] {
  if (
    type === undefined ||
    type.node.type === 'enum_declaration' ||
    type.node.type === 'interface_declaration'
  )
    return [];
  const found = new Map<string, Field>();
  for (const each of lineageOf(code, type).types) {
    for (const field of [...recordFields(each.node), ...propertyFields(code, each)])
      if (!found.has(field.name)) found.set(field.name, field);
  }
  return [...found.values()];
}

const recordFields = (node: SyntaxNode): readonly Field[] =>
  node.type.startsWith('record')
    ? parametersOf(node).map(({ name, type, node: at, hasDefault }) => ({
        name,
        type,
        node: at,
        required: isRequired(type, hasDefault),
        attributes: attributesOf(at),
      }))
    : [];

const propertyFields = (code: Code, type: TypeDeclaration): readonly Field[] =>
  membersOf(code, type).flatMap(({ node }): readonly Field[] => {
    if (node.type !== 'property_declaration' || !modifiers(node).includes('public')) return [];
    if (modifiers(node).includes('static') || inField(node, 'value')?.type === 'arrow_expression_clause')
      return [];
    if (!/\b(set|init)\b/.test(inField(node, 'accessors')?.text ?? '')) return [];
    const attributes = attributesOf(node);
    const kind = inField(node, 'type');
    const required =
      attributeNamed(attributes, 'Required', 'JsonRequired') !== undefined ||
      modifiers(node).includes('required');
    return [{ name: nameOf(node), type: kind, node, required, attributes }];
  });
