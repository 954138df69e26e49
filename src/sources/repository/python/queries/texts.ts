import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { together } from '../../queries/written-text.ts';
import type { WrittenText } from '../../queries/written-text.ts';
import type { Frame, Reading } from './types.ts';

/** A text as far as the function and the module tell it; undefined for what is no text at all. */
export function writtenText(
  reading: Reading,
  node: SyntaxNode | undefined,
  frame: Frame,
  depth = 0,
): WrittenText | undefined {
  if (node === undefined || depth > 12) return undefined;
  const inner = (each: SyntaxNode | undefined): WrittenText | undefined =>
    writtenText(reading, each, frame, depth + 1);
  switch (node.type) {
    case 'string':
      return quotedText(reading, node, frame, depth);
    case 'concatenated_string':
      return together(node.children.map((part) => inner(part) ?? hole(part, frame)));
    case 'parenthesized_expression':
    case 'await':
      return inner(node.children[0]);
    case 'identifier': {
      const known = frame.variables.get(node.text);
      if (known !== undefined) return known.text;
      const named = reading.index.named(frame.module, node.text);
      return named?.kind === 'value'
        ? writtenText(
            reading,
            named.node,
            { ...frame, module: named.module, variables: new Map() },
            depth + 1,
          )
        : undefined;
    }
    case 'attribute': {
      const value =
        node.text.startsWith('self.') || node.text.startsWith('cls.')
          ? ownValue(reading, node, frame)
          : undefined;
      return value === undefined
        ? undefined
        : writtenText(reading, value, { ...frame, variables: new Map() }, depth + 1);
    }
    case 'binary_operator': {
      const operator = inField(node, 'operator')?.text;
      const [left, right] = [inField(node, 'left'), inField(node, 'right')];
      if (operator === '+') {
        const [first, second] = [inner(left), inner(right)];
        if (first === undefined && second === undefined) return undefined;
        return together([first ?? hole(left, frame), second ?? hole(right, frame)]);
      }
      return operator === '%' ? formatted(reading, left, right, frame, depth) : undefined;
    }
    case 'call':
      return calledText(reading, node, frame, depth);
    default:
      return undefined;
  }
}

function ownValue(reading: Reading, node: SyntaxNode, frame: Frame): SyntaxNode | undefined {
  const name = inField(node, 'attribute')?.text ?? '';
  return frame.owner === undefined
    ? undefined
    : reading.index.lineage(frame.owner).flatMap((each) => each.values.get(name) ?? [])[0];
}

function quotedText(reading: Reading, node: SyntaxNode, frame: Frame, depth: number): WrittenText {
  return together(
    node.children.flatMap((part): readonly WrittenText[] => {
      if (part.type === 'string_content')
        return [{ text: part.text.replaceAll('\\n', '\n').replaceAll(/\{\{|\}\}/g, ''), open: [] }];
      if (part.type !== 'interpolation') return [];
      const value = inField(part, 'expression');
      return [writtenText(reading, value, frame, depth + 1) ?? hole(value, frame)];
    }),
  );
}

const harmless =
  /^(int|float|len|round|abs|sum|min|max|quote_name|connection\.ops\.quote_name|self\.connection\.ops\.quote_name)\(|\.(quote_name|qn|Identifier|Literal|mogrify|isoformat|strftime|value)(\(|$)|_meta\.|db_table|__tablename__|^(psycopg2?\.)?sql\.|['"]\s*,?\s*['"]\s*\.join\(\[?\(?\s*\[?['"]%s|join\(\s*\[?["'](\?|%s)["']\]?\s*\*/;

/** A part that is only known at run time, by its name. */
export function hole(node: SyntaxNode | undefined, frame: Frame): WrittenText {
  const name = /^[\w.]+$/.test(node?.text ?? '') ? (node?.text ?? '') : 'value';
  if (node === undefined || isHarmless(node, frame)) return { text: `{${name}}`, open: [] };
  return { text: `{${name}}`, open: [name] };
}

export function isHarmless(node: SyntaxNode, frame: Frame): boolean {
  if (node.type === 'integer' || node.type === 'float') return true;
  if (node.type === 'identifier')
    return frame.variables.get(node.text)?.harmless === true || /^[A-Z][A-Z0-9_]+$/.test(node.text);
  if (/\.[A-Z][A-Z0-9_]+$/.test(node.text)) return true;
  return harmless.test(node.text);
}

function calledText(
  reading: Reading,
  node: SyntaxNode,
  frame: Frame,
  depth: number,
): WrittenText | undefined {
  const callee = inField(node, 'function');
  const args = inField(node, 'arguments')?.children ?? [];
  const name = callee?.type === 'attribute' ? inField(callee, 'attribute')?.text : callee?.text;
  const object = inField(callee, 'object');
  if (/^(text|SQL|TextClause|dedent|RawSQL)$/.test(name ?? ''))
    return writtenText(reading, args[0], frame, depth + 1);
  if (callee?.type !== 'attribute') return undefined;
  if (/^(strip|lstrip|rstrip|bindparams|columns|execution_options)$/.test(name ?? ''))
    return writtenText(reading, object, frame, depth + 1);
  if (name !== 'format') return undefined;
  const told = writtenText(reading, object, frame, depth + 1);
  if (told === undefined) return undefined;
  return withFields(reading, told, args, frame, depth);
}

/** `'… {} … {name}'.format(x, name=y)`. */
function withFields(
  reading: Reading,
  told: WrittenText,
  args: readonly SyntaxNode[],
  frame: Frame,
  depth: number,
): WrittenText {
  const open: string[] = [...told.open];
  let next = 0;
  const positional = args.filter(({ type }) => type !== 'keyword_argument');
  const text = told.text.replaceAll(/\{(\w*)(?:![rsa])?(?::[^{}]*)?\}/g, (_, field: string) => {
    const given =
      field === ''
        ? positional[next++]
        : /^\d+$/.test(field)
          ? positional[Number(field)]
          : inField(
              args.find((each) => inField(each, 'name')?.text === field),
              'value',
            );
    const known =
      given === undefined
        ? { text: `{${field === '' ? 'value' : field}}`, open: [field === '' ? 'value' : field] }
        : (writtenText(reading, given, frame, depth + 1) ?? hole(given, frame));
    open.push(...known.open);
    return known.text;
  });
  return { text, open };
}

/** `'… %s' % x`. */
function formatted(
  reading: Reading,
  left: SyntaxNode | undefined,
  right: SyntaxNode | undefined,
  frame: Frame,
  depth: number,
): WrittenText | undefined {
  const told = writtenText(reading, left, frame, depth + 1);
  if (told === undefined || right === undefined) return undefined;
  const values = right.type === 'tuple' ? right.children : [right];
  const open: string[] = [...told.open];
  let next = 0;
  const text = told.text.replaceAll(
    /%(?:\((\w+)\))?[-+ 0]*\d*(?:\.\d+)?([sdrifx%])/g,
    (found, key: string | undefined, verb: string) => {
      if (verb === '%') return '%';
      const given = key === undefined ? values[next++] : undefined;
      if (/[difx]/.test(verb)) return '{}';
      const known =
        given === undefined
          ? { text: `{${key ?? 'value'}}`, open: [key ?? 'value'] }
          : (writtenText(reading, given, frame, depth + 1) ?? hole(given, frame));
      open.push(...known.open);
      return known.text === '' ? found : known.text;
    },
  );
  return { text, open };
}
