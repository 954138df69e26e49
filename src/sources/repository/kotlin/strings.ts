import type { Code } from '../jvm/code.ts';
import type { SyntaxNode } from '../languages/syntax.ts';

/**
 * A text, or a template of texts and expressions. The grammar knows `${a.b}` but gives `$name` as a dollar sign and a
 * text that starts with the name.
 */
export function textOf(node: SyntaxNode, codeOf: (node: SyntaxNode) => Code): Code {
  const { line } = node;
  const parts: Code[] = [];
  const add = (value: string): void => {
    const last = parts.at(-1);
    if (last?.kind === 'text') parts.splice(-1, 1, { ...last, value: last.value + value });
    else if (value !== '') parts.push({ kind: 'text', value, line });
  };
  let dollar = false;
  for (const child of node.children) {
    if (child.type === 'interpolation') {
      const [inner] = child.children;
      if (inner !== undefined) parts.push(codeOf(inner));
    } else if (child.type === 'escape_sequence') add(unescape(child.text));
    else if (dollar) {
      const name = /^[A-Za-z_]\w*/.exec(child.text)?.[0];
      if (name === undefined) add('$');
      else parts.push({ kind: 'name', name, line });
      add(child.text.slice(name?.length ?? 0));
    } else if (child.text !== '$') add(child.text);
    dollar = child.type === 'string_content' && child.text === '$';
  }
  if (dollar) add('$');
  if (parts.length === 0) return { kind: 'text', value: '', line };
  const [only] = parts;
  return parts.length === 1 && only?.kind === 'text' ? only : { kind: 'template', parts, line };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

const unescape = (text: string): string => escapes[text.slice(1)] ?? text.slice(1);
