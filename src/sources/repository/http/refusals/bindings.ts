import type { Node } from 'oxc-parser';
import { plainKey } from '../../javascript/syntax.ts';
import { evaluate } from './expressions.ts';
import type { Fact } from './fact.ts';
import { isMissing, open } from './fact.ts';
import { memberOf } from './members.ts';
import type { Frame, Walk } from './walk.ts';

/** Declares the names of a pattern. */
export function bind(walk: Walk, pattern: Node, fact: Fact, frame: Frame): void {
  switch (pattern.type) {
    case 'Identifier':
      frame.names.own.set(pattern.name, fact);
      return;
    case 'AssignmentPattern':
      return bind(walk, pattern.left, isMissing(fact) ? evaluate(walk, pattern.right, frame) : fact, frame);
    case 'TSParameterProperty':
      return bind(walk, pattern.parameter, fact, frame);
    case 'RestElement':
      return bind(walk, pattern.argument, fact, frame);
    case 'ArrayPattern':
      for (const [at, element] of pattern.elements.entries())
        if (element !== null) bind(walk, element, memberOf(walk, fact, String(at), pattern, frame), frame);
      return;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type === 'RestElement') bind(walk, property.argument, fact, frame);
        else {
          const key = plainKey(property.key, property.computed);
          const member = key === undefined ? open : memberOf(walk, fact, key, pattern, frame);
          bind(walk, property.value, member, frame);
        }
      }
      return;
    default:
      return;
  }
}
