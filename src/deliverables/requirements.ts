import type { Backend } from '../model/backend.ts';
import type { Requirement } from '../model/requirements.ts';

/** What a requirement is about: its id without the part that says its kind (`capability/auth` is about `auth`). */
export const subjectOf = ({ id }: Requirement): string => id.replace(/^[^/:]*[/:]/, '');

/** Ids of the requirements of a kind; with `subjects`, only those about one of them. */
export function requirementsAbout(
  backend: Backend,
  kind: Requirement['kind'],
  subjects?: readonly string[],
): readonly string[] {
  return backend.requirements.items
    .filter((item) => item.kind === kind && (subjects === undefined || subjects.includes(subjectOf(item))))
    .map(({ id }) => id);
}
