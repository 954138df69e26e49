import { Refusal } from './problems.ts';

/** The version of an object as an entity tag (RFC 9110, section 8.8.3). */
export const entityTag = (version: string): string => `"${version}"`;

/** @throws Refusal 428 where the header is missing, 400 where it is none, 412 where it names another version only */
export function requiredVersion(header: string | undefined, current: string): string {
  if (header === undefined)
    throw new Refusal('precondition-required', 'Send the ETag that was read in If-Match.');
  if (header.trim() === '*') return current;
  const tags = [...header.matchAll(/(W\/)?"([^"]*)"/g)];
  if (tags.length === 0)
    throw new Refusal('malformed', 'If-Match holds no entity tag.', {
      errors: [{ pointer: '/If-Match', detail: 'is no entity tag' }],
    });
  // Strong comparison: a weak tag matches nothing.
  if (!tags.some(([, weak, tag]) => weak === undefined && tag === current))
    throw new Refusal('stale', 'The object was changed since it was read.');
  return current;
}

/** Whether what the client holds is still current: weak comparison. */
export const isCurrent = (header: string | undefined, current: string): boolean =>
  header !== undefined &&
  (header.trim() === '*' || [...header.matchAll(/"([^"]*)"/g)].some(([, tag]) => tag === current));
