import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { Place } from './visit.ts';

/** A text as code writes it; parts that are only known at run time stand in braces. */
export interface WrittenText {
  readonly text: string;
  /** Names of the parts that are not known. */
  readonly open: readonly string[];
}

/** Literals, constants, concatenation, `fmt.Sprintf`, and variables that are set once in the function. */
export function writtenText(node: SyntaxNode | undefined, place: Place, depth = 0): WrittenText | undefined {
  if (node === undefined || depth > 8) return undefined;
  switch (node.type) {
    case 'interpreted_string_literal':
      return {
        text: node.text.slice(1, -1).replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\"', '"'),
        open: [],
      };
    case 'raw_string_literal':
      return { text: node.text.slice(1, -1), open: [] };
    case 'parenthesized_expression':
      return writtenText(node.children[0], place, depth + 1);
    case 'binary_expression': {
      if (inField(node, 'operator')?.text !== '+') return undefined;
      const sides = [inField(node, 'left'), inField(node, 'right')].map(
        (side) => writtenText(side, place, depth + 1) ?? hole(side),
      );
      return { text: sides.map(({ text }) => text).join(''), open: sides.flatMap(({ open }) => open) };
    }
    case 'identifier': {
      const { package: own } = place.file;
      const local = assigned(node.text, place);
      if (local !== undefined) return writtenText(local, place, depth + 1);
      const value = own.values.get(node.text)?.value;
      return value === undefined ? undefined : writtenText(value, place, depth + 1);
    }
    case 'selector_expression': {
      const from = place.file.imports.get(inField(node, 'operand')?.text ?? '');
      const own = from?.folder === undefined ? undefined : place.program.packageIn(from.folder);
      const value = own?.values.get(inField(node, 'field')?.text ?? '')?.value;
      return value === undefined ? undefined : writtenText(value, place, depth + 1);
    }
    case 'call_expression':
      return /^fmt\.Sprintf$/.test(inField(node, 'function')?.text ?? '')
        ? formatted(node, place, depth)
        : undefined;
    default:
      return undefined;
  }
}

const hole = (node: SyntaxNode | undefined): WrittenText => {
  const name = /^[\w.]+$/.test(node?.text ?? '') ? (node?.text ?? '') : 'value';
  return { text: `{${name}}`, open: [name] };
};

function formatted(node: SyntaxNode, place: Place, depth: number): WrittenText | undefined {
  const [format, ...args] = inField(node, 'arguments')?.children ?? [];
  const told = writtenText(format, place, depth + 1);
  if (told === undefined) return undefined;
  const open: string[] = [];
  let next = 0;
  const text = told.text.replaceAll(/%[-+# 0]*\d*(?:\.\d+)?([a-zA-Z%])/g, (found, verb: string) => {
    if (verb === '%') return '%';
    const arg = args[next];
    next += 1;
    // A number cannot hold a statement.
    if (/[dbfx]/.test(verb)) return '{}';
    const known = writtenText(arg, place, depth + 1) ?? hole(arg);
    open.push(...known.open);
    return known.text === '' ? found : known.text;
  });
  return { text, open };
}

/** The only value a variable of the function is given; one that is changed is not known. */
function assigned(name: string, { fn }: Place): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  let count = 0;
  walkSyntax(fn.node, (at) => {
    if (
      at.type !== 'short_var_declaration' &&
      at.type !== 'assignment_statement' &&
      at.type !== 'var_spec' &&
      at.type !== 'const_spec'
    )
      return;
    const names = at.type.endsWith('_spec')
      ? at.children.filter(({ field }) => field === 'name')
      : (inField(at, 'left')?.children ?? []);
    const place = names.findIndex(({ text }) => text === name);
    if (place === -1) return;
    count += 1;
    found = inField(at, at.type.endsWith('_spec') ? 'value' : 'right')?.children[place];
  });
  return count === 1 ? found : undefined;
}
