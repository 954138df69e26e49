import type { ApiRule } from '../api/rule.ts';
import { answers } from '../api/view.ts';

const flow =
  /\/(checkouts?|payments?|orders?|bookings?|reservations?|tickets?|coupons?|vouchers?|votes?|referrals?|sign-?ups?|register|registrations?|password-?resets?|otp|verification-?codes?|invitations?)$/i;

export const sensitiveFlowUnlimited: ApiRule = {
  id: 'sensitive-flow-unlimited',
  summary: 'A step of a business flow that is worth automating tells no limit (429)',
  severity: 'warning',
  standards: ['API6:2023', 'CWE-799'],
  why: 'Buying out stock, collecting vouchers or filling a mailbox needs no hole: only many valid requests.',
  next: 'Limit it for each account, device and payment means, ask for proof of a person where it is worth it, and describe 429.',
  check: ({ operations }) =>
    operations
      .filter(
        (operation) => operation.method === 'post' && flow.test(operation.path) && !answers(operation, '429'),
      )
      .map(({ at, name }) => ({ pointer: at.pointer, label: name })),
};
