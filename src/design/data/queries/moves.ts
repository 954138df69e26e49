import { quoteText } from '../../../artifacts/sql-names.ts';
import type { Entity, Operation } from '../../../model/domain.ts';
import { isPastOf } from '../../../model/happenings.ts';
import { column, touched } from './statement.ts';
import type { Parameters, Target } from './statement.ts';

/** A change of state: the field, where it leads, and from where it may start. */
export interface Move {
  readonly field: string;
  readonly to?: string;
  readonly from: readonly string[];
}

/** `cancel` leads to `cancelled`; `unlock` leads away from `locked`. */
function namedMove({ lifecycle }: Entity, action: string): Move | undefined {
  if (lifecycle === undefined) return undefined;
  const { field, states, transitions } = lifecycle;
  const to = states.find((state) => isPastOf(state, action));
  const from = transitions.filter(([, end]) => end === to).map(([start]) => start);
  if (to !== undefined && from.length > 0) return { field, to, from: [...new Set(from)] };
  const undone = action.startsWith('un')
    ? states.find((state) => isPastOf(state, action.slice(2)))
    : undefined;
  const back = transitions.find(([start]) => start === undone);
  return back === undefined ? undefined : { field, to: back[1], from: [back[0]] };
}

/**
 * The transition an action stands for: by its name; else the only state that no named action leads to, when it is the
 * only action left; else none, or any where several could be meant.
 */
export function moveOf({ layout, entity }: Target, { action }: Operation): Move | undefined {
  const { lifecycle } = entity;
  if (lifecycle === undefined || action === undefined) return undefined;
  const known = namedMove(entity, action);
  if (known !== undefined) return known;
  const actions = layout.basis.domain.operations.flatMap((each) =>
    each.entity === entity.name && each.action !== undefined ? [each.action] : [],
  );
  const reached = new Set(actions.flatMap((each) => namedMove(entity, each)?.to ?? []));
  const open = [...new Set(lifecycle.transitions.map(([, to]) => to))].filter((to) => !reached.has(to));
  if (open.length === 0) return undefined;
  const silent = actions.filter((each) => namedMove(entity, each) === undefined);
  const [to] = open;
  if (open.length > 1 || silent.length > 1 || to === undefined) return { field: lifecycle.field, from: [] };
  const from = lifecycle.transitions.filter(([, end]) => end === to).map(([start]) => start);
  return { field: lifecycle.field, to, from: [...new Set(from)] };
}

/** What a named action writes: the state it leads to, and when. */
export function moved(
  target: Target,
  operation: Operation,
  move: Move | undefined,
  into: Parameters,
): readonly string[] {
  const words = (name: string): string => name.replace(/_at$/, '').replaceAll('_', '-');
  const times = target.columns
    .filter(({ name, type }) => name.endsWith('_at') && type.startsWith('timestamp'))
    .filter(({ name }) => words(name) === move?.to || isPastOf(words(name), operation.action ?? ''))
    .map(({ name }) => `${column(name)} = now()`);
  // Without a life cycle the moment alone tells that it was done: `archived_at`.
  if (move === undefined) return [...times, ...touched(target)];
  const state =
    move.to === undefined ? into.add('text', statesOf(target, move)[1] ?? '', 'to') : quoteText(move.to);
  return [`${column(move.field)} = ${state}`, ...times, ...touched(target)];
}

const statesOf = ({ entity }: Target, { field }: Move): readonly string[] =>
  entity.lifecycle?.field === field ? (entity.lifecycle.transitions[0] ?? []) : [];

export function guard(target: Target, move: Move | undefined, into: Parameters): readonly string[] {
  if (move === undefined) return [];
  if (move.to === undefined)
    return [`${column(move.field)} = ${into.add('text', statesOf(target, move)[0] ?? '', 'from')}`];
  return move.from.length === 1
    ? [`${column(move.field)} = ${quoteText(move.from[0] ?? '')}`]
    : [`${column(move.field)} in (${move.from.map(quoteText).join(', ')})`];
}
