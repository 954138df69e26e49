// The harness of the delivered tests for a preview: its API for requests, its controls for everything else. It runs in the
// process of the tests, and takes where the preview is and its key from PREVIEW_URL and PREVIEW_KEY.
import type { Ability, Answer, Harness } from '../../suite/harness.ts';

const url = process.env['PREVIEW_URL'] ?? '';
const key = process.env['PREVIEW_KEY'] ?? '';
if (url === '' || key === '')
  throw new Error('set PREVIEW_URL and PREVIEW_KEY to those of a running preview');

async function control<T>(name: string, input: Readonly<Record<string, unknown>> = {}): Promise<T> {
  const answer = await fetch(`${url}/_preview/${name}`, {
    method: 'POST',
    headers: { 'x-preview-key': key, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the preview cannot ${name}: ${answer.status} ${text}`);
  const value: T = JSON.parse(text);
  return value;
}

const tokens = new Map<string, Promise<string>>();
/** Tokens end; they are asked for again when the clock has moved or rows went back. */
function tokenFor(role: string, second: boolean): Promise<string> {
  const name = `${role} ${second}`;
  const known = tokens.get(name) ?? control<string>('token', { role, second });
  tokens.set(name, known);
  return known;
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: Object.fromEntries(response.headers), body: parsed(text), text };
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

const offered = await control<readonly Ability[]>('can');
const own: readonly Ability[] = ['limits', 'time', 'scratch', 'access'];

/** How a simulated peer misbehaves, as a chance from 0 to 1. */
const faults: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  down: { fail: 1 },
  slow: { hang: 1 },
  well: { fail: 0, hang: 0 },
};

export const harness: Harness = {
  can: new Set([...own, ...offered]),
  request: async (role, method, path, { body, raw, headers = {}, second = false }) => {
    const token = role === 'anonymous' ? undefined : await tokenFor(role, second);
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    return answerOf(
      await fetch(url + path, {
        method,
        redirect: 'manual',
        headers: { ...(token !== undefined && { authorization: token }), ...headers },
        ...(payload !== undefined && method !== 'GET' && { body: payload }),
      }),
    );
  },
  person: (role) => control('person', { role }),
  access: async (role) => ({
    base: url,
    token: role === 'anonymous' ? '' : (await tokenFor(role, false)).replace('Bearer ', ''),
  }),
  sign: (path, body) => control('sign', { path, body }),
  javascript: (text) => control('javascript', { text }),
  credentials: async (role) => control('credentials', { role, person: await harness.person(role) }),
  object: async (entity, { role, owned }) =>
    (await control<string | null>('object', { entity, role, owned })) ?? undefined,
  published: () => control('published'),
  query: async (sql, values = []) => {
    const { rows } = await control<{ readonly rows: Awaited<ReturnType<Harness['query']>> }>('query', {
      sql,
      values,
    });
    return rows;
  },
  reset: async () => {
    tokens.clear();
    await control('reset');
  },
  limits: async (on) => void (await control('limits', { on })),
  advance: async (ms) => {
    tokens.clear();
    await control('time', { ms });
  },
  deliver: async (consumer, message) => void (await control('deliver', { consumer, message })),
  effects: (consumer) => control('effects', { consumer }),
  settle: async () => void (await control('settle')),
  break: async (integration, how) => void (await control('peer', { integration, faults: faults[how] ?? {} })),
  mail: () => control('mail'),
  scratch: (scripts, query) => control('scratch', { scripts, query }),
};
