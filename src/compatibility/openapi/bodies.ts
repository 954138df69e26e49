import type { Change } from '../change.ts';
import { changed } from '../check.ts';
import { child, flag, members, rawChild } from '../located.ts';
import type { Located } from '../located.ts';
import { openApiChecks as checks } from './checks.ts';
import { schemaChanges } from './context.ts';
import type { Context } from './context.ts';
import { sameParts } from '../equal.ts';
import { pairBy } from '../pairing.ts';

export function bodyChanges(
  old: Located | undefined,
  next: Located | undefined,
  context: Context,
): readonly Change[] {
  const { where } = context;
  const places = { old: old?.pointer, new: next?.pointer, where };
  if (old === undefined) {
    if (next === undefined) return [];
    return flag(next, 'required')
      ? [changed(checks.bodyAddedRequired, 'A body must be sent now.', places)]
      : [changed(checks.bodyAdded, 'A body may be sent now.', places)];
  }
  if (next === undefined) return [changed(checks.bodyRemoved, 'The body is no longer taken.', places)];
  const changes: Change[] = [];
  const [before, after] = [flag(old, 'required'), flag(next, 'required')];
  if (!before && after)
    changes.push(changed(checks.bodyBecameRequired, 'The body must be sent now.', places));
  if (before && !after)
    changes.push(changed(checks.bodyBecameOptional, 'The body may be left out now.', places));
  return [...changes, ...mediaChanges('requestBody', old, next, context)];
}

interface Media {
  readonly name: string;
  readonly at: Located;
}

/** Names without regard to case and spaces; parameters such as a charset stay. */
const mediaOf = (holder: Located): readonly Media[] =>
  members(rawChild(holder, 'content')).map(([name, at]) => ({
    name: name.toLowerCase().replaceAll(' ', ''),
    at,
  }));

export function mediaChanges(
  place: 'requestBody' | 'responseBody',
  old: Located,
  next: Located,
  context: Context,
): readonly Change[] {
  const exact = pairBy(mediaOf(old), mediaOf(next), ({ name }) => name);
  const { where } = context;
  const isRequest = place === 'requestBody';
  const removed = isRequest ? checks.requestMediaTypeRemoved : checks.responseMediaTypeRemoved;
  const added = isRequest ? checks.requestMediaTypeAdded : checks.responseMediaTypeAdded;
  const ranges = mediaOf(next).filter(({ name }) => name.includes('*'));
  return [
    ...exact.pairs.flatMap(([before, after]) => [
      ...schemaChanges(place, rawChild(before.at, 'schema'), rawChild(after.at, 'schema'), context),
      ...(isRequest ? encodingChanges(before.at, after.at, where) : []),
    ]),
    ...exact.gone.flatMap(({ name, at }) => {
      const range = ranges.find((each) => covers(each.name, name));
      return range === undefined
        ? [
            changed(removed, `\`${name}\` is no longer ${isRequest ? 'taken' : 'sent'}.`, {
              old: at.pointer,
              where,
            }),
          ]
        : schemaChanges(place, rawChild(at, 'schema'), rawChild(range.at, 'schema'), context);
    }),
    ...exact.come.map(({ name, at }) =>
      changed(added, `\`${name}\` is ${isRequest ? 'taken' : 'sent'} as well.`, { new: at.pointer, where }),
    ),
  ];
}

const covers = (range: string, name: string): boolean =>
  range === '*/*' || (range.endsWith('/*') && name.startsWith(range.slice(0, -1)));

function encodingChanges(old: Located, next: Located, where: readonly string[]): readonly Change[] {
  const [before, after] = [child(old, 'encoding'), child(next, 'encoding')];
  if (sameParts(before, after)) return [];
  return [
    changed(checks.requestEncodingChanged, 'Parts of the form are written another way.', {
      old: before?.pointer ?? old.pointer,
      new: after?.pointer ?? next.pointer,
      where,
    }),
  ];
}
