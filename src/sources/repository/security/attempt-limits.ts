import { dottedName } from '../javascript/syntax.ts';
import type { CallReader } from './calls.ts';
import { settingAt } from './calls.ts';

/** Names that counting functions have in the code of applications. */
export const countsAttempts =
  /^(check|enforce|apply|consume|assert|ensure|is|has|get)?_?(rate_?limit|too_?many)\w*$|^throttle\w*(login|attempt)|^ensure_?accepted$/i;

/** Attempts that a handler counts by itself. */
export const readAttemptLimits: CallReader = (call) => {
  const receiver = call.node.callee.type === 'MemberExpression' ? dottedName(call.node.callee.object) : '';
  const isLimiter =
    (/^(consume|penalty|limit|check)$/.test(call.method) && /limiter|ratelimit/i.test(receiver ?? '')) ||
    (countsAttempts.test(call.method) && call.place.within !== undefined && call.trace === undefined);
  return isLimiter
    ? [
        settingAt(call, {
          kind: 'attempt-limit',
          call: `${receiver === '' ? '' : `${receiver ?? ''}.`}${call.method}`,
        }),
      ]
    : [];
};
