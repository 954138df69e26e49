import type { Node } from 'oxc-parser';
import { plainKey } from '../javascript/syntax.ts';
import type { Frame } from './machine.ts';
import type { Cell } from './scope.ts';
import { lookup } from './scope.ts';

/** A variable, or a member of one by names that need no evaluation. */
export interface Access {
  readonly cell: Cell;
  /** `12.query.id`. */
  readonly key: string;
}

/** The place an expression reads from; undefined where it is no plain name or member. */
export function accessKey(node: Node, frame: Frame): Access | undefined {
  switch (node.type) {
    case 'Identifier': {
      const cell = lookup(frame.scope, node.name);
      return cell === undefined ? undefined : { cell, key: String(cell.id) };
    }
    case 'MemberExpression': {
      const key = plainKey(node.property, node.computed);
      const inner = key === undefined ? undefined : accessKey(node.object, frame);
      return inner === undefined ? undefined : { cell: inner.cell, key: `${inner.key}.${key}` };
    }
    case 'ThisExpression': {
      const cell = lookup(frame.scope, 'this');
      return cell === undefined ? undefined : { cell, key: String(cell.id) };
    }
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'ChainExpression':
    case 'TSSatisfiesExpression':
      return accessKey(node.expression, frame);
    default:
      return undefined;
  }
}
