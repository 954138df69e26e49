import { isAsked, isFalse, isSet, isTrue } from './flow.ts';
import type { Known } from './language.ts';

/** `user == null` holds for nobody; `token == secret` does not. */
export function compared(equal: boolean, one: Known, other: Known): Known {
  if (one === 'some' || other === 'some') return 'some';
  // There always is one.
  if (one === 'path' || other === 'path')
    return one === 'no' || other === 'no' ? (equal ? 'no' : 'yes') : 'unknown';
  if (one === 'wrong' || other === 'wrong') {
    const with_ = one === 'wrong' ? other : one;
    return with_ === 'no' ? (equal ? 'no' : 'yes') : equal ? 'absent' : 'present';
  }
  if (one === 'no' && other === 'no') return equal ? 'yes' : 'no';
  if (one === 'allowed' || other === 'allowed')
    return one === 'absent' || other === 'absent' ? (equal ? 'absent' : 'present') : 'allowed';
  if (one === 'caller' || other === 'caller') return 'caller';
  if (isAsked(one) && isFalse(other)) return isFalse(one) === equal ? 'present' : 'absent';
  if (isAsked(other) && isFalse(one)) return isFalse(other) === equal ? 'present' : 'absent';
  if (one === 'absent' || other === 'absent') {
    const with_ = one === 'absent' ? other : one;
    return with_ === 'yes' || with_ === 'unknown' || with_ === 'setting' || with_ === 'computed'
      ? equal
        ? 'absent'
        : 'present'
      : 'caller';
  }
  if (isAsked(one) || isAsked(other)) return 'caller';
  return isSet(one) || isSet(other) ? 'setting' : 'unknown';
}

/** One side that holds for some objects: only the other one may settle it. */
export const ofSome = (kind: 'and' | 'or', whole: Known): Known =>
  (kind === 'and' && isFalse(whole)) || (kind === 'or' && isTrue(whole)) ? whole : 'some';
