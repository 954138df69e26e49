import type { CallStep } from '../language/flow-spec.ts';
import { declare } from './draft.ts';
import type { Draft } from './draft.ts';
import { keyName } from './names.ts';
import { of } from './run.ts';
import type { Run } from './run.ts';

/**
 * The variable that says whether a participant knows a key. Whoever sends the same key for the same thing sends the
 * same one, whichever process it is: what is asked for tells a charge from its refund, unless the key is declared to
 * stand for all that is asked of the participant. Each instance has its own, unless it is declared as shared.
 */
export function callKey(run: Run, { key, to, changes }: CallStep): string | undefined {
  if (key === undefined) return undefined;
  const asked = keyOf(run.draft, key).forAll
    ? ''
    : changes.map(({ record, value }) => `${record} = ${value.text}`).join(', ');
  return known(run, key, to, `asked of ${to}: ${key}: ${asked}`);
}

/** The variable that says whether a key is recorded in the database of the process. */
export const recordedKey = (run: Run, key: string): string =>
  known(run, key, run.process.at, `recorded at ${run.process.at}: ${key}`);

function known(run: Run, key: string, at: string, identity: string): string {
  const { draft } = run;
  const holder = keyOf(draft, key).shared ? 'all' : of(run);
  const which = `${holder} ${identity}`;
  const number = draft.keys.get(which) ?? draft.keys.size + 1;
  draft.keys.set(which, number);
  return declare(draft, holder, { name: keyName(number, at), most: 1, start: 0 });
}

const keyOf = ({ flow }: Draft, key: string) =>
  flow.keys.find(({ name }) => name === key) ?? { name: key, shared: false, forAll: false };
