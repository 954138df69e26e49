import type { Node } from 'oxc-parser';
import { dottedName, plainKey } from '../../javascript/syntax.ts';
import { tellsCaller } from '../handler-checks.ts';
import { evaluate } from './expressions.ts';
import type { Fact } from './fact.ts';
import { absent } from './fact.ts';
import type { Frame, Walk } from './walk.ts';

/**
 * What a table keeps of the connection that a message comes over, `clients[socket.id]`, `clients.get(socket.id)`: like
 * the connection itself it tells who is at the other end, and holds nobody until somebody signs in. What a table of
 * users keeps may be whoever gave a name, so it is not known whether that is a check.
 */
export function keptOfConnection(
  walk: Walk,
  table: Node,
  key: Node | undefined,
  frame: Frame,
): Fact | undefined {
  if (!walk.message || key?.type !== 'MemberExpression') return undefined;
  if (plainKey(key.property, key.computed) !== 'id') return undefined;
  if (evaluate(walk, key.object, frame).kind !== 'request') return undefined;
  const name = dottedName(table)?.split('.').at(-1) ?? '';
  if (!tellsCaller(name)) return { kind: 'request' };
  walk.doubts.add(name);
  return absent;
}
