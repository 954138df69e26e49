/** Sends requests to a preview as a client does: JSON, an idempotency key of its own for each POST. */
export function caller(base: () => string) {
  let keys = 0;
  return async (method: string, path: string, { token, body, headers = {} }: Call = {}): Promise<Answer> => {
    const answer = await fetch(base() + path, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && {
          'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
        }),
        ...(method === 'POST' && { 'idempotency-key': `key-${String((keys += 1)).padStart(8, '0')}` }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = (answer.headers.get('content-type') ?? '').includes('json');
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      body: isJson && text !== '' ? JSON.parse(text) : {},
    };
  };
}

export interface Call {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Readonly<Record<string, string>>;
}
