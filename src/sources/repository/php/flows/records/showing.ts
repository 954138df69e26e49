import { inField } from '../../../languages/syntax.ts';
import type { SyntaxNode } from '../../../languages/syntax.ts';

/** Longest branch that is looked at. */
const longest = 2_000;

const asksRole = /role|admin|type|level|perm|group|staff/i;

/** What ends a request, keeps something or hands it on; and values, which the page may keep from others. */
const does =
  /\b(exit|die|return|throw|continue|break|header|include|require|include_once|require_once|goto)\b|->|::|\$(?!_SESSION\b)\w|\w\s*\(/;

/** Functions that only make text. */
const textual =
  /\b(echo|print|htmlspecialchars|htmlentities|isset|empty|base_url|site_url|url|route|asset|__|_e|ucfirst|strtoupper)\s*\(/g;

/**
 * `if ($_SESSION['role'] == 'admin') { echo '<a href="admin.php">…'; }`: text that is written out for those with a role,
 * beside a page that is the same for all.
 */
export function onlyShows(node: SyntaxNode): boolean {
  const condition = inField(node, 'condition');
  const body = inField(node, 'body');
  if (condition === undefined || body === undefined || node.text.length > longest) return false;
  if (!asksRole.test(condition.text) || /[!=]==?\s*\$(?!_SESSION)/.test(condition.text)) return false;
  const branches = [body, ...node.children.filter(({ field }) => field === 'alternative')];
  return branches.every((branch) => !does.test(codeOf(branch)));
}

/** The code of a branch without its text: pages between the tags, and literals. */
function codeOf(node: SyntaxNode): string {
  if (/^(text|text_interpolation|comment|string|string_content|php_end_tag|php_tag)$/.test(node.type))
    return /^text_interpolation$/.test(node.type) ? node.children.map(codeOf).join(' ') : ' ';
  if (node.children.length === 0) return node.text;
  let code = '';
  let at = 0;
  for (const child of node.children) {
    const offset = child.start - node.start;
    code += `${node.text.slice(at, Math.max(at, offset))}${codeOf(child)}`;
    at = Math.max(at, offset + child.text.length);
  }
  return (code + node.text.slice(at)).replaceAll(textual, ' ');
}
