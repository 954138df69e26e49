import type { Known } from '../../anonymous/language.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { lineage } from '../evaluator/paths.ts';
import type { FunctionValue } from '../evaluator/value.ts';
import { booleanOf } from '../evaluator/value.ts';

/** `self.auto_error` of an object that was made with `auto_error=False`, where only its maker sets the attribute. */
export function instanceTest(node: SyntaxNode, { self }: FunctionValue): Known | undefined {
  if (node.type !== 'attribute' || self?.kind !== 'instance' || inField(node, 'object')?.text !== 'self')
    return undefined;
  const name = inField(node, 'attribute')?.text ?? '';
  const known = booleanOf(self.attributes.get(name));
  if (known === undefined) return undefined;
  const set = new RegExp(`\\bself\\.${name}\\s*(:[^=\\n]+)?=[^=]|\\bsetattr\\b`, 'g');
  const times = lineage(self.of).reduce((sum, each) => sum + [...each.node.text.matchAll(set)].length, 0);
  return times > 1 ? undefined : known ? 'yes' : 'no';
}
