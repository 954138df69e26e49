import type { Hit } from '../machine.ts';
import { can } from '../marks.ts';
import type { Value } from '../value.ts';
import { nothing, withoutItems } from '../value.ts';

export const codeHit = (value: Value, what: string): Hit => ({
  kind: 'code-injection',
  value,
  what,
  needs: can.code,
});

/** Only a name that is all from outside names any function. */
export function dynamicCallHit(value: Value, what: string): Hit {
  const isWhole = value.text === undefined && value.array === undefined;
  const callee = value.array?.fields.get('1');
  return codeHit(isWhole ? value : callee === undefined ? nothing : withoutItems(callee), what);
}
