import type { SyntaxNode } from '../languages/syntax.ts';
import { inField, walkSyntax } from '../languages/syntax.ts';
import { callOf, comparedIn, conditionOf } from './shapes.ts';
import { isNothing } from './words.ts';

const weighing =
  /enforce|\brole|roles?\b|is_?admin|isAdmin|permission|privilege|is_?staff|superuser|\bscopes?\b|\bowner/i;

/** Calls whose answer decides, whatever is done with it. */
const deciding =
  /^(enforce|equals(IgnoreCase)?|contains\w*|anyMatch|noneMatch|allMatch)$|^_?(check|has|verify|require|ensure|validate|is|can|allow|assert|deny|forbid|authori[sz]e)([A-Z_]|$)/;

/**
 * Whether a function decides by what somebody may do. A role that is only read from a token and kept for later, as most
 * guards do, decides nothing.
 */
export function weighsRoles(node: SyntaxNode): boolean {
  let found = false;
  walkSyntax(node, (each) => {
    if (found) return false;
    found = decides(each);
    return true;
  });
  return found;
}

function decides(node: SyntaxNode): boolean {
  const compared = comparedIn(node);
  if (compared !== undefined)
    return !compared.sides.some(({ text }) => isNothing(text)) && weighing.test(code(node));
  const asked = conditionOf(node) ?? (/switch/.test(node.type) ? inField(node, 'value') : undefined);
  if (asked !== undefined && weighsIn(asked)) return true;
  const call = callOf(node);
  return call !== undefined && !call.isNew && deciding.test(call.name) && weighing.test(code(node));
}

/** Words of roles in a condition, but for questions whether there is one at all. */
function weighsIn(condition: SyntaxNode): boolean {
  let found = false;
  walkSyntax(condition, (node) => {
    const compared = comparedIn(node);
    if (found || compared?.sides.some(({ text }) => isNothing(text)) === true) return false;
    if (compared !== undefined || node.children.length === 0) found = weighing.test(code(node));
    return !found;
  });
  return found;
}

const code = ({ text }: SyntaxNode): string =>
  text.replaceAll(/"""[\s\S]*?"""|(^|\s)#.*$|\/\/.*$|\/\*[\s\S]*?\*\//gm, '');
