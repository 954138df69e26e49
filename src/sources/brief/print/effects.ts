import type { EffectCall, Effects, SqlStatement } from '../../../model/effects.ts';
import type { Json } from '../../../model/origin.ts';
import { written } from './written.ts';
import type { Written } from './written.ts';

/** One statement stands by itself, more of them in a list. */
export function statementsWritten(statements: readonly SqlStatement[] = []): Written {
  const all = statements.map(statementWritten);
  return all.length > 1 ? all : all[0];
}

const statementWritten = ({ sql, at, rows, otherwise }: SqlStatement): Json =>
  at === undefined && rows === undefined ? sql : written({ run: sql, at, rows, else: otherwise });

const callWritten = (call: EffectCall | undefined): Written =>
  call && written({ request: call.request, with: call.with, gives: call.gives });

/** The keys of a step, a consumer or an operation. */
export const effectsWritten = (effects: Effects | undefined): Readonly<Record<string, Written>> => ({
  if: effects?.condition,
  each: effects?.each,
  call: callWritten(effects?.call),
  sql: statementsWritten(effects?.statements),
  flow: effects?.flow,
});

export const undoWritten = (undo: Effects | undefined): Readonly<Record<string, Written>> => ({
  'undo-call': callWritten(undo?.call),
  'undo-sql': statementsWritten(undo?.statements),
  'undo-flow': undo?.flow,
});
