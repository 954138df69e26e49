import type { Node } from 'oxc-parser';
import { plainKey, walk } from '../javascript/syntax.ts';

/** A field that code reads of a variable. */
export interface FieldRead {
  readonly name: string;
  readonly node: Node;
}

/** Members of arrays, texts and promises: reading them tells no field. */
const ordinary = new Set([
  'length',
  'map',
  'filter',
  'forEach',
  'some',
  'every',
  'find',
  'reduce',
  'then',
  'catch',
  'toString',
  'trim',
  'split',
  'slice',
  'hasOwnProperty',
]);

/** What is read of a variable: `body.title`, `body['title']`, `const { title } = body`. */
export function readsOfVariable(inside: Node, variable: string): readonly FieldRead[] {
  const found: FieldRead[] = [];
  walk(inside, (node) => {
    if (node.type === 'MemberExpression' && isVariable(node.object, variable)) {
      const name = plainKey(node.property, node.computed);
      if (name !== undefined && !ordinary.has(name)) found.push({ name, node });
    } else if (
      node.type === 'VariableDeclarator' &&
      node.init !== null &&
      node.id.type === 'ObjectPattern' &&
      isVariable(node.init, variable)
    )
      found.push(...patternReads(node.id));
  });
  return found;
}

/** Whether a variable is used otherwise than by its members: as an argument, in an object, spread. */
export function isUsedWhole(inside: Node, variable: string): boolean {
  let uses = 0;
  walk(inside, (node) => {
    if (node.type === 'Identifier' && node.name === variable) uses += 1;
    // These name no variable, or read what `readsOfVariable` finds.
    if (node.type === 'MemberExpression') {
      if (isVariable(node.object, variable) && plainKey(node.property, node.computed) !== undefined)
        uses -= 1;
      if (!node.computed && node.property.type === 'Identifier' && node.property.name === variable) uses -= 1;
    } else if (node.type === 'Property' && !node.computed && node.key.type === 'Identifier') {
      if (node.key.name === variable && node.key !== node.value) uses -= 1;
    } else if (
      node.type === 'VariableDeclarator' &&
      node.init !== null &&
      node.id.type === 'ObjectPattern' &&
      isVariable(node.init, variable) &&
      !node.id.properties.some(({ type }) => type === 'RestElement')
    )
      uses -= 1;
  });
  return uses > 0;
}

/** Names that a pattern takes: `{ title, tags: labels = [] }`. */
export const patternReads = (pattern: Node): readonly FieldRead[] =>
  pattern.type === 'ObjectPattern'
    ? pattern.properties.flatMap((property) => {
        if (property.type === 'RestElement') return [];
        const name = plainKey(property.key, property.computed);
        return name === undefined ? [] : [{ name, node: property }];
      })
    : [];

function isVariable(node: Node, name: string): boolean {
  switch (node.type) {
    case 'Identifier':
      return node.name === name;
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'ChainExpression':
    case 'ParenthesizedExpression':
      return isVariable(node.expression, name);
    case 'LogicalExpression':
      return isVariable(node.left, name);
    default:
      return false;
  }
}
