import type { Problem } from '../../model/api.ts';

/** Problem types of RFC 9457 that every design uses; the last part of the URI is stable. */
export const problems = {
  malformed: {
    title: 'Malformed request',
    status: 400,
    when: 'the body or a parameter cannot be read',
    retry: 'after-change',
  },
  unauthenticated: {
    title: 'Sign in first',
    status: 401,
    when: 'a token, credential or signature that is needed is missing, or one that was sent is wrong or too old',
    retry: 'after-change',
  },
  forbidden: {
    title: 'Not allowed',
    status: 403,
    when: 'no rule allows this to the role of the caller',
    retry: 'never',
  },
  'not-found': {
    title: 'Not found',
    status: 404,
    when: 'there is no such object, or it is not the caller’s to see',
    retry: 'never',
  },
  conflict: {
    title: 'Already there',
    status: 409,
    when: 'another object has the same natural key',
    retry: 'after-change',
  },
  'illegal-state': {
    title: 'Not possible in this state',
    status: 409,
    when: 'the life cycle of the object has no such transition from its state',
    retry: 'after-change',
  },
  'request-in-progress': {
    title: 'Still being worked on',
    status: 409,
    when: 'the first request with this idempotency key has not been answered yet',
    retry: 'with-backoff',
  },
  'still-referenced': {
    title: 'Still in use',
    status: 409,
    when: 'other objects refer to this one',
    retry: 'after-change',
  },
  stale: {
    title: 'Changed meanwhile',
    status: 412,
    when: 'If-Match names a version that is no longer current',
    retry: 'after-change',
  },
  'too-large': {
    title: 'Request too large',
    status: 413,
    when: 'the body exceeds the limit',
    retry: 'after-change',
  },
  invalid: {
    title: 'Invalid input',
    status: 422,
    when: 'a field is missing, out of bounds or not accepted',
    retry: 'after-change',
  },
  'idempotency-key-reused': {
    title: 'Key used for another request',
    status: 422,
    when: 'the idempotency key came before with a different body',
    retry: 'after-change',
  },
  'precondition-required': {
    title: 'Version required',
    status: 428,
    when: 'a change comes without If-Match',
    retry: 'after-change',
  },
  'rate-limited': {
    title: 'Too many requests',
    status: 429,
    when: 'the limit of the caller is used up',
    retry: 'with-backoff',
  },
  internal: {
    title: 'Fault of the server',
    status: 500,
    when: 'something failed that no client can mend; a repeat with the same Idempotency-Key does no harm',
    retry: 'with-backoff',
  },
  unavailable: {
    title: 'Try again later',
    status: 503,
    when: 'a part that is needed is overloaded or down',
    retry: 'with-backoff',
  },
} as const satisfies Readonly<Record<string, Omit<Problem, 'type'>>>;

export type ProblemType = keyof typeof problems;

export const problemOf = (type: ProblemType): Problem => ({ type, ...problems[type] });
