import type { Verb } from '../../../model/domain.ts';
import { parsed, refused } from '../problem.ts';
import type { Parsed } from '../problem.ts';
import { didYouMean } from '../suggest.ts';

export const verbs: readonly Verb[] = [
  'list',
  'read',
  'create',
  'update',
  'delete',
  'search',
  'import',
  'export',
  'process',
];

export const toVerb = (text: string): Verb | undefined => verbs.find((verb) => verb === text);

export interface OperationName {
  readonly verb: Verb;
  readonly entity: string;
  readonly action?: string;
}

/** `list Order`, or `process Order cancel` for the action `cancel`. */
export function parseOperation(text: string): Parsed<OperationName> {
  const [first = '', entity = '', action, ...rest] = text.trim().split(/\s+/);
  const verb = toVerb(first);
  if (verb === undefined)
    return refused(
      `"${text.slice(0, 60)}" begins with no verb of the brief language.`,
      didYouMean(first, verbs),
    );
  if (!/^[A-Z][A-Za-z0-9]*$/.test(entity) || rest.length > 0)
    return refused(
      `"${text.slice(0, 60)}" does not name one entity after the verb.`,
      'Write the verb and one entity with a capital letter: list Order.',
    );
  if (action === undefined) return parsed({ verb, entity });
  if (verb !== 'process' || !/^[a-z][a-z0-9-]*$/.test(action))
    return refused(
      `"${text.slice(0, 60)}" has a third word.`,
      'Only a named action has three: process Order cancel.',
    );
  return parsed({ verb, entity, action });
}

/** The id of an operation in the model. */
export const operationId = ({ verb, entity, action }: OperationName): string =>
  action === undefined ? `${verb} ${entity}` : `${verb} ${entity} ${action}`;
