import type { ApiRule } from '../api/rule.ts';

const signature = /signature|hmac|digest|x-hub|webhook-id|authorization/i;

export const webhookUnsigned: ApiRule = {
  id: 'webhook-unsigned',
  summary: 'A request that the server makes carries no signature',
  severity: 'warning',
  standards: ['API10:2023', 'CWE-345'],
  why: 'Whoever receives it cannot tell it from one that anybody else sends to the same address.',
  next: 'Sign the body and a time with a secret for each subscriber (webhook-id, webhook-timestamp, webhook-signature), and describe the headers.',
  check: ({ webhooks }) =>
    webhooks
      .filter(
        ({ parameters, isOpen }) =>
          isOpen && !parameters.some(({ place, name }) => place === 'header' && signature.test(name)),
      )
      .map(({ at, name }) => ({ pointer: at.pointer, label: name })),
};
