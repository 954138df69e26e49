// Sends requests, and says of an answer what can be compared although a page became data.
import type { Request } from './cases.ts';

export interface Place {
  /** `http://localhost:8080`, without a slash at the end. */
  readonly base: string;
  /** Header of somebody who is signed in: `Cookie: SESSION=…`, `Authorization: Bearer …`. */
  readonly session?: string;
  readonly timeoutMs: number;
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly location?: string;
  readonly cookies: readonly string[];
  readonly text: string;
}

/** Keys of another round are others: an answer that was kept is none. */
const round = Date.now().toString(36);

export async function send(place: Place, request: Request, key: string): Promise<Answer> {
  const headers: Record<string, string> = { accept: 'application/json, text/html;q=0.9' };
  if (request.type !== undefined) headers['content-type'] = request.type;
  if (!request.anonymous && place.session !== undefined) {
    const at = place.session.indexOf(':');
    headers[place.session.slice(0, at).trim().toLowerCase()] = place.session.slice(at + 1).trim();
  }
  if (request.method !== 'GET' && request.method !== 'HEAD')
    headers['idempotency-key'] = `parity-${round}-${key.replaceAll(/[^A-Za-z0-9]+/g, '-')}`;
  const ask = (method: string, more: Readonly<Record<string, string>>, body?: string): Promise<Response> =>
    fetch(`${place.base}${request.path}`, {
      method,
      headers: { ...headers, ...more },
      ...(body !== undefined && { body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(place.timeoutMs),
    });
  const tag = /^(PUT|PATCH|DELETE)$/.test(request.method) ? await tagOf(ask) : undefined;
  const response = await ask(request.method, tag === undefined ? {} : { 'if-match': tag }, request.body);
  const location = response.headers.get('location') ?? undefined;
  return {
    status: response.status,
    type: (response.headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '',
    ...(location !== undefined && { location }),
    cookies: response.headers.getSetCookie().map((each) => each.split('=')[0] ?? ''),
    text: textOf(await response.arrayBuffer(), response.headers.get('content-type') ?? ''),
  };
}

/** Old pages are seldom UTF-8; what they are stands in the header or in the page. */
export function textOf(bytes: ArrayBuffer, type: string): string {
  const sent = new Uint8Array(bytes).subarray(0, 2_000_000);
  const head = Buffer.from(sent.subarray(0, 2000)).toString('latin1');
  const [, said] =
    /charset=["']?([\w:.-]+)/i.exec(type) ?? /<meta\b[^>]*charset=["']?([\w:.-]+)/i.exec(head) ?? [];
  try {
    return new TextDecoder(said ?? 'utf-8').decode(sent);
  } catch {
    return new TextDecoder().decode(sent);
  }
}

/** What is changed has to be seen first, where the target asks for it. */
async function tagOf(
  ask: (method: string, more: Readonly<Record<string, string>>) => Promise<Response>,
): Promise<string | undefined> {
  const seen = await ask('GET', {});
  await seen.text();
  return seen.headers.get('etag') ?? undefined;
}

export type Outcome = 'done' | 'elsewhere' | 'refused' | 'missing' | 'invalid' | 'too many' | 'fault';

/** A page of an old system says much of this in its text only. */
export function outcomeOf({ status, location = '', text }: Answer, method: string): Outcome {
  if (status >= 500) return 'fault';
  if (status === 401 || status === 403) return 'refused';
  if (status === 404 || status === 410) return 'missing';
  if (status === 429) return 'too many';
  if (status >= 400) return 'invalid';
  if (status >= 300)
    return /log-?_?in|sign-?_?in|auth/i.test(location)
      ? 'refused'
      : method === 'GET' || method === 'HEAD'
        ? 'elsewhere'
        : 'done';
  return /SQL syntax|SQL error|Fatal error<|<b>Fatal error|Uncaught (Error|Exception)|mysqli?_\w+\(\)/.test(
    text,
  )
    ? 'fault'
    : 'done';
}

/** Texts that somebody sees or a program reads: text of a page and values of its fields, leaves of JSON. */
export function textsOf({ type, text }: Answer): readonly string[] {
  return /json/.test(type) ? leaves(parsed(text)) : pageTexts(text);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function leaves(value: unknown): readonly string[] {
  const found: string[] = [];
  const waiting: unknown[] = [value];
  for (let at = waiting.pop(); at !== undefined && found.length < 20_000; at = waiting.pop()) {
    if (typeof at === 'string' || typeof at === 'number') found.push(String(at));
    else if (typeof at === 'object' && at !== null)
      for (const inner of Object.values(at)) waiting.push(inner ?? '');
  }
  return found.filter((each) => each !== '').toReversed();
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  euro: '€',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
};

const decoded = (text: string): string =>
  text.replaceAll(
    /&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi,
    (whole, ten?: string, sixteen?: string, name?: string) => {
      if (ten !== undefined) return String.fromCodePoint(Math.min(Number(ten), 0x10_ff_ff));
      if (sixteen !== undefined)
        return String.fromCodePoint(Math.min(Number.parseInt(sixteen, 16), 0x10_ff_ff));
      return entities[name ?? ''] ?? whole;
    },
  );

function pageTexts(page: string): readonly string[] {
  const bare = page.replaceAll(/<(script|style)\b[\s\S]*?<\/\1>|<!--[\s\S]*?-->/gi, ' ');
  const fields = [...bare.matchAll(/<input\b[^>]*>/gi)].flatMap(([field]) =>
    /type=["']?(hidden|submit|button|password)/i.test(field)
      ? []
      : [/\bvalue=["']([^"']*)/i.exec(field)?.[1] ?? ''],
  );
  return [...bare.split(/<[^>]*>/), ...fields]
    .map((each) => decoded(each).replaceAll(/\s+/g, ' ').trim())
    .filter((each) => each !== '');
}
