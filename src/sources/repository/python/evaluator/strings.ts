import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { evaluate } from './expressions.ts';
import type { Machine } from './machine.ts';
import { joined } from './operators.ts';
import type { Scope } from './scope.ts';
import type { Value } from './value.ts';
import { constant, unknown } from './value.ts';

const escapes: Readonly<Record<string, string>> = {
  '\\n': '\n',
  '\\t': '\t',
  '\\r': '\r',
  '\\\\': '\\',
  "\\'": "'",
  '\\"': '"',
  '\\\n': '',
};

/** A text as it is written, with what an f-string puts into it. */
export function literal(machine: Machine, node: SyntaxNode, scope: Scope): Value {
  if (node.type === 'concatenated_string')
    return joined(node.children.map((child) => literal(machine, child, scope)));
  const parts: Value[] = [];
  const prefix = node.children[0]?.text ?? '';
  const raw = /^[a-z]*r/i.test(prefix);
  for (const child of node.children) {
    if (child.type === 'string_content') parts.push(constant(content(child, raw, /^[a-z]*f/i.test(prefix))));
    else if (child.type === 'interpolation') {
      const inner = inField(child, 'expression');
      parts.push(inner === undefined ? unknown('a part of a text') : evaluate(machine, inner, scope));
    }
  }
  return joined(parts);
}

function content(node: SyntaxNode, raw: boolean, isFormat: boolean): string {
  let text = '';
  let at = node.start;
  for (const child of node.children) {
    text += node.text.slice(at - node.start, child.start - node.start);
    text +=
      child.type === 'escape_interpolation'
        ? child.text.slice(0, 1)
        : raw
          ? child.text
          : (escapes[child.text] ?? child.text);
    at = child.start + child.text.length;
  }
  text += node.text.slice(at - node.start);
  return isFormat ? text.replaceAll('{{', '{').replaceAll('}}', '}') : text;
}

/** Methods of texts. */
export function textMethod(name: string, text: string, args: readonly Value[]): Value | undefined {
  const given = args.map((each) => (each.kind === 'constant' ? each.value : undefined));
  const [first, second] = given;
  switch (name) {
    case 'lower':
      return constant(text.toLowerCase());
    case 'upper':
      return constant(text.toUpperCase());
    case 'title':
    case 'capitalize':
      return constant(text.slice(0, 1).toUpperCase() + text.slice(1));
    case 'strip':
    case 'lstrip':
    case 'rstrip':
      return constant(stripped(name, text, typeof first === 'string' ? first : undefined));
    case 'replace':
      return typeof first === 'string' && typeof second === 'string'
        ? constant(text.replaceAll(first, second))
        : undefined;
    case 'startswith':
      return typeof first === 'string' ? constant(text.startsWith(first)) : undefined;
    case 'endswith':
      return typeof first === 'string' ? constant(text.endsWith(first)) : undefined;
    case 'removeprefix':
      return constant(typeof first === 'string' && text.startsWith(first) ? text.slice(first.length) : text);
    case 'removesuffix':
      return constant(
        typeof first === 'string' && text.endsWith(first) ? text.slice(0, -first.length) : text,
      );
    case 'encode':
    case 'decode':
      return constant(text);
    case 'split':
    case 'rsplit':
      return {
        kind: 'list',
        items: (typeof first === 'string' && first !== '' ? text.split(first) : text.split(/\s+/)).map(
          (each) => constant(each),
        ),
        open: false,
      };
    default:
      return undefined;
  }
}

function stripped(name: string, text: string, characters: string | undefined): string {
  const isOut = (at: string): boolean => (characters === undefined ? /\s/.test(at) : characters.includes(at));
  let [start, end] = [0, text.length];
  if (name !== 'rstrip') while (start < end && isOut(text[start] ?? '')) start += 1;
  if (name !== 'lstrip') while (end > start && isOut(text[end - 1] ?? '')) end -= 1;
  return text.slice(start, end);
}

/** `"{}/{name}".format(a, name=b)`. */
export function format(text: string, args: readonly Value[], keywords: ReadonlyMap<string, Value>): Value {
  let next = 0;
  return joined(
    text.split(/(\{\{|\}\}|\{\w*(?:![rsa])?\})/).map((part) => {
      if (part === '{{' || part === '}}') return constant(part.slice(0, 1));
      const hole = /^\{(\w*)(?:![rsa])?\}$/.exec(part);
      if (hole === null) return constant(part);
      const key = hole[1] ?? '';
      if (key === '') return args[next++] ?? unknown('a missing value');
      return (/^\d+$/.test(key) ? args[Number(key)] : keywords.get(key)) ?? unknown('a missing value');
    }),
  );
}
