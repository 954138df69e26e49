import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import { callOf, constantName } from '../syntax.ts';
import { together } from '../../queries/written-text.ts';
import type { WrittenText } from '../../queries/written-text.ts';
import type { Frame, Reading } from './types.ts';

/** A text as far as the function and its constants tell it; undefined for what is no text at all. */
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
    case 'heredoc_body':
      return together(
        node.children.flatMap((part): readonly WrittenText[] => {
          if (part.type === 'interpolation')
            return [inner(part.children[0]) ?? hole(part.children[0], frame)];
          return part.type === 'heredoc_end' ? [] : [{ text: part.text, open: [] }];
        }),
      );
    case 'chained_string':
      return together(node.children.map((part) => inner(part) ?? hole(part, frame)));
    case 'heredoc_beginning':
      return inner(heredocOf(node, frame));
    case 'parenthesized_statements':
      return inner(node.children[0]);
    case 'identifier':
      return frame.variables.get(node.text)?.text;
    case 'constant':
    case 'scope_resolution':
      return constantText(reading, node, frame, depth);
    case 'binary': {
      if (!/^(\+|<<)$/.test(inField(node, 'operator')?.text ?? '')) return undefined;
      const [left, right] = [inField(node, 'left'), inField(node, 'right')];
      const [first, second] = [inner(left), inner(right)];
      if (first === undefined && second === undefined) return undefined;
      return together([first ?? hole(left, frame), second ?? hole(right, frame)]);
    }
    case 'call': {
      const call = callOf(node);
      if (/^(squish|strip|strip_heredoc|freeze|dup|chomp)$/.test(call?.name ?? ''))
        return inner(call?.receiver);
      if (/^(sql|sanitize_sql\w*|sanitize)$/.test(call?.name ?? '')) {
        const first = call?.args[0];
        return inner(first?.type === 'array' ? first.children[0] : first);
      }
      return undefined;
    }
    default:
      return undefined;
  }
}

/** The body of `<<~SQL` stands behind the statement that begins it. */
function heredocOf(node: SyntaxNode, { body }: Frame): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  if (body !== undefined)
    walkSyntax(body, (each) => {
      if (each.type === 'heredoc_body' && each.start > node.start && found === undefined) found = each;
      return found === undefined;
    });
  return found;
}

function constantText(
  reading: Reading,
  node: SyntaxNode,
  frame: Frame,
  depth: number,
): WrittenText | undefined {
  const name = constantName(node).split('::').at(-1) ?? '';
  for (const opening of reading.classes.lineage(frame.namespace).openings)
    for (const statement of opening.statements) {
      if (statement.type !== 'assignment' || inField(statement, 'left')?.text !== name) continue;
      return writtenText(
        reading,
        inField(statement, 'right'),
        { ...frame, body: opening.node, variables: new Map() },
        depth + 1,
      );
    }
  return undefined;
}

const harmless =
  /^(Integer|Float|connection\.quote\w*|quote\w*|sanitize\w*|\w*table_name|quoted_\w+|Arel\.|Time\.|Date\.|ActiveRecord::Base\.(sanitize|connection\.quote))|\.(to_i|to_f|id|count|size|length|table_name|quoted_table_name|quote\w*|to_sql|quoted_primary_key|primary_key|iso8601|to_date|arel)(\(|$)|\.(quote|sanitize\w*|quote_\w+)\(/;

/** A part that is only known at run time, by its name. */
export function hole(node: SyntaxNode | undefined, frame: Frame): WrittenText {
  const plain = (node?.text ?? '').replaceAll(/^@|&(?=\.)/g, '');
  const name = /^[\w.]+$/.test(plain) ? plain : 'value';
  return node === undefined || isHarmless(node, frame)
    ? { text: `{${name}}`, open: [] }
    : { text: `{${name}}`, open: [name] };
}

export function isHarmless(node: SyntaxNode, frame: Frame): boolean {
  if (/^(integer|float|nil|true|false)$/.test(node.type)) return true;
  if (node.type === 'identifier')
    return (
      frame.variables.get(node.text)?.harmless === true ||
      /^(table_name|quoted_table_name|primary_key)$/.test(node.text)
    );
  return node.type === 'constant' || harmless.test(node.text) || /^[A-Z][\w:]*$/.test(node.text);
}
