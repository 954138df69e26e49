import type { ApiRule } from '../api/rule.ts';
import { says, text, typeOf } from '../api/view.ts';

const money =
  /(^|[-_])(amount|price|total|subtotal|balance|fee|tax|discount|cost)$|(Amount|Price|Total|Balance|Fee|Tax|Cost)$/;

export const amountAsFloat: ApiRule = {
  id: 'amount-as-float',
  summary: 'An amount of money is a binary fraction',
  severity: 'advice',
  standards: ['Zalando 173', 'CWE-682'],
  why: 'Most clients read it as a double: 0.1 and 0.2 do not make 0.3, and cents go missing.',
  next: 'Send minor units as an integer, or a decimal as text, with the currency beside it.',
  check: ({ schemas }) =>
    schemas
      .filter(
        ({ at, name }) =>
          money.test(name) &&
          typeOf(at).includes('number') &&
          text(at, 'format') !== 'decimal' &&
          !says(at, 'multipleOf'),
      )
      .map(({ at, label }) => ({ pointer: at.pointer, label })),
};
