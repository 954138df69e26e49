import type { AccessRule } from '../../../model/brief.ts';
import type { DataClass } from '../../../model/domain.ts';
import { parsed, refused } from '../problem.ts';
import type { Parsed } from '../problem.ts';
import { didYouMean } from '../suggest.ts';
import { dataClasses } from './field.ts';

type Condition = NonNullable<AccessRule['where']>;
const conditions: readonly Condition[] = ['owner', 'tenant', 'team', 'assigned'];
const example = 'Write: customer may read, update Order where owner.';

export type AccessStatement = Omit<AccessRule, 'origin'>;

/**
 * `role may verbs Entities [where condition] [mask class]`. Verbs are lower case (a verb of the language or a named
 * action), entities begin with a capital letter; `all` or `*` stands for every one of either.
 */
export function parseAccess(text: string): Parsed<AccessStatement> {
  const head = /^([a-z][a-z0-9-]*)\s+may\s+(.+)$/.exec(text.trim());
  if (head === null) return refused(`"${text.slice(0, 60)}" does not say who may do what.`, example);
  const tail = /^(.*?)(?:\s+where\s+(\S+))?(?:\s+mask\s+(\S+))?$/.exec(head[2] ?? '');
  const words = (tail?.[1] ?? '').split(/[\s,]+/).filter((word) => word !== '');
  const where = conditions.find((condition) => condition === tail?.[2]);
  if (tail?.[2] !== undefined && where === undefined)
    return refused(`"where ${tail[2]}" is no condition.`, didYouMean(tail[2], conditions));
  const mask: DataClass | undefined = dataClasses.find((name) => name === tail?.[3]);
  if (tail?.[3] !== undefined && mask === undefined)
    return refused(`"mask ${tail[3]}" is no class of data.`, didYouMean(tail[3], dataClasses));
  const split = splitWords(words);
  if (split === undefined)
    return refused(`"${text.slice(0, 60)}" does not name verbs and then entities.`, example);
  return parsed({
    role: head[1] ?? '',
    ...split,
    ...(where === undefined ? {} : { where }),
    ...(mask === undefined ? {} : { mask }),
  });
}

const isAll = (word: string): boolean => word === 'all' || word === '*';

function splitWords(
  words: readonly string[],
): { readonly verbs: readonly string[]; readonly entities: readonly string[] } | undefined {
  const first = words.findIndex((word, index) => /^[A-Z]/.test(word) || (index > 0 && isAll(word)));
  if (first < 1) return undefined;
  const verbs = words.slice(0, first);
  const entities = words.slice(first);
  const good =
    verbs.every((word) => isAll(word) || /^[a-z][a-z0-9-]*$/.test(word)) &&
    entities.every((word) => isAll(word) || /^[A-Z][A-Za-z0-9]*$/.test(word));
  return good
    ? {
        verbs: verbs.map((word) => (isAll(word) ? '*' : word)),
        entities: entities.map((word) => (isAll(word) ? '*' : word)),
      }
    : undefined;
}

export function formatAccess(rule: AccessStatement): string {
  const all = (words: readonly string[]): string =>
    words.map((word) => (word === '*' ? 'all' : word)).join(', ');
  const where = rule.where === undefined ? '' : ` where ${rule.where}`;
  const mask = rule.mask === undefined ? '' : ` mask ${rule.mask}`;
  return `${rule.role} may ${all(rule.verbs)} ${all(rule.entities)}${where}${mask}`;
}
