import type { ApiRule } from '../api/rule.ts';
import { text } from '../../../compatibility/located.ts';
import { answers, isWrite, schemesOf } from '../api/view.ts';
import type { ApiOperation, ApiView } from '../api/view.ts';

export const forbiddenAnswerMissing: ApiRule = {
  id: 'forbidden-answer-missing',
  summary:
    'An operation that changes something for known callers does not say what those get who may not (403 or 404)',
  severity: 'advice',
  standards: ['API5:2023', 'Zalando 151'],
  why: 'Nobody can see from the document that the operation tells callers apart, and no test of the contract tries it.',
  next: 'Describe 403, or 404 where the object must not be known to exist.',
  check: (view) =>
    view.operations
      .filter(
        (operation) =>
          isWrite(operation) &&
          !operation.isOpen &&
          !isForOne(operation, view) &&
          !answers(operation, '403') &&
          !answers(operation, '404'),
      )
      .map(({ at, name }) => ({ pointer: at.pointer, label: name })),
};

/** A signature over the request proves that it is the one peer who holds the secret: nobody else is known there. */
function isForOne({ security }: ApiOperation, view: ApiView): boolean {
  const signed = new Set(
    schemesOf(view)
      .filter(([, at]) => text(at, 'type') === 'apiKey' && /signature|hmac/i.test(text(at, 'name') ?? ''))
      .map(([name]) => name),
  );
  const list: readonly unknown[] = Array.isArray(security) ? security : [];
  return (
    list.length > 0 &&
    list.every(
      (each) =>
        typeof each === 'object' && each !== null && Object.keys(each).some((name) => signed.has(name)),
    )
  );
}
