import { signatureOf } from './signature.ts';

/** Where a webhook goes, and with whose secret it is signed. */
export interface Subscriber {
  readonly url: string;
  readonly secret: string;
}

/** Names of the header that carries the signature: of the AsyncAPI document, and of the OpenAPI document. */
const headers = (signature: string, timestamp: string): Readonly<Record<string, string>> => ({
  'content-type': 'application/json',
  signature,
  'webhook-signature': signature,
  timestamp,
});

/** One attempt. @throws unless it was taken */
export async function postWebhook({ url, secret }: Subscriber, body: string, at: Date): Promise<void> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const answer = await fetch(url, {
    method: 'POST',
    headers: headers(signatureOf(secret, body, at), timestamp),
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(5000),
  });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`it answered ${answer.status}`);
}

/** @throws unless it is on loopback: a preview tells nobody else */
export function loopbackUrl(text: string): string {
  const { protocol, hostname } = new URL(text);
  if (protocol !== 'http:' || !['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
    throw new Error(`${text} is not on loopback: name http://127.0.0.1:<port>/… instead`);
  return text;
}
