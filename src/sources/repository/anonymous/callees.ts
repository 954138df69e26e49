import type { Flow, Frame } from './flow.ts';
import { asSet, joined } from './flow.ts';
import type { Callee, Known } from './language.ts';
import { runAll } from './statements.ts';
import { value } from './values.ts';

/** What is answered on a way that was taken because of who is calling. */
const becauseAsked: Partial<Readonly<Record<Known, Known>>> = {
  yes: 'present',
  no: 'absent',
  setting: 'allowed',
};
export const because = (value: Known): Known => becauseAsked[value] ?? value;

const within = (
  frame: Frame,
  { statements, parameters, language }: Callee,
  given: readonly Known[],
): Frame => ({
  ...frame,
  language,
  names: new Map(parameters.map((name, at) => [name, given[at] ?? 'unknown'] as const)),
  running: [...frame.running, statements],
});

function keepFields(from: Frame, into: Frame, fields: string): void {
  for (const [name, known] of from.names) if (name.startsWith(fields)) into.names.set(name, known);
}

/** The object after it was made; what its maker does with the request was told where that was called. */
function maker(frame: Frame, { by, args }: NonNullable<Callee['made']>): Frame {
  const given = args.map((arg) => value(frame, arg).value);
  const inner = within(frame, by, given);
  runAll(inner, by.statements);
  return inner;
}

export function runCallee(frame: Frame, callee: Callee, of: Known, given: readonly Known[]): Flow {
  const { statements, self, fields, made } = callee;
  const inner = within(frame, callee, given);
  if (self !== undefined) inner.names.set(self, of);
  if (fields !== undefined) keepFields(frame, inner, fields);
  if (made !== undefined) keepFields(maker(frame, made), inner, made.by.fields);
  const flow = runAll(inner, statements);
  if (fields !== undefined) keepFields(inner, frame, fields);
  const values = [
    ...flow.returned,
    ...(flow.goesOn && flow.returned.length === 0 ? ['unknown' as const] : []),
  ];
  const all = values.length === 0 ? 'unknown' : values.reduce(joined);
  const chosen = flow.bySetting ? asSet('setting', all) : all;
  const told = flow.asked && (frame.links !== undefined || chosen === 'setting') ? because(chosen) : chosen;
  const isSecret = given.includes('absent') || given.includes('wrong') || of === 'absent';
  const byName = callee.named ?? (isSecret ? callee.bySecret : undefined);
  return {
    ...flow,
    goesOn: flow.goesOn || flow.returned.length > 0,
    returned: [],
    asked: false,
    bySetting: flow.bySetting && (flow.refuses || flow.answers || flow.throws !== 'no'),
    value: told === 'unknown' || told === 'caller' ? (byName ?? told) : told,
  };
}
