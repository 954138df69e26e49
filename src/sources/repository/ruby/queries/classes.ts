import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { Code, Lineage, Opening } from '../code.ts';
import { lineageOf, methodsIn } from '../code.ts';

/** A method of an object or of a class, with the place it stands in. */
export interface FoundMethod {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly opening: Opening;
  readonly onClass: boolean;
}

/** Classes and modules by full name. */
export interface Classes {
  readonly named: (name: string, namespace: string) => string | undefined;
  readonly lineage: (name: string) => Lineage;
  readonly method: (name: string, method: string) => FoundMethod | undefined;
  readonly classMethod: (name: string, method: string) => FoundMethod | undefined;
}

const nothing: Lineage = { openings: [], outside: [], methodsNamed: () => [], find: () => [] };

export function createClasses(code: Code): Classes {
  const lineages = new Map<string, Lineage>();
  const lineage = (name: string): Lineage => {
    const known = lineages.get(name);
    if (known !== undefined) return known;
    const openings = code.find(name, '');
    const found = openings.length === 0 ? nothing : lineageOf(code, openings);
    lineages.set(name, found);
    return found;
  };
  return {
    named: (name, namespace) => code.find(name, namespace)[0]?.name,
    lineage,
    method: (name, method) => {
      for (const opening of lineage(name).openings) {
        const found = methodsIn(opening).find((each) => each.name === method);
        if (found !== undefined) return { name: method, node: found.node, opening, onClass: false };
      }
      return undefined;
    },
    classMethod: (name, method) => {
      for (const opening of lineage(name).openings) {
        const node = classMethodsIn(opening).get(method);
        if (node !== undefined) return { name: method, node, opening, onClass: true };
      }
      return undefined;
    },
  };
}

const classMethods = new WeakMap<Opening, ReadonlyMap<string, SyntaxNode>>();

/** `def self.find_all`, methods below `class << self`, and those of `class_methods do`. */
function classMethodsIn(opening: Opening): ReadonlyMap<string, SyntaxNode> {
  const known = classMethods.get(opening);
  if (known !== undefined) return known;
  const found = new Map<string, SyntaxNode>();
  const read = (nodes: readonly SyntaxNode[], inside: boolean): void => {
    for (const node of nodes) {
      if (node.type === 'singleton_method' || (inside && node.type === 'method'))
        found.set(inField(node, 'name')?.text ?? '', node);
      else if (node.type === 'singleton_class') read(inField(node, 'body')?.children ?? [], true);
      else if (node.type === 'call' && /^(class_methods|private_class_method)\b/.test(node.text))
        read(
          [
            ...(inField(inField(node, 'block'), 'body')?.children ?? []),
            ...(inField(node, 'arguments')?.children ?? []),
          ],
          true,
        );
    }
  };
  read(opening.statements, false);
  classMethods.set(opening, found);
  return found;
}
