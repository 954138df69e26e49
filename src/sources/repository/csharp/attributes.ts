import type { SyntaxNode } from '../languages/syntax.ts';
import { allOfType, inField } from '../languages/syntax.ts';
import type { Argument } from './syntax.ts';
import { argumentsOf, lastName, typeArguments } from './syntax.ts';

export interface Attribute {
  /** Without the ending `Attribute`. */
  readonly name: string;
  readonly generics: readonly SyntaxNode[];
  readonly arguments: readonly Argument[];
  readonly node: SyntaxNode;
}

export const attributesOf = (node: SyntaxNode | undefined): readonly Attribute[] =>
  allOfType(node, 'attribute_list').flatMap((list) =>
    allOfType(list, 'attribute').map((attribute) => {
      const name = inField(attribute, 'name');
      return {
        name: lastName(name).replace(/(.)Attribute$/, '$1'),
        generics: typeArguments(name),
        arguments: argumentsOf(attribute),
        node: attribute,
      };
    }),
  );

export const attributeNamed = (
  attributes: readonly Attribute[],
  ...names: readonly string[]
): Attribute | undefined => attributes.find(({ name }) => names.includes(name));

export const positional = ({ arguments: given }: Attribute): readonly SyntaxNode[] =>
  given.flatMap(({ name, value }) => (name === undefined ? [value] : []));

export const named = ({ arguments: given }: Attribute, ...names: readonly string[]): SyntaxNode | undefined =>
  given.find(({ name }) => name !== undefined && names.includes(name))?.value;
