import {
  can as shared,
  everything as anything,
  lasting as lastingEverywhere,
  passing as passingShared,
  surviving as survivingShared,
} from '../../flows/marks.ts';

/** What untrusted text can do in PHP beside what it can do everywhere. */
export const can = {
  ...shared,
  /** Do harm in an SQL statement where no quotes stand around it; text that is escaped for quotes still does. */
  bare: 1 << 26,
  /** Be the beginning of a stream (`php://filter`, `phar://`, `http://`). */
  stream: 1 << 27,
  /** Choose the ending of a file's name, and with it what the server makes of the file. */
  ending: 1 << 28,
} as const;

export const everything: number = anything | can.bare | can.stream;

/** What a number still says: which record, or who. */
export const lasting: number = lastingEverywhere;

export const anySql = can.sql | can.bare;

interface Attack {
  readonly bit: number;
  readonly text: string;
  readonly works: RegExp;
}

const attacks: readonly Attack[] = [
  { bit: can.bare, text: '1 or sleep(9)', works: /\d\W+or\W+sleep/i },
  { bit: can.bare, text: '1/**/or/**/sleep(9)', works: /\d\W+or\W+sleep/i },
  { bit: can.markup, text: '<svg onload=f()>', works: /<[a-z]/i },
  { bit: can.stream, text: 'php://filter/x', works: /^php:/ },
];

/** Texts that become an attack where something is taken out of them once. */
const nested: readonly Attack[] = [
  { bit: can.climb, text: '....//....//x', works: /(^|[\\/])\.\.([\\/]|$)/ },
  { bit: can.climb, text: '..././..././x', works: /(^|[\\/])\.\.([\\/]|$)/ },
  { bit: can.stream, text: 'hthttp://tp://evil.example', works: /^http:\/\/evil/ },
  { bit: can.host, text: 'hthttp://tp://evil.example', works: /^http:\/\/evil/ },
];

/** Bits for which an attack is still among the texts that pass a test. */
export function passing(test: (text: string) => boolean): number {
  let left = passingShared(test);
  for (const { bit, text } of attacks) if ((left & bit) === 0 && test(text)) left |= bit;
  return left;
}

/** Bits for which an attack still works after a text was changed. */
export function surviving(change: (text: string) => string): number {
  let left = survivingShared(change);
  for (const { bit, text, works } of [...attacks, ...nested])
    if ((left & bit) === 0 && works.test(change(text))) left |= bit;
  return left;
}
