import type { Node } from 'oxc-parser';
import type { ParsedFile } from '../javascript/parse.ts';
import { plainKey } from '../javascript/syntax.ts';
import { namesOf } from './names.ts';

/** Steps from a list to what it was made of that are followed. */
const deepest = 4;

/**
 * Whether a list is written out in the code, so that it does not grow with the data: a literal, a name of this file
 * that stands for one and that nothing is added to, a constant by its name (`REGIONS`), the members of such.
 */
export function isWrittenList(node: Node, file: ParsedFile, depth = 0): boolean {
  if (depth > deepest) return false;
  switch (node.type) {
    case 'ArrayExpression':
      return node.elements.every(
        (element) =>
          element === null ||
          element.type !== 'SpreadElement' ||
          isWrittenList(element.argument, file, depth + 1),
      );
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return isWrittenList(node.expression, file, depth + 1);
    case 'Identifier':
      return isConstantName(node.name) || isWrittenName(node.name, file, depth);
    case 'MemberExpression':
      return isConstantName(plainKey(node.property, node.computed) ?? '');
    case 'CallExpression': {
      const { callee } = node;
      if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return false;
      const [first] = node.arguments;
      return (
        callee.object.name === 'Object' &&
        /^(keys|values|entries)$/.test(plainKey(callee.property, callee.computed) ?? '') &&
        first !== undefined &&
        first.type === 'Identifier' &&
        (isConstantName(first.name) || isWrittenName(first.name, file, depth))
      );
    }
    default:
      return false;
  }
}

const isConstantName = (name: string): boolean =>
  /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(name) && name.length > 1;

function isWrittenName(name: string, file: ParsedFile, depth: number): boolean {
  const binding = namesOf(file).bindings.get(name);
  if (binding?.kind !== 'value') return false;
  const { node } = binding;
  if (node.type === 'ObjectExpression')
    return node.properties.every(({ type }) => type === 'Property') && !isFilled(name, file);
  const isEmpty = node.type === 'ArrayExpression' && node.elements.length === 0;
  return !isEmpty && isWrittenList(node, file, depth + 1) && !isFilled(name, file);
}

/** It is no constant, or something is added to what it holds. */
function isFilled(name: string, { text }: ParsedFile): boolean {
  const word = name.replaceAll('$', String.raw`\$`);
  const changes = String.raw`(?<![\w$.])${word}\s*(\.(push|unshift|splice)\(|\[[^\]]*\]\s*=[^=])`;
  return !new RegExp(String.raw`\bconst\s+${word}\b`).test(text) || new RegExp(changes).test(text);
}
