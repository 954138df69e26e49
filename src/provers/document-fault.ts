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
  const { path } = said;
  const unknown = said.code === 'unrecognized_keys' ? said.keys : [];
  return unknown.length === 0
    ? { path, why: wordsOf(said) }
    : {
        path: [...path, ...unknown.slice(0, 1)],
        why: `${unknown.join(', ')} is no word that can stand here`,
      };
}

/** Numbers beyond a bound and values of the wrong kind in plain words with what was given; all else as the schema says it. */
function wordsOf(issue: Issue): string {
  if (issue.code === 'too_small' && isNumeric(issue.origin))
    return `${String(issue.input)} is too small: it must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
  if (issue.code === 'too_big' && isNumeric(issue.origin))
    return `${String(issue.input)} is too large: it must be ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`;
  if (issue.code === 'invalid_type')
    return `${givenWords(issue.input)}, ${kinds[issue.expected] ?? issue.expected} is needed`;
  return issue.message;
}

const isNumeric = (origin: string): boolean => origin === 'number' || origin === 'int';

const kinds: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  record: 'a list of names with what each means',
  object: 'a list of words with what each means',
};

function givenWords(given: unknown): string {
  if (given === undefined) return 'it is missing';
  if (given === null) return 'nothing is given';
  if (typeof given === 'object') return Array.isArray(given) ? 'a list is given' : 'words are given';
  return `${JSON.stringify(given)?.slice(0, 40) ?? 'something'} is given`;
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
