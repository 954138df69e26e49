/** How webhooks are signed, repeated and ordered: one rule for those taken and those sent, where the peer has no other. */
export const webhookPolicy = {
  header: 'Webhook-Signature',
  /** Two `v1` stand beside each other while a secret is replaced. */
  form: 't=<unix seconds>,v1=<hex>',
  signed: 'HMAC-SHA-256 with the secret of the subscription over `<t>.<raw body>`, compared in constant time',
  pattern: '^t=\\d{10},v1=[0-9a-f]{64}(,v1=[0-9a-f]{64})?$',
  example: `t=1767225600,v1=${'5f'.repeat(32)}`,
  toleranceSeconds: 300,
  rememberedDays: 14,
  answerSeconds: 10,
  firstPauseSeconds: 60,
  longestPauseSeconds: 21_600,
  retriedDays: 3,
} as const;

const { firstPauseSeconds, longestPauseSeconds, retriedDays } = webhookPolicy;

export const retryWords = `${firstPauseSeconds} s, doubled to ${longestPauseSeconds / 3600} h, full jitter, for ${retriedDays} days; then parked, and the subscriber is told`;

export const orderWords =
  'Calls of one `Webhook-Key` come one after another: the next waits until the one before is answered or parked. Across keys no order is promised.';
