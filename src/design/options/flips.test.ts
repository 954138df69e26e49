import { describe, expect, test } from 'vitest';
import type { Brief } from '../../model/brief.ts';
import { loadPacks } from '../../sources/brief/packs.ts';
import { readSentence } from '../../sources/brief/sentence/read.ts';
import { briefOf, shopText } from '../../testing/briefs.ts';
import { composeDomain } from '../domain/compose.ts';
import { loadModel } from '../load/load.ts';
import { problemOf } from '../sizing/problem.ts';
import { chooseOption, isForeign } from './choose.ts';
import { compareOptions } from './compare.ts';
import { shapeId } from './shapes.ts';

function seed(users: string): Brief {
  const result = readSentence(
    `A web shop for ${users} concurrent users with login, products, orders and payments.`,
    {
      packs: loadPacks(),
    },
  );
  if (result.kind === 'invalid') throw new Error('the sentence cannot be read');
  return result.brief;
}

const cases: Readonly<Record<string, Brief>> = {
  'ten thousand users': seed('10K'),
  'a hundred thousand users': seed('100K'),
  'the reference brief': briefOf(shopText),
};

/** Every load between two is chosen for anew: no bisection, no assumption that one interval belongs to one option. */
describe.each(Object.entries(cases))('%s', (_name, brief) => {
  const domain = composeDomain(brief);
  const load = loadModel({ ...domain, ...(brief.users && { users: brief.users }) });
  const problem = problemOf(brief, domain, load);
  const { candidates, chosen, flips } = compareOptions(problem);
  const open = candidates.filter(({ excluded }) => excluded === undefined);
  const choiceAt = (factor: number): string => shapeId(chooseOption(problem, open, factor, isForeign).shape);
  const today = load.users?.value ?? 1;
  const loads = flips.filter(({ input }) => input === 'users at once');
  const up = loads.find(({ at }) => at.value > today);
  const down = loads.find(({ at }) => at.value < today);
  const steps = (from: number, to: number): readonly number[] =>
    Array.from({ length: 25 }, (_, step) => from * (to / from) ** (step / 24));

  test('up to the flip the choice stays, beyond it another is taken', () => {
    expect(choiceAt(1)).toBe(chosen.id);
    if (up === undefined) return;
    const factor = up.at.value / today;
    for (const each of steps(1, factor * 0.99)) expect(choiceAt(each), `${each} times`).toBe(chosen.id);
    expect(choiceAt(factor * 1.01)).toBe(up.to);
  });

  test('down to the flip the choice stays, below it a simpler one is taken', () => {
    if (down === undefined) return;
    const factor = down.at.value / today;
    for (const each of steps(factor * 1.01, 1)) expect(choiceAt(each), `${each} times`).toBe(chosen.id);
    expect(choiceAt(factor * 0.99)).toBe(down.to);
  });
});
