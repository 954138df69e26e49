import { kindNames, lineage, propertyOf } from '../codebase.ts';
import type { PhpCodebase } from '../codebase.ts';
import { shortName } from '../names.ts';
import { plainString } from '../syntax.ts';
import { plural } from '../laravel/words.ts';

/** As Laravel does: an underscore before each capital letter but the first. */
const snakeOfLaravel = (name: string): string => name.replaceAll(/(.)(?=[A-Z])/g, '$1_').toLowerCase();

export const snake = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();

/** Table and key of an Eloquent model, by what it says or by its name. */
export function modelKey(
  codebase: PhpCodebase,
  model: string,
): { readonly name: string; readonly table: string; readonly type: string } {
  const declared = codebase.class(model);
  const name = snakeOfLaravel(shortName(model));
  if (declared === undefined) return { name, table: plural(name), type: 'bigint' };
  const own = plainString(propertyOf(codebase, declared, 'table')?.default);
  const names = kindNames(codebase, declared);
  const traits = lineage(codebase, declared).flatMap((each) => each.traits);
  const uuid = [...names, ...traits].some((each) => /HasUuids$|HasUuid$|UsesUuid$|\\Uuids?$/.test(each));
  const ulid = [...names, ...traits].some((each) => each.endsWith('HasUlids'));
  return { name, table: own ?? plural(name), type: uuid ? 'uuid' : ulid ? 'character(26)' : 'bigint' };
}
