import type { Backend } from '../../model/backend.ts';
import type { Entity, Flow } from '../../model/domain.ts';
import { nameOf } from './acts.ts';

/** The change of state that a flow stands for, and who else may change the same row meanwhile. */
export interface StateChange {
  readonly record: string;
  readonly states: readonly string[];
  /** States it starts from; the first is where it is found. */
  readonly from: readonly string[];
  readonly to: string;
  /** Nothing leads out of it. */
  readonly isFinal: boolean;
  /** Where others may take it from the same states, with the states they may do so from. */
  readonly rivals: readonly { readonly to: string; readonly from: readonly string[] }[];
}

/** Of `process Reservation expire` and a lifecycle with `held>expired`; nothing where the model does not say it. */
export function stateChangeOf({ entities }: Backend, { trigger }: Flow): StateChange | undefined {
  const [verb, entity = '', action = ''] = trigger.split(' ');
  const found = entities.find(({ name }) => name === entity);
  const lifecycle = found?.lifecycle;
  if (verb !== 'process' || lifecycle === undefined || action === '') return undefined;
  const stem = action.replace(/e$/, '');
  const to = lifecycle.states.find((state) => state.startsWith(stem));
  if (to === undefined) return undefined;
  const from = sourcesOf(lifecycle, to);
  const others = lifecycle.states.filter((state) => state !== to && !from.includes(state));
  return from.length === 0
    ? undefined
    : {
        record: `${nameOf(entity, 'row')}-${nameOf(lifecycle.field, 'state')}`,
        states: lifecycle.states.map((state) => nameOf(state, 'state')),
        from: from.map((state) => nameOf(state, 'state')),
        to: nameOf(to, 'state'),
        isFinal: lifecycle.transitions.every(([source]) => source !== to),
        rivals: others.flatMap((state) => {
          const sources = sourcesOf(lifecycle, state).filter((source) => from.includes(source));
          return sources.length === 0
            ? []
            : [{ to: nameOf(state, 'state'), from: sources.map((source) => nameOf(source, 'state')) }];
        }),
      };
}

type Lifecycle = NonNullable<Entity['lifecycle']>;

const sourcesOf = ({ transitions }: Lifecycle, state: string): readonly string[] =>
  transitions.flatMap(([from, to]) => (to === state ? [from] : []));

export const isOneOf = (record: string, states: readonly string[]): string =>
  states.map((state) => `${record} = ${state}`).join(' or ');

/** Others who change the same row, each guarded as the lifecycle says. */
export const rivalProcesses = ({ record, rivals }: StateChange, at: string): readonly string[] =>
  rivals.flatMap(({ to, from }) => [
    `  becomes-${to}:`,
    `    at: ${at}`,
    '    on: request',
    '    steps:',
    `      - transaction: { ${record}: ${to} }`,
    `        as: ${JSON.stringify(`somebody else makes it ${to}`)}`,
    `        require: ${JSON.stringify(isOneOf(record, from))}`,
  ]);
