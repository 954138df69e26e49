import { around, changedJson, sending } from './mutant.ts';
import type { MakePart, Mutant } from './mutant.ts';

type Loose = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isProblem = (headers: Loose): boolean => String(headers['content-type']).includes('problem');

const removing =
  (header: string): MakePart =>
  () =>
    sending(({ removeHeader }) => removeHeader(header));

/** Faults of answers: status, headers, form, and what they tell that they should not. */
export const answerMutants: readonly Mutant[] = [
  { id: 'etag-missing', what: 'versions are not told', suite: 'objects', part: removing('etag') },
  {
    id: 'location-missing',
    what: 'where a new object is, is not told',
    suite: 'contract',
    part: removing('location'),
  },
  {
    id: 'www-authenticate-missing',
    what: 'how to sign in is not told',
    suite: 'authorisation',
    part: removing('www-authenticate'),
  },
  {
    id: 'retry-after-missing',
    what: 'when to try again is not told',
    suite: 'limits',
    part: removing('retry-after'),
  },
  {
    id: 'allow-missing',
    what: 'which methods a path takes is not told',
    suite: 'contract',
    part: removing('allow'),
  },
  {
    id: 'created-as-ok',
    what: 'what was created is answered 200',
    suite: 'contract',
    part: () => around({ answered: (reply) => (reply.status === 201 ? { ...reply, status: 200 } : reply) }),
  },
  {
    id: 'accepted-as-ok',
    what: 'long work is answered 200 in place of 202',
    suite: 'contract',
    part: () => around({ answered: (reply) => (reply.status === 202 ? { ...reply, status: 200 } : reply) }),
  },
  {
    id: 'deleted-with-body',
    what: 'a deletion is answered 200 with a body',
    suite: 'objects',
    part: () =>
      around(
        { answered: (reply) => (reply.status === 204 ? { status: 200, body: { deleted: true } } : reply) },
        ({ operation }) => operation.verb === 'delete',
      ),
  },
  {
    id: 'missing-as-found',
    what: 'an object that is not there is answered 200',
    suite: 'objects',
    part: () =>
      sending(({ status, setStatus, setHeader }) => {
        if (status !== 404) return undefined;
        setStatus(200);
        setHeader('content-type', 'application/json');
        return Buffer.from('{}');
      }),
  },
  {
    id: 'content-type-wrong',
    what: 'answers say that they are text',
    suite: 'contract',
    part: () =>
      sending(({ status, setHeader }) => {
        if (status < 300 && status !== 204) setHeader('content-type', 'text/plain');
      }),
  },
  {
    id: 'problem-as-json',
    what: 'refusals say that they are plain JSON',
    suite: 'contract',
    part: () =>
      sending(({ headers, setHeader }) => {
        if (isProblem(headers)) setHeader('content-type', 'application/json');
      }),
  },
  {
    id: 'problem-status-differs',
    what: 'a problem says another status than its answer',
    suite: 'contract',
    part: () =>
      sending(({ headers, payload }) =>
        isProblem(headers)
          ? changedJson(payload, (value) => (isObject(value) ? { ...value, status: 400 } : value))
          : undefined,
      ),
  },
  {
    id: 'problem-type-unknown',
    what: 'refusals have a type that no document names',
    suite: 'contract',
    part: () =>
      sending(({ headers, payload }) =>
        isProblem(headers)
          ? changedJson(payload, (value) => (isObject(value) ? { ...value, type: 'about:blank' } : value))
          : undefined,
      ),
  },
  {
    id: 'faults-not-named',
    what: 'a refused body is not told which field is wrong',
    suite: 'contract',
    part: () =>
      sending(({ status, headers, payload }) =>
        status === 422 && isProblem(headers)
          ? changedJson(payload, (value) => {
              if (!isObject(value)) return value;
              const { errors: _errors, ...rest } = value;
              return rest;
            })
          : undefined,
      ),
  },
  {
    id: 'stack-trace-leaked',
    what: 'refusals tell where in the code they were made',
    suite: 'contract',
    part: () =>
      sending(({ headers, payload }) =>
        isProblem(headers)
          ? changedJson(payload, (value) =>
              isObject(value) ? { ...value, detail: new Error('refused').stack?.slice(0, 1000) } : value,
            )
          : undefined,
      ),
  },
  {
    id: 'undocumented-field',
    what: 'objects show a field that no document names',
    suite: 'contract',
    part: () =>
      around({
        answered: (reply) =>
          isObject(reply.body) && !('items' in reply.body)
            ? { ...reply, body: { ...reply.body, internal_note: 'x' } }
            : reply,
      }),
  },
  {
    id: 'secret-shown',
    what: 'lists show the hash of a secret',
    suite: 'contract',
    part: () =>
      sending(({ payload, headers }) =>
        isProblem(headers)
          ? undefined
          : changedJson(payload, (value) =>
              isObject(value) && Array.isArray(value['items'])
                ? {
                    ...value,
                    items: value['items'].map((each: unknown) =>
                      isObject(each) && 'user_id' in each ? { ...each, secret_hash: '$argon2id$' } : each,
                    ),
                  }
                : value,
            ),
      ),
  },
  {
    id: 'field-left-out',
    what: 'objects lack a field that their document promises',
    suite: 'contract',
    part: () =>
      sending(({ status, payload, headers }) =>
        status >= 300 || isProblem(headers)
          ? undefined
          : changedJson(payload, (value) => {
              if (!isObject(value)) return value;
              const { created_at: _left, ...rest } = value;
              return rest;
            }),
      ),
  },
  {
    id: 'numbers-as-text',
    what: 'numbers are sent as text',
    suite: 'contract',
    part: () =>
      sending(({ status, payload, headers }) =>
        status >= 300 || isProblem(headers)
          ? undefined
          : changedJson(payload, (value) =>
              JSON.parse(JSON.stringify(value), (_, each: unknown) =>
                typeof each === 'number' ? String(each) : each,
              ),
            ),
      ),
  },
  {
    id: 'any-origin-allowed',
    what: 'pages of any origin may read answers',
    suite: 'contract',
    part: () => sending(({ setHeader }) => setHeader('access-control-allow-origin', 'https://evil.example')),
  },
  {
    id: 'method-not-told-apart',
    what: 'a method that a path does not take is answered as if there were no such path',
    suite: 'contract',
    part: () =>
      sending(({ status, setStatus }) => {
        if (status === 405) setStatus(404);
      }),
  },
];
