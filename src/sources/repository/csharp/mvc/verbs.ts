import type { Method } from '../../../../model/api.ts';
import type { Action } from './controllers.ts';
import { isMethod } from '../../http/methods.ts';

/** Verbs an action's attributes allow; nothing where they say nothing. */
export function methodsOfAction({ attributes }: Action): readonly Method[] | undefined {
  const found = attributes.flatMap(({ name, node }): readonly Method[] => {
    const verb = /^Http(Get|Post|Put|Patch|Delete|Head|Options)$/.exec(name)?.[1]?.toUpperCase();
    if (isMethod(verb)) return [verb];
    if (name !== 'AcceptVerbs') return [];
    return [...node.text.matchAll(/\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b/gi)]
      .map((match) => match[1]?.toUpperCase())
      .filter(isMethod);
  });
  return found.length === 0 ? undefined : found;
}
