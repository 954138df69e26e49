import type { Backend } from '../../model/backend.ts';
import type { RecordAccess } from '../../model/flow.ts';
import type { StoredRecord } from '../../model/trust.ts';
import { isOfPeople, namesHolder, namesOwnerOf, ownerOf, plainEntity, tableOf } from './owned-records.ts';

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
  if (declared !== undefined || (isOfPeople(entity) && !/accounts?$/i.test(entity))) return declared;
  const stored = storedOf(backend, entity);
  if (stored === undefined) return undefined;
  const named = tableOf(backend.data, entity) === undefined ? stored.columns : [];
  const [madeBy, foundBy] = [stored.madeBy.filter(isOfSomebody), stored.foundBy.filter(isOfSomebody)];
  if (action !== 'read') return madeBy[0] ?? foundBy[0] ?? named.find((name) => namesOwnerOf(name, action));
  if (isShown.test(entity)) return undefined;
  return foundBy.find(namesHolder) ?? named.find((name) => namesOwnerOf(name, action));
}

/** The caller's settings get into columns as well: a currency, a language. */
const isOfSomebody = (column: string): boolean =>
  /user|owner|author|creat(or|ed_?by)|member|account|customer|client|e-?mail|_?by(_?id)?$|person|profile|upload|sender|receiver|seller|buyer|patient|student|teacher|employee|driver|company|org|tenant|team/i.test(
    column,
  );

/** What people do in front of others, and what they show them. */
const isShown =
  /(^|_)?(likes?|loves?|follow(er|ing)?s?|votes?|favou?rites?|reactions?|ratings?|stars?|bookmarks?|friend(ship)?s?|pictures?|photos?|images?|videos?|playlists?|tweets?|stor(y|ies)|channels?|feeds?|plugins?|themes?)$/i;
