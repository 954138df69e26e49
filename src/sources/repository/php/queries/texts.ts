import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { evaluate } from '../evaluate.ts';
import { memberName, plainString, receiverOf, unescape, variableName, writtenArguments } from '../syntax.ts';
import { together } from '../../queries/written-text.ts';
import type { WrittenText } from '../../queries/written-text.ts';
import type { Frame, Reading } from './types.ts';

/** A text as far as the code of the function tells it; undefined for what is no text at all. */
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
    case 'encapsed_string':
    case 'heredoc':
    case 'nowdoc':
    case 'heredoc_body':
    case 'nowdoc_body':
      return quotedText(reading, node, frame, depth);
    case 'parenthesized_expression':
      return inner(node.children[0]);
    case 'variable_name':
      return frame.variables.get(variableName(node) ?? '')?.text;
    case 'assignment_expression':
      return inner(inField(node, 'right'));
    case 'binary_expression': {
      if (inField(node, 'operator')?.text !== '.') return undefined;
      return together(joinedParts(node).map((part) => inner(part) ?? hole(reading, part, frame)));
    }
    case 'conditional_expression': {
      const sides = [inner(inField(node, 'body')), inner(inField(node, 'alternative'))];
      return sides.every((side) => side?.open.length === 0) ? sides[0] : undefined;
    }
    case 'function_call_expression':
      return /^\\?v?sprintf$/.test(memberName(node) ?? '')
        ? formatted(reading, node, frame, depth)
        : undefined;
    case 'member_call_expression':
      return memberName(node) === 'prepare' && isWordpress(receiverOf(node))
        ? placeholders(inner(writtenArguments(node)[0]?.node))
        : undefined;
    case 'class_constant_access_expression':
    case 'name': {
      const value = evaluate(reading.machine, node, { ...frame, variables: new Map() });
      if (value.kind !== 'text') return undefined;
      if (value.hole === undefined) return { text: value.text, open: [] };
      return prefixedName.test(value.text)
        ? { text: value.text.replace('{unresolved}', '{prefix}'), open: [] }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** A constant that is the name of a table: only its prefix is known at run time. */
const prefixedName = /^\{unresolved\}\w+$/;

/** Most parts of one text that are read; what stands before them is left out. */
const mostParts = 1_000;

/** `a . b . c` stands as `(a . b) . c`: its parts from left to right. */
function joinedParts(node: SyntaxNode): readonly (SyntaxNode | undefined)[] {
  const parts: (SyntaxNode | undefined)[] = [];
  let at: SyntaxNode | undefined = node;
  while (
    at?.type === 'binary_expression' &&
    inField(at, 'operator')?.text === '.' &&
    parts.length < mostParts
  ) {
    parts.push(inField(at, 'right'));
    at = inField(at, 'left');
  }
  return [at, ...parts.toReversed()];
}

export const isWordpress = (node: SyntaxNode | undefined): boolean =>
  /^\$(this->)?(wpdb|db)$/.test(node?.text ?? '') && (node?.text ?? '').endsWith('wpdb');

/** WordPress writes `%s` and `%d` where values are bound. */
const placeholders = (told: WrittenText | undefined): WrittenText | undefined =>
  told === undefined
    ? undefined
    : { ...told, text: told.text.replaceAll(/'?%[sdfi]'?/g, '?').replaceAll('%%', '%') };

function quotedText(reading: Reading, node: SyntaxNode, frame: Frame, depth: number): WrittenText {
  const parts = node.children.filter(({ field }) => field !== 'identifier' && field !== 'end_tag');
  return together(
    parts.map((part): WrittenText => {
      switch (part.type) {
        case 'string_content':
        case 'string_value':
        case 'nowdoc_string':
          return { text: part.text, open: [] };
        case 'escape_sequence':
          return { text: unescape(part.text), open: [] };
        case 'heredoc_body':
        case 'nowdoc_body':
          return quotedText(reading, part, frame, depth + 1);
        default:
          return writtenText(reading, part, frame, depth + 1) ?? hole(reading, part, frame);
      }
    }),
  );
}

/** Marks where values are bound: `implode(',', array_fill(0, 3, '?'))`. */
const harmlessCall =
  /^\\?(intval|floatval|count|strlen|time|abs|round|floor|ceil|min|max|esc_sql|absint|(mysqli?|pg|sqlite)_\w*escape\w*|date|implode|array_fill|str_repeat|number_format|now|md5|sha1|bin2hex|uniqid|str_pad)$/i;
const harmlessMethod =
  /^(quote\w*|escape\w*|real_escape_string|getTable|getTableName|getKeyName|getPrefix|qualifyColumn|getName|id)$/i;

/** A part that is only known at run time, by its name; its braces are told as open where something could fit in. */
export function hole(reading: Reading, node: SyntaxNode | undefined, frame: Frame): WrittenText {
  if (node === undefined) return { text: '{}', open: [] };
  const written = node.text;
  const prefix = /^\{?\$(?:this->)?wpdb->(\w+)\}?$/.exec(written)?.[1];
  if (prefix !== undefined) return { text: prefix.endsWith('prefix') ? 'wp_' : `wp_${prefix}`, open: [] };
  const name = nameOf(node);
  if (isHarmless(reading, node, frame)) return { text: `{${name}}`, open: [] };
  return { text: `{${name}}`, open: [name] };
}

export function isHarmless(reading: Reading, node: SyntaxNode, frame: Frame): boolean {
  const name = memberName(node) ?? '';
  switch (node.type) {
    case 'function_call_expression': {
      if (!/^\\?(implode|join)$/i.test(name)) return harmlessCall.test(name);
      return (
        /['"]\s*\(?\?|array_fill|intval|array_keys|%[sd]|quote|escape|:\w/.test(node.text) ||
        marksOnly(reading, node, frame)
      );
    }
    case 'member_call_expression':
    case 'scoped_call_expression':
      return harmlessMethod.test(name);
    case 'binary_expression':
      return /^[-*/%+]$/.test(inField(node, 'operator')?.text ?? '');
    case 'class_constant_access_expression':
    case 'scoped_property_access_expression':
      return true;
    case 'name':
      return /^[A-Z_0-9]+$/.test(node.text);
    case 'variable_name': {
      const known = frame.variables.get(variableName(node) ?? '');
      return (
        known?.harmless === true ||
        (known?.type?.kind === 'class' && /^(int|float|bool)$/.test(known.type.name))
      );
    }
    case 'cast_expression':
      return /^\((int|integer|float|bool|boolean)\)/i.test(node.text);
    case 'integer':
    case 'float':
      return true;
    case 'conditional_expression': {
      const sides = [inField(node, 'body'), inField(node, 'alternative')];
      return sides.every((side) => side !== undefined && plainString(side) !== undefined);
    }
    default:
      return false;
  }
}

/** A list of marks is made above in the function and joined here. */
const marksOnly = (_: Reading, node: SyntaxNode, frame: Frame): boolean => {
  const variable = /\$(\w*(placeholder|mark|bind|param)\w*)/i.exec(node.text)?.[1];
  return variable !== undefined && (frame.body?.text ?? '').includes(`$${variable}`);
};

/** `user.name` of `$user->name` and `$user['name']`. */
function nameOf(node: SyntaxNode): string {
  const plain = node.text
    .replaceAll(/^\{|\}$|\$|['"]|\(\w+\)\s*/g, '')
    .replaceAll(/\??->|::|\[/g, '.')
    .replaceAll(/\]|\(\)/g, '');
  return /^[\w.]+$/.test(plain) ? plain : 'value';
}

function formatted(reading: Reading, node: SyntaxNode, frame: Frame, depth: number): WrittenText | undefined {
  const [format, ...args] = writtenArguments(node).map((each) => each.node);
  const told = writtenText(reading, format, frame, depth + 1);
  if (told === undefined) return undefined;
  const open: string[] = [...told.open];
  let next = 0;
  const text = told.text.replaceAll(
    /%(?:(\d+)\$)?[-+ 0]*\d*(?:\.\d+)?([a-zA-Z%])/g,
    (found, at: string | undefined, verb: string) => {
      if (verb === '%') return '%';
      const arg = args[at === undefined ? next : Number(at) - 1];
      next += 1;
      if (/[dufFeExXobc]/.test(verb)) return '{}';
      const known =
        arg === undefined
          ? undefined
          : (writtenText(reading, arg, frame, depth + 1) ?? hole(reading, arg, frame));
      open.push(...(known?.open ?? []));
      return known === undefined ? found : known.text;
    },
  );
  return { text, open };
}
