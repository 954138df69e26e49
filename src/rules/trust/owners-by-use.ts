import type { Backend } from '../../model/backend.ts';
import type { RecordAccess } from '../../model/flow.ts';
import type { StoredRecord } from '../../model/trust.ts';
import { isOfPeople, namesHolder, ownerOf, plainEntity } from './owned-records.ts';

/** What the code's own calls say of records of a kind; undefined where none names them. */
export function storedOf({ trust }: Backend, entity: string): StoredRecord | undefined {
  if (entity === '') return undefined;
  const same = (trust.storedRecords ?? []).filter((each) => plainEntity(each.entity) === plainEntity(entity));
  const [first] = same;
  if (first === undefined || same.length === 1) return first;
  const all = (of: (each: StoredRecord) => readonly string[]): readonly string[] => [
    ...new Set(same.flatMap(of)),
  ];
  return {
    entity: first.entity,
    columns: all(({ columns }) => columns),
    foundBy: all(({ foundBy }) => foundBy),
    madeBy: all(({ madeBy }) => madeBy),
  };
}

/**
 * The column that says whose a record is: by the schema, or because code keeps the caller in it. Who made something may
 * change it; that it is not for others to read is said by code that looks a caller's own ones up.
 */
export function ownerOfRecord(
  backend: Backend,
  entity: string,
  action: RecordAccess['action'],
): string | undefined {
  const declared = ownerOf(backend.data, entity, action);
  if (declared !== undefined || isOfPeople(entity)) return declared;
  const stored = storedOf(backend, entity);
  if (stored === undefined) return undefined;
  if (action !== 'read') return stored.madeBy[0] ?? stored.foundBy[0];
  return isShown.test(entity) ? undefined : stored.foundBy.find(namesHolder);
}

/** What people do in front of others, and what they show them. */
const isShown =
  /(^|_)?(likes?|loves?|follow(er|ing)?s?|votes?|favou?rites?|reactions?|ratings?|stars?|bookmarks?|friend(ship)?s?|pictures?|photos?|images?|videos?|playlists?|tweets?|stor(y|ies)|channels?|feeds?|plugins?|themes?)$/i;
