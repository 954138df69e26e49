import type { Table } from '../../model/data.ts';
import { compareText } from '../../model/text.ts';
import { tableId } from '../steps/inventory.ts';
import { fieldName } from './names.ts';
import { isPassword } from './personal.ts';

/** Tables whose rows are people who sign in. */
export interface People {
  /** Those whom the system serves. */
  readonly person?: string;
  /** Those who run it, where they have a table of their own. */
  readonly staff?: string;
  /** The people of the system are those who run it: rows are not theirs. */
  readonly onlyStaff?: true;
}

const staffWords = /admin|staff|employee|operator|moderator|backend|manager|superuser/i;
const servedWords = /customer|member|client|player|student|patient|subscriber|guest/i;
const peopleWords =
  /user|customer|member|account|client|person|people|player|student|patient|subscriber|auth/i;
const identity = /(^|_)(e_?mail|login|user_?name|user_?login|nick|name|mail)(_|$)/;

/** A table with a password and a name to sign in by holds people. Of several the one with words for staff is theirs. */
export function peopleOf(tables: readonly Table[]): People {
  const accounts = tables.filter(
    ({ columns }) =>
      columns.some(({ name }) => isPassword(name)) &&
      columns.some(({ name }) => identity.test(fieldName(name))),
  );
  const score = ({ name, columns }: Table): number =>
    (peopleWords.test(name) ? 100 : 0) + Math.min(columns.length, 60);
  const best = (found: readonly Table[]): string | undefined => {
    const [first] = found.toSorted((a, b) => score(b) - score(a) || compareText(tableId(a), tableId(b)));
    return first === undefined ? undefined : tableId(first);
  };
  const served = accounts.filter(({ name }) => servedWords.test(name) && !staffWords.test(name));
  // Beside customers who sign in, users are those who run the system.
  const isStaff = ({ name }: Table): boolean =>
    staffWords.test(name) || (served.length > 0 && !servedWords.test(name) && /user/i.test(name));
  const person = best(accounts.filter((table) => !isStaff(table)));
  const staff = best(accounts.filter(isStaff));
  // Where only staff sign in, they are the people of the system.
  if (person === undefined) return staff === undefined ? {} : { person: staff, onlyStaff: true };
  return { person, ...(staff !== undefined && { staff }) };
}
