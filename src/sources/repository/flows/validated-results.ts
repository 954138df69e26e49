import { plainKey } from '../javascript/syntax.ts';
import { narrowTo } from './conditions.ts';
import { keptTest } from './kept-tests.ts';
import type { Frame, Machine } from './machine.ts';
import { can } from './marks.ts';

/** `if (result.error) return`: what was validated is of the form that the schema asks for. */
export function narrowValidated(
  machine: Machine,
  name: string,
  part: string,
  holds: boolean,
  frame: Frame,
): void {
  const kept = keptTest(name, frame);
  const isGood = /^errors?$/.test(part) ? !holds : /^(success|valid)$/.test(part) && holds;
  if (!isGood || kept?.test.type !== 'CallExpression') return;
  const { callee, arguments: args } = kept.test;
  const key = callee.type === 'MemberExpression' ? (plainKey(callee.property, callee.computed) ?? '') : '';
  if (!/^(validate|validateAsync|safeParse|safeParseAsync|validateSync)$/.test(key)) return;
  for (const argument of args) narrowTo(machine, argument, kept.frame, ~can.object);
}
