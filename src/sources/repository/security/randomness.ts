import type { CallReader } from './calls.ts';
import { settingAt } from './calls.ts';
import { dottedName } from '../javascript/syntax.ts';

/** Numbers that can be foretold: harmless for a colour, not for a token; the names around say which it is. */
export const readRandomness: CallReader = (call) =>
  call.method === 'random' && dottedName(call.node.callee) === 'Math.random'
    ? [settingAt(call, { kind: 'random-number', call: 'Math.random' })]
    : [];
