import { walk } from '../javascript/syntax.ts';
import type { Value } from '../javascript/value.ts';
import { guardName, kindByName } from './guards.ts';
import { knownMiddleware } from './middlewares.ts';
import type { Given } from './routing.ts';
import { signsOf } from './signs.ts';

/**
 * Whether handlers of `all('/x/*', …)` only stand before those of other routes: each hands the request on, or turns it
 * away for want of a right.
 */
export const onlyHandsOn = (handlers: readonly Given[]): boolean =>
  handlers.length > 0 && handlers.every(({ value, ...rest }) => handsOn(value, { value, ...rest }));

function handsOn(value: Value, given: Given): boolean {
  if (value.kind !== 'function') {
    if (knownMiddleware(value) !== undefined) return true;
    const kind = kindByName(guardName(given));
    return kind === 'authentication' || kind === 'authorisation';
  }
  const [, , next] = value.node.params;
  if (next?.type !== 'Identifier' || value.node.params.length > 3) return false;
  let calls = false;
  let answers = false;
  walk(value.node, (node) => {
    if (node.type !== 'CallExpression') return;
    const { callee } = node;
    if (callee.type === 'Identifier' && callee.name === next.name && node.arguments.length === 0)
      calls = true;
    if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier')
      answers ||= /^(send|json|jsonp|end|render|redirect|sendFile|sendStatus|download|pipe)$/.test(
        callee.property.name,
      );
  });
  const signs = signsOf(value.node);
  return calls && (!answers || signs.rejectsUnknown || signs.rejectsForbidden);
}
