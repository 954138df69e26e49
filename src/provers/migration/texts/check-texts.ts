import { setImmediate } from 'node:timers/promises';
import { checkText } from '../check-text.ts';
import type { Checked, MigrationText } from '../check-text.ts';
import { loadGrammar } from '../script/script.ts';
import { startHelper } from './helper.ts';

/** Characters of work: a file costs as much as some text, whatever it holds. */
const workOf = ({ text }: MigrationText): number => text.length + 100;

/** Work one thread does before it looks whether the other has answered. */
const share = 10_000;

/** Below this much work one thread is done sooner than a second has started. */
const worthAThread = 200_000;

/** Judges each migration by its text alone, on two threads where there is enough to do; answers in the order given. */
export async function checkTexts(migrations: readonly MigrationText[]): Promise<readonly Checked[]> {
  const work = migrations.reduce((sum, migration) => sum + workOf(migration), 0);
  const helper = work < worthAThread ? undefined : startHelper();
  await loadGrammar();
  if (helper === undefined) return migrations.map(checkText);
  const shares = inShares(migrations);
  const answers: (readonly Checked[])[] = [];
  // This thread works from the front, the other from the back, until they meet.
  let front = 0;
  let back = shares.length;
  const here = async (): Promise<void> => {
    while (front < back) {
      const at = front++;
      answers[at] = (shares[at] ?? []).map(checkText);
      await setImmediate();
    }
  };
  const there = async (): Promise<void> => {
    while (front < back) {
      const at = --back;
      const asked = shares[at] ?? [];
      answers[at] = (await helper.ask(asked)) ?? asked.map(checkText);
    }
  };
  try {
    // Two questions at a time: the next is there when one is answered.
    await Promise.all([there(), there(), here()]);
  } finally {
    helper.end();
  }
  return answers.flat();
}

function inShares(migrations: readonly MigrationText[]): readonly (readonly MigrationText[])[] {
  const shares: MigrationText[][] = [];
  let left = 0;
  for (const migration of migrations) {
    if (left <= 0) {
      shares.push([]);
      left = share;
    }
    shares.at(-1)?.push(migration);
    left -= workOf(migration);
  }
  return shares;
}
