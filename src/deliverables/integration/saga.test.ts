import { array, assert, boolean, constantFrom, integer, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { composeDomain } from '../../design/domain/compose.ts';
import type { Flow, FlowStep } from '../../model/domain.ts';
import { briefOf, shopText } from '../../testing/briefs.ts';
import { pivotOf } from '../../model/flow-steps.ts';
import { checkSaga, sagaOf } from './saga.ts';

const origin = { kind: 'given', path: 'test' } as const;

function flow(steps: readonly Partial<FlowStep>[]): Flow {
  return {
    id: 'flow',
    name: 'Flow',
    context: 'orders',
    trigger: 'create Order',
    steps: steps.map((step, index) => ({
      id: `s${index}`,
      action: `do ${index}`,
      at: `place-${index}`,
      kind: 'local',
      ...step,
    })),
    critical: true,
    origin,
  };
}

const attempts = { value: 3, unit: 'count', origin } as const;
const check = (steps: readonly Partial<FlowStep>[]) => checkSaga(sagaOf(flow(steps)));

test('a flow that can go back to its pivot and forward after it has no stuck state', () => {
  const { stuck, uncompensated, unreachable } = check([
    { compensation: 'undo 0' },
    { action: 'check the limit' },
    { pivot: true },
    { kind: 'publish' },
    { attempts },
  ]);
  expect({ stuck, uncompensated, unreachable }).toEqual({ stuck: [], uncompensated: [], unreachable: [] });
});

test('a change before the pivot without a compensation is a hole, and its state has no way out', () => {
  const { stuck, uncompensated } = check([{}, { kind: 'remote' }, { pivot: true }]);
  expect(uncompensated.map(({ action }) => action)).toEqual(['do 0', 'do 1']);
  expect(stuck.map(({ id }) => id)).toEqual(['undo-1', 'undo-2']);
});

test('the last change before the pivot may be asked again instead of undone', () => {
  expect(check([{ kind: 'remote', idempotencyKey: 'order' }, { pivot: true }]).stuck).toEqual([]);
  expect(check([{ idempotencyKey: 'order' }, {}, { pivot: true }]).stuck.length).toBeGreaterThan(0);
});

test('a step after the pivot that nobody repeats is stuck when it fails', () => {
  const { stuck } = check([{ pivot: true }, {}]);
  expect(stuck.map(({ id }) => id)).toEqual(['waiting-2']);
});

test('local steps in a row at one place are one transaction', () => {
  const at = 'orders';
  expect(check([{ at }, { at, pivot: true }, { at }, { kind: 'publish' }])).toMatchObject({
    stuck: [],
    uncompensated: [],
  });
  expect(check([{ at }, { kind: 'remote', compensation: 'undo' }, { at, pivot: true }]).stuck).not.toEqual(
    [],
  );
});

test('without a stated pivot the last step that is no publication decides', () => {
  expect(pivotOf(flow([{}, {}, { kind: 'publish' }]))).toBe(1);
});

const step = record({
  undone: boolean(),
  repeated: boolean(),
  kind: constantFrom('local' as const, 'remote' as const, 'publish' as const),
});

test('stuck exactly where something before the pivot cannot be undone or after it is not repeated', () => {
  assert(
    property(array(step, { minLength: 1, maxLength: 8 }), integer({ min: 0, max: 7 }), (steps, at) => {
      const pivot = Math.min(at, steps.length - 1);
      const { stuck, uncompensated, unreachable } = check(
        steps.map(({ undone, repeated, kind }, index) => ({
          kind,
          ...(undone ? { compensation: `undo ${index}` } : {}),
          ...(repeated ? { attempts } : {}),
          ...(index === pivot ? { pivot: true } : {}),
        })),
      );
      const holes = steps.filter(({ undone }, index) => index < pivot && !undone).length;
      const left = steps.filter(
        ({ repeated, kind }, index) => index > pivot && !repeated && kind !== 'publish',
      ).length;
      expect(uncompensated).toHaveLength(holes);
      expect(stuck.length > 0).toBe(holes + left > 0);
      expect(holes > 0 ? [] : unreachable).toEqual([]);
    }),
  );
});

test('no flow of the packs can stop half-way', () => {
  const { flows } = composeDomain(briefOf(shopText));
  expect(flows.length).toBeGreaterThan(5);
  const open = flows.flatMap((each) => {
    const { stuck, uncompensated } = checkSaga(sagaOf(each));
    return [
      ...stuck.map(({ title }) => `${each.id}: ${title}`),
      ...uncompensated.map(({ action }) => action),
    ];
  });
  expect(open).toEqual([]);
});
