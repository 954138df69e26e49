import type { SyntaxNode } from '../languages/syntax.ts';
import type { Known, Language } from './language.ts';

/** What may happen on the ways through some code, for a caller without credentials. */
export interface Flow {
  readonly goesOn: boolean;
  readonly handsOn: boolean;
  /** An answer or error that this caller gets because of who it is. */
  readonly refuses: boolean;
  readonly answers: boolean;
  readonly throws: 'no' | 'asked' | 'otherwise';
  /** The way that was taken depended on who is calling, and others may have left. */
  readonly asked: boolean;
  /** The way that was taken depends on what is set at run time. */
  readonly bySetting: boolean;
  readonly value: Known;
  readonly returned: readonly Known[];
}

export interface Frame {
  readonly language: Language;
  readonly names: Map<string, Known>;
  readonly asked: boolean;
  readonly running: readonly (readonly SyntaxNode[])[];
  readonly budget: { left: number };
  /** Whatever depends on the caller says no. */
  readonly strictly: boolean;
  /** Set where a handler runs for somebody without the secrets of its links. */
  readonly links?: Links;
}

export interface Links {
  /** Whether such secrets are not sent at all, or such as nothing belongs to. */
  readonly secrets: 'absent' | 'wrong';
  /** Names of those that were met. */
  readonly met: Set<string>;
  /** Words that ask for other credentials of the caller, as far as they were met. */
  readonly callers: Set<string>;
  /** Errors are caught around. */
  readonly tried: boolean;
}

const going: Flow = {
  goesOn: true,
  handsOn: false,
  refuses: false,
  answers: false,
  throws: 'no',
  asked: false,
  bySetting: false,
  value: 'unknown',
  returned: [],
};

export const on = (value: Known = 'unknown'): Flow => ({ ...going, value });
export const stopped = (rest: Partial<Flow>): Flow => ({ ...going, goesOn: false, ...rest });

/** A branch on it depends on who is calling. */
export const isAsked = (value: Known): boolean => /^(absent|present|caller|allowed|some)$/.test(value);
export const isSet = (value: Known): boolean => value === 'setting' || value === 'allowed';
export const isFalse = (value: Known): boolean => value === 'absent' || value === 'no';
export const isTrue = (value: Known): boolean => value === 'present' || value === 'yes' || value === 'wrong';
const isThere = (value: Known): boolean => value === 'present' || value === 'yes';
export const inverse: Readonly<Record<Known, Known>> = {
  absent: 'present',
  present: 'absent',
  caller: 'caller',
  yes: 'no',
  no: 'yes',
  wrong: 'no',
  sent: 'unknown',
  computed: 'unknown',
  path: 'unknown',
  setting: 'setting',
  allowed: 'allowed',
  some: 'some',
  unknown: 'unknown',
};
export function joined(one: Known, other: Known): Known {
  if (one === other) return one;
  if (isFalse(one) && isFalse(other)) return 'absent';
  if (isThere(one) && isThere(other)) return 'present';
  if ((one === 'sent' && isFalse(other)) || (other === 'sent' && isFalse(one))) return 'sent';
  if (one === 'allowed' || other === 'allowed') return 'allowed';
  if (one === 'some' || other === 'some') return 'some';
  if (isAsked(one) || isAsked(other)) return 'caller';
  return one === 'setting' || other === 'setting' ? 'setting' : 'unknown';
}

/** What one of two ways gives, where a setting chose: who is let through is set with it. */
export const asSet = (by: Known, value: Known): Known =>
  !isSet(by) ? value : value === 'caller' ? 'allowed' : value === 'unknown' ? by : value;

export const either = (one: Flow, other: Flow): Flow => ({
  goesOn: one.goesOn || other.goesOn,
  handsOn: one.handsOn || other.handsOn,
  refuses: one.refuses || other.refuses,
  answers: one.answers || other.answers,
  throws:
    one.throws === 'asked' || other.throws === 'asked'
      ? 'asked'
      : one.throws === 'no'
        ? other.throws
        : one.throws,
  asked: one.asked || other.asked,
  bySetting: one.bySetting || other.bySetting,
  value: !one.goesOn ? other.value : other.goesOn ? joined(one.value, other.value) : one.value,
  returned: [...one.returned, ...other.returned],
});

export const follow = (one: Flow, next: () => Flow): Flow => {
  if (!one.goesOn) return one;
  const other = next();
  return { ...either({ ...one, goesOn: false }, other), goesOn: other.goesOn, value: other.value };
};

export function branch(frame: Frame, asked: boolean, ways: readonly ((frame: Frame) => Flow)[]): Flow {
  const ran = ways.map((way) => {
    const inner: Frame = { ...frame, asked: frame.asked || asked, names: new Map(frame.names) };
    return { flow: way(inner), inner };
  });
  const left = ran.filter(({ flow }) => flow.goesOn);
  for (const name of new Set(left.flatMap(({ inner }) => [...inner.names.keys()])))
    frame.names.set(name, left.map(({ inner }) => inner.names.get(name) ?? 'absent').reduce(joined));
  const flow = ran.map((each) => each.flow).reduce(either);
  return asked ? { ...flow, asked: true } : flow;
}

export const choose = (
  frame: Frame,
  value: Known,
  yes: (frame: Frame) => Flow,
  no: (frame: Frame) => Flow,
): Flow => {
  if (isTrue(value)) return branch(frame, isAsked(value), [yes]);
  if (isFalse(value)) return branch(frame, isAsked(value), [no]);
  const flow = branch(frame, isAsked(value), [yes, no]);
  return isSet(value) ? { ...flow, bySetting: true, value: asSet(value, flow.value) } : flow;
};
