import { expect, test } from 'vitest';
import { longestBackOff } from '../../model/back-off.ts';
import { briefOf, shopText } from '../../testing/briefs.ts';
import { composeDomain } from '../domain/compose.ts';
import { loadModel } from '../load/load.ts';
import { candidatesOf } from '../options/choose.ts';
import { shapeId } from '../options/shapes.ts';
import { problemOf } from '../sizing/problem.ts';
import { sizeOption } from '../sizing/size.ts';
import { connectionsOf } from './connections.ts';

const brief = { ...briefOf(shopText), pins: [] };
const domain = composeDomain(brief);
const problem = problemOf(
  brief,
  domain,
  loadModel({ ...domain, ...(brief.users && { users: brief.users }) }),
);
const shapes = candidatesOf(problem).filter(({ excluded }) => excluded === undefined);

test.each(shapes.map(({ shape }) => [shapeId(shape), shape] as const))(
  '%s: whoever waits outlasts all it waits for, attempts and pauses included',
  (_id, shape) => {
    const waited = connectionsOf(problem, sizeOption(problem, shape, 1)).filter(
      ({ synchronous, timeout }) => synchronous && timeout !== undefined,
    );
    expect(waited.length).toBeGreaterThan(1);
    for (const outer of waited) {
      const inner = waited.filter(({ from, id }) => from === outer.to && id !== outer.id);
      for (const { id, timeout, attempts } of inner) {
        const tries = attempts?.value ?? 1;
        const need = (timeout?.value ?? 0) * tries + longestBackOff(tries);
        expect(outer.timeout?.value, `${outer.id} waits for ${id}`).toBeGreaterThan(need);
      }
    }
  },
);

test('three attempts pause at most 300 ms in all, one does not pause', () => {
  expect([1, 2, 3, 4].map(longestBackOff)).toEqual([0, 100, 300, 700]);
});
