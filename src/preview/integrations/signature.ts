import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA-256 over timestamp and body, as the AsyncAPI document says; the form is that of Stripe: `t=…,v1=…`. */
export function signatureOf(secret: string, body: Buffer | string, at: Date): string {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return `t=${timestamp},v1=${digest(secret, timestamp, body).toString('hex')}`;
}

const digest = (secret: string, timestamp: string, body: Buffer | string): Buffer =>
  createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();

/**
 * Whether a signature is of this body, by somebody who knows the secret, within the window. `timestamp`: a header of its own,
 * where the signature does not carry the time.
 */
export function isSigned(
  secret: string,
  body: Buffer,
  { signature, timestamp }: { readonly signature: string; readonly timestamp?: string | undefined },
  now: Date,
  windowMs: number,
): boolean {
  const parts = signature.split(',').map((part) => part.trim().split('='));
  const time = parts.find(([name]) => name === 't')?.[1] ?? timestamp ?? '';
  const seconds = /^\d{1,12}$/.test(time) ? Number(time) : Number.NaN;
  if (!(Math.abs(now.getTime() - seconds * 1000) <= windowMs)) return false;
  const expected = digest(secret, time, body);
  const given = parts.flatMap(([name, value]) => (name === 'v1' ? [value ?? ''] : []));
  if (given.length === 0) given.push(signature.trim());
  // Several signatures stand beside each other while a secret is changed.
  return given.slice(0, 5).some((text) => {
    const bytes = Buffer.from(text, 'hex');
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  });
}
