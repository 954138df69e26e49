import type { SyntaxNode } from '../languages/syntax.ts';
import { inField } from '../languages/syntax.ts';
import type { Frame } from './frame.ts';
import type { Mark } from './mark.ts';
import type { CallShape } from './shapes.ts';
import { storeAt } from './stores.ts';

/** A record of a store is known by what is kept there. */
export function keptIn(frame: Frame, of: SyntaxNode | undefined, mark: Mark): Mark {
  const store = of === undefined || mark.named === undefined ? undefined : storeAt(frame, of);
  if (store === undefined) return mark;
  const { entity, fields } = store;
  return { ...mark, entity, row: { entity, isAll: false, fields: [...fields], except: [] } };
}

/** `orders.get(key)`, `next(o for o in orders if o["id"] == key)`: what a call takes out of a store. */
export function takenOut(frame: Frame, { name, receiver, args }: CallShape, mark: Mark): Mark {
  if (/^(get|pop|find_one)$/.test(name)) return keptIn(frame, receiver, mark);
  const [first] = args;
  if (name !== 'next' || first?.value.type !== 'generator_expression') return mark;
  const clause = first.value.children.find(({ type }) => type === 'for_in_clause');
  return keptIn(frame, inField(clause, 'right'), mark);
}
