import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, ofType, walkSyntax } from '../../languages/syntax.ts';
import type { FunctionValue } from '../machine/value.ts';

const asks =
  /user|token|session|authorization|claims|cookie|identity|role|api_?key|Method\b|Path\b|URL\b|isAuth|logged|perm|access|admin|member|owner|signed|allow|\b(r|req|c|ctx|w|request)\b/i;
const rejects =
  /Abort|Error|Redirect|WriteHeader|Unauthorized|Forbidden|JSON\(|Status\(|HandleResponse|NewHTTPError|return (nil, )?\w*[eE]rr/;

const insists = /^(must|require|ensure|need|only|check|verify|protect|restrict|guard|enforce|deny)/i;

/**
 * Whether a middleware lets a request pass before it looks at who sends it, by something that is set elsewhere: it does
 * not always check.
 */
export function letsPass({ node, name, maker }: FunctionValue): boolean {
  if (insists.test(name ?? maker?.name ?? '')) return false;
  let found = false;
  walkSyntax(node, (at) => {
    if (found || at.type !== 'if_statement') return;
    const condition = `${inField(at, 'initializer')?.text ?? ''} ${inField(at, 'condition')?.text ?? ''}`;
    const block = inField(at, 'consequence');
    if (asks.test(condition) || block === undefined || rejects.test(block.text)) return;
    if (leaves(block)) found = true;
  });
  return found;
}

function leaves(block: SyntaxNode): boolean {
  const last = (ofType(block, 'statement_list') ?? block).children.at(-1);
  if (last?.type !== 'return_statement') return false;
  return block.children.length > 0;
}

const nobody = /== ""|== nil|!ok\b|!\w*(found|exists)\b|len\([^)]*\) == 0|err != nil/;
const on = /\.Next\(|\.ServeHTTP\(|\bnext\(/;

/**
 * Whether a check goes on as a guest where nothing is sent, unless a setting forbids it: `if token == "" { guest := …;
 * if guest.Disabled { refuse; return }; c.Next(); return }`.
 */
export function letsGuests({ node }: FunctionValue): boolean {
  let found = false;
  walkSyntax(node, (at) => {
    if (found || at.type !== 'if_statement') return;
    const block = inField(at, 'consequence')?.text ?? '';
    const isNobody = nobody.test(inField(at, 'condition')?.text ?? '');
    if (isNobody && /guest|anonymous|visitor/i.test(block) && on.test(block)) found = true;
  });
  return found;
}
