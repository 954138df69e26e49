import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { certainly, open } from './certain.ts';
import type { Asking, Place } from './certain.ts';
import { kindNames } from './codebase.ts';
import { className } from './names.ts';
import type { PhpValue } from './value.ts';
import { boolean, joined, textOf, truth } from './value.ts';

/** What an operator gives, where both sides decide it or one alone does. */
export function binary(asking: Asking, node: SyntaxNode, place: Place): PhpValue {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  if (left === undefined || right === undefined) return open;
  const one = certainly(asking, left, place);
  const other = (): PhpValue => certainly(asking, right, place);
  const ending = (ends: boolean): PhpValue => {
    if (truth(one) === ends) return boolean(ends);
    const rest = truth(other());
    // Where the other side decides alone the first does not matter.
    return rest === ends
      ? boolean(ends)
      : rest === undefined || truth(one) === undefined
        ? open
        : boolean(rest);
  };
  switch (inField(node, 'operator')?.text.toLowerCase()) {
    case '&&':
    case 'and':
      return ending(false);
    case '||':
    case 'or':
      return ending(true);
    case '??':
      return one.kind === 'null' ? other() : one;
    case '.':
      return joined([one, other()]);
    case '===':
    case '==':
      return same(one, other());
    case '!==':
    case '!=': {
      const known = truth(same(one, other()));
      return known === undefined ? open : boolean(!known);
    }
    case '<':
    case '>':
    case '<=':
    case '>=':
      return ordered(inField(node, 'operator')?.text ?? '', one, other());
    case 'instanceof':
      return isKind(asking, one, right, place);
    default:
      return open;
  }
}

function same(one: PhpValue, other: PhpValue): PhpValue {
  const comparable = (value: PhpValue): string | undefined =>
    value.kind === 'boolean' || value.kind === 'null'
      ? `${value.kind} ${String(truth(value))}`
      : value.kind === 'object' || value.kind === 'host'
        ? 'an object'
        : value.kind === 'array' && !value.open && value.entries.length === 0
          ? 'no entries'
          : textOf(value);
  const [first, second] = [comparable(one), comparable(other)];
  if (first === undefined || second === undefined) {
    // A list with entries is no empty one.
    const lists = [one, other].map((each) => (each.kind === 'array' ? each.entries.length > 0 : undefined));
    return lists.includes(true) && [first, second].includes('no entries') ? boolean(false) : open;
  }
  return first === 'an object' && second === 'an object' ? open : boolean(first === second);
}

function ordered(operator: string, one: PhpValue, other: PhpValue): PhpValue {
  if (one.kind !== 'number' || other.kind !== 'number') return open;
  const [left, right] = operator.startsWith('<') ? [one.value, other.value] : [other.value, one.value];
  return boolean(operator.endsWith('=') ? left <= right : left < right);
}

/** Whether an object is of a class: not where a parent of its own is not in the repository. */
function isKind(asking: Asking, value: PhpValue, right: SyntaxNode, place: Place): PhpValue {
  const { codebase } = asking.machine;
  if (value.kind === 'null') return boolean(false);
  const written = /^\w|^\\/.test(right.text)
    ? className(place.body.file.names, right.text)
    : textOf(certainly(asking, right, place));
  const declared = value.kind === 'object' ? codebase.class(value.className) : undefined;
  if (declared === undefined || written === undefined) return open;
  const wanted = written.replace(/^\\/, '').toLowerCase();
  const names = kindNames(codebase, declared).map((each) => each.replace(/^\\/, '').toLowerCase());
  const all = new Set(names.flatMap((each) => [each, ...above(asking, each)]));
  if (all.has(wanted)) return boolean(true);
  return codebase.class(wanted) === undefined ? open : boolean(false);
}

const above = ({ machine: { codebase } }: Asking, name: string): readonly string[] => {
  const declared = codebase.class(name);
  return declared === undefined
    ? []
    : kindNames(codebase, declared).map((each) => each.replace(/^\\/, '').toLowerCase());
};
