import type { Json } from '../../model/origin.ts';
import type { Saga } from './saga.ts';

/** The state machines as configurations of XState 5 (`createMachine`), one a flow: for simulation and for tests. */
export function stateMachines(sagas: readonly Saga[]): string {
  const machines = Object.fromEntries(sagas.map((saga) => [saga.flow.id, machine(saga)]));
  return `${JSON.stringify(machines, null, 2)}\n`;
}

const events = {
  forward: 'DONE',
  failure: 'FAILED',
  undo: 'UNDONE',
  retry: 'RETRY',
  person: 'REPLAY',
} as const;

function machine({ flow, states, transitions }: Saga): Json {
  return {
    id: flow.id,
    description: flow.invariant ?? flow.name,
    initial: 'begun',
    states: Object.fromEntries(
      states.map(({ id, title, final }): readonly [string, Json] => {
        const on = transitions
          .filter(({ from }) => from === id)
          .map(({ to, kind, label }): readonly [string, Json] => [
            events[kind],
            { target: to, description: label },
          ]);
        return [
          id,
          {
            description: title,
            ...(final ? { type: 'final' } : {}),
            ...(on.length === 0 ? {} : { on: Object.fromEntries(on) }),
          },
        ];
      }),
    ),
  };
}
