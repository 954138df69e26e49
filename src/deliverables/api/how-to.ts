import { receivesWebhooks, sendsWebhooks } from '../../artifacts/asyncapi-webhooks.ts';
import { orderWords, retryWords, webhookPolicy } from '../../artifacts/webhook-policy.ts';
import { code, list, section, steps } from '../blocks.ts';
import type { Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';

/** All of a list, page by page. */
export function pagesGuide({ api }: Backend): Section | undefined {
  const first = api.endpoints.find(
    ({ pagination, path, parameters }) =>
      pagination === 'cursor' && !path.includes('{') && !parameters.some(({ required }) => required),
  );
  if (first === undefined) return undefined;
  return section(
    { id: 'pages-guide', title: 'All of a list' },
    code('ts', pagesSample(first.path)),
    list([
      'Keep filters and `sort` the same while you follow a cursor; a cursor of another list is refused with 400.',
      'What is added behind the cursor is seen, what is added before it is not; nothing comes twice.',
    ]),
  );
}

const pagesSample = (path: string): string => `for (let cursor = ''; ;) {
  const query = new URLSearchParams({ limit: '100', ...(cursor && { cursor }) });
  const page = await get(\`${path}?\${query}\`);
  for (const item of page.items) await use(item);
  if (page.next_cursor === null) break;
  cursor = page.next_cursor;
}`;

/** One effect, however often the request is sent. */
export function repeatGuide({ api }: Backend): Section | undefined {
  if (!api.endpoints.some(({ idempotencyKey }) => idempotencyKey)) return undefined;
  return section(
    { id: 'repeat-guide', title: 'Sending again without harm' },
    steps([
      'Make the `Idempotency-Key` when the person decides, and store it with the intention: one key, one effect.',
      'After a timeout or 5xx send the same body with the same key; the first answer comes again.',
      '409 `request-in-progress`: the first one is still at work; wait and send again.',
      '422 `idempotency-key-reused`: the body differs; a changed intention needs a new key.',
    ]),
  );
}

/** How a receiver knows that a call is ours, and what it owes us. */
export function webhookGuide({ processes, source }: Backend): Section | undefined {
  const { integrations } = processes;
  if (source !== 'designed' || !integrations.some((each) => receivesWebhooks(each) || sendsWebhooks(each)))
    return undefined;
  return section(
    { id: 'webhook-guide', title: 'Checking a webhook' },
    code('ts', webhookSample),
    list([
      `Refuse what is older than ${webhookPolicy.toleranceSeconds} s or wrongly signed with 401, before the body is parsed.`,
      `Remember the id of the event for ${webhookPolicy.rememberedDays} days; answer a repeat like the first time.`,
      `Store, answer 2xx within ${webhookPolicy.answerSeconds} s, work later.`,
      ...(integrations.some(sendsWebhooks) ? [`We repeat after ${retryWords}. ${orderWords}`] : []),
    ]),
  );
}

const webhookSample = `const parts = header.split(',').map((part) => part.split('='));
const t = parts.find(([name]) => name === 't')?.[1] ?? '';
const expected = createHmac('sha256', secret).update(\`\${t}.\${rawBody}\`).digest('hex');
const isOurs = ([name, value = '']) =>
  name === 'v1' && value.length === expected.length && timingSafeEqual(Buffer.from(value), Buffer.from(expected));
const accepted = parts.some(isOurs) && Math.abs(Date.now() / 1000 - Number(t)) <= ${webhookPolicy.toleranceSeconds};`;
