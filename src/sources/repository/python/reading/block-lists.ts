import type { Known } from '../../anonymous/language.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';

const asks = /(^|\.)(is|was|has_been)_(\w+_)?(blocked|banned|black_?listed)$/i;
const listed =
  /(^|\.)\w*(block_?list|black_?list|deny_?list|ban_?list|(?<!un)(blocked|banned)_?(ip|host|domain|address|server|agent)\w*)\.(objects|query)\b.*\.exists$/is;
const inverted = /not_|un(blocked|banned)/i;

/** Whether somebody is on a list of those who are kept out: nobody is, until an operator puts them there. */
export function blockListTest(node: SyntaxNode): Known | undefined {
  const name = node.type === 'call' ? (inField(node, 'function')?.text ?? '') : '';
  if (name.length > 200 || inverted.test(name)) return undefined;
  return asks.test(name) || listed.test(name) ? 'no' : undefined;
}
