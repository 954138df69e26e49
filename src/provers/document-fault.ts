import type { z } from 'zod';

/** What a schema says against a value, with the way to it. */
export interface Fault {
  readonly path: readonly PropertyKey[];
  readonly why: string;
}

type Issue = z.core.$ZodIssue;

/** The fault of an issue; an unknown key is told where it stands. */
export function faultOf(issue: Issue): Fault {
  const said = closest(issue);
  const { path, message } = said;
  const unknown = said.code === 'unrecognized_keys' ? said.keys : [];
  return unknown.length === 0
    ? { path, why: message }
    : {
        path: [...path, ...unknown.slice(0, 1)],
        why: `${unknown.join(', ')} is no word that can stand here`,
      };
}

/**
 * Of the ways in which a value might have been read, the one that says most: a fault deep inside, else one in words of
 * our own, else the first.
 */
function closest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const faults = issue.errors
    .flatMap(([first]) => first ?? [])
    .map((fault) => closest({ ...fault, path: [...issue.path, ...fault.path] }));
  const weight = ({ path, code }: Issue): number => path.length * 2 + (code === 'custom' ? 1 : 0);
  return faults.reduce((best, fault) => (weight(fault) > weight(best) ? fault : best), faults[0] ?? issue);
}
