import type { Expression } from '../../../model-checking/machine.ts';
import { namesIn } from './conditions.ts';
import { expressionText } from './expression-text.ts';
import type { StoredRecord, Trial } from './flow-spec.ts';

/**
 * What must come about so that a condition is put to the test (Beer, Ben-David, Eisner and Rodeh, Efficient Detection of
 * Vacuity, 1997): each way in which it may hold must fail somewhere, or that way alone holds everywhere and the rest of
 * the condition says nothing. `shipped = no or paid = yes` needs a state where something is shipped. A condition with
 * one way needs a record of it to change.
 */
export function trialsOf(holds: Expression, records: readonly StoredRecord[]): readonly Trial[] {
  return conjunctsOf(negationsInside(holds)).flatMap((part) =>
    part.kind === 'any' && part.of.length > 1
      ? part.of.map((way): Trial => {
          const failed = negationsInside({ kind: 'not', of: way });
          return { holds: failed, text: `comes to ${expressionText(failed, records)}` };
        })
      : changes(namesIn(part), records),
  );
}

/** That one of these records is ever something else than at the start. */
export function changes(names: readonly string[], records: readonly StoredRecord[]): readonly Trial[] {
  const among = records.filter(({ name }) => names.includes(name));
  if (among.length === 0) return [];
  const of = among.map(({ name, start, shared }): Expression => {
    const differs = differsFrom(name, start);
    return shared ? differs : atLeastOne(differs);
  });
  return [{ holds: { kind: 'any', of }, text: `changes ${among.map(({ name }) => name).join(' or ')}` }];
}

const differsFrom = (name: string, value: number): Expression => ({
  kind: 'compare',
  operator: '!=',
  left: { kind: 'variable', name },
  right: { kind: 'number', value },
});

/** For one of all. */
export const atLeastOne = (of: Expression): Expression => ({
  kind: 'compare',
  operator: '>=',
  left: { kind: 'count', of },
  right: { kind: 'number', value: 1 },
});

const conjunctsOf = (expression: Expression): readonly Expression[] =>
  expression.kind === 'all' ? expression.of.flatMap(conjunctsOf) : [expression];

const opposite = { '=': '!=', '!=': '=', '<': '>=', '>=': '<', '>': '<=', '<=': '>' } as const;

/** `not` only before what has no parts; alternatives of alternatives are alternatives. */
function negationsInside(expression: Expression): Expression {
  if (expression.kind === 'not') return negated(expression.of);
  if (expression.kind !== 'all' && expression.kind !== 'any') return expression;
  const { kind } = expression;
  const parts = expression.of.map(negationsInside);
  return { kind, of: parts.flatMap((part) => (part.kind === kind ? part.of : [part])) };
}

function negated(expression: Expression): Expression {
  if (expression.kind === 'not') return negationsInside(expression.of);
  if (expression.kind === 'compare') return { ...expression, operator: opposite[expression.operator] };
  if (expression.kind !== 'all' && expression.kind !== 'any') return { kind: 'not', of: expression };
  return negationsInside({
    kind: expression.kind === 'all' ? 'any' : 'all',
    of: expression.of.map((part): Expression => ({ kind: 'not', of: part })),
  });
}
