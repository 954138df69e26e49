import { Refusal } from './problems.ts';

/** The place a page begins behind: the values of its order, as text. Opaque to clients, and bound to the list it is of. */
export const writeCursor = (list: string, values: readonly (string | null)[]): string =>
  Buffer.from(JSON.stringify([list, ...values])).toString('base64url');

/** @throws Refusal when it was not written for this list. */
export function readCursor(list: string, text: string, length: number): readonly (string | null)[] {
  const wrong = new Refusal('malformed', 'The cursor is not one of this list.', {
    errors: [{ pointer: '/cursor', detail: 'is not a next_cursor of this list' }],
  });
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw wrong;
  }
  if (!Array.isArray(value)) throw wrong;
  const [of, ...rest]: readonly unknown[] = value;
  const values = rest.flatMap((each) => (each === null || typeof each === 'string' ? [each] : []));
  if (of !== list || values.length !== length || values.length !== rest.length) throw wrong;
  return values;
}
