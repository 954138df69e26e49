import { bindingsOf, callOf } from '../callers/shapes.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { walkSyntax } from '../languages/syntax.ts';
import type { Write } from './frame.ts';
import { endOf } from './frame.ts';

const blocks = new Set(['block', 'block_node', 'constructor_body', 'switch_block_statement_group']);
const filling = /^(Decode|Unmarshal|ShouldBind\w*|Bind\w*|BodyParser|ReadJSON|DecodeJSON|Parse\w*|GetJSON)$/;
const appending = /^(append|WriteString|extend|add)$/;

/** The values that names are given in a function, in the order of the text. */
export function writesOf(node: SyntaxNode): ReadonlyMap<string, readonly Write[]> {
  const found = new Map<string, Write[]>();
  const add = (name: string, write: Write): void => void found.set(name, [...(found.get(name) ?? []), write]);
  walkSyntax(node, (at, above) => {
    // The names of a comprehension hold their elements in all of it, also before the clause.
    const over = at.type === 'for_in_clause' ? above.at(-1) : undefined;
    const around = over ?? [...above].toReversed().find(({ type }) => blocks.has(type)) ?? node;
    const block = { start: around.start, end: endOf(around) };
    const from = endOf(at);
    for (const [part, { target, value, isElement }] of bindingsOf(at).entries()) {
      if (target.type !== 'identifier') continue;
      const isAdded =
        at.type === 'augmented_assignment' ||
        at.children.some(({ type, text }) => type === '+=' || text === '+=');
      add(target.text, {
        value,
        from: over?.start ?? (isElement ? endOf(value) : from),
        block,
        isAdded,
        isFilled: false,
        ...(isElement ? { isElement, part } : {}),
      });
    }
    const call = callOf(at);
    if (call === undefined) return;
    if (call.receiver?.type === 'identifier' && appending.test(call.name))
      for (const { value } of call.args)
        add(call.receiver.text, { value, from, block, isAdded: true, isFilled: false });
    if (!filling.test(call.name)) return;
    for (const { value } of call.args) {
      const target = value.text.startsWith('&') ? value.children.at(-1) : undefined;
      if (target?.type === 'identifier')
        add(target.text, { value: at, from, block, isAdded: false, isFilled: true });
    }
  });
  return found;
}
