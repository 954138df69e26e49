import type { Endpoint } from '../../model/api.ts';
import { firstOf, seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { uncounted } from './uncounted.ts';

export const unlimitedExpensiveWork: Rule = {
  id: 'unlimited-expensive-work',
  summary: 'Anybody may ask for work that costs time or money as often as they like.',
  severity: 'advice',
  standards: ['CWE-770', 'ASVS-5.0-2.4.1', 'API4:2023', 'API6:2023'],
  remedy: {
    title: 'Limit how often costly work is asked for',
    impact: 3,
    effort: { low: 0.5, high: 2 },
    risk: 'low',
    rollback: 'raise the limit',
  },
  check: (backend) => {
    const open = uncounted(backend).filter(({ access, path }) => access === 'public' && costs.test(path));
    return open.length === 0 ? [] : [fault(open)];
  },
};

/** The last word of a path, where it says that a document is made, data is moved in bulk or a message is sent. */
const costs =
  /\/(exports?|pdf|render|convert|transcode|resize|thumbnails?|imports?|bulk|batch|generate(-\w+)?|send-?(e?mail|sms|code|otp|message|verification)|resend(-\w+)?|contact(-us)?|reports?\/(download|generate|run))\/?$/i;

function fault(open: readonly Endpoint[]): Fault {
  const named = firstOf(
    open.map(({ id }) => id),
    3,
  );
  return {
    subject: 'costly work',
    confidence: 'possible',
    what: `No limit was seen before ${named}, which ${open.length === 1 ? 'asks' : 'ask'} nobody who they are and ${open.length === 1 ? 'makes or sends' : 'make or send'} something, by the name of the path.`,
    why: 'One machine that asks without pause takes the processor from everybody else, or runs up the bill for mails and messages.',
    next: 'Limit calls by address and for all together, and do the work behind a queue; say 429 with Retry-After. Where a gateway does it, note it down.',
    evidence: seenAt(open),
  };
}
