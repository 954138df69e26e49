import { linesOf } from '../../../flows/templates/lines.ts';
import { bladeDirective, closings, newDirectives } from './blade-directives.ts';
import type { Directives } from './blade-directives.ts';
import { argumentsAt, tagEndAt } from './brackets.ts';
import { bladeComponent } from './blade-components.ts';
import { rawCall } from './special-names.ts';

/** What is not text: comments, outputs, PHP, directives and components. */
const openings = /\{\{--|@?\{!!|@?\{\{\{?|<\?(?:php\b|=)|(?<!\w)@@?\w+|<x-[\w.:-]+/g;

/** A piece of a template that was read: what it does, and where it ends. */
interface Piece {
  readonly program: string;
  readonly end: number;
}

interface Reading {
  readonly text: string;
  readonly directives: Directives;
  /** Ends that were looked for and are nowhere behind. */
  readonly absent: Set<string>;
}

/** Blade: `{!! $value !!}` is put into the page as it is, `{{ $value }}` is escaped, the rest is PHP between directives. */
export function bladeProgram(text: string): string {
  const reading: Reading = { text, directives: newDirectives(text), absent: new Set() };
  let program = '<?php ';
  let at = 0;
  for (;;) {
    openings.lastIndex = at;
    const match = openings.exec(text);
    if (match === null) break;
    const { program: made, end } = pieceAt(reading, match[0], match.index);
    program += linesOf(text.slice(at, match.index)) + made;
    at = Math.max(end, match.index + 1);
  }
  return program + linesOf(text.slice(at)) + closings(reading.directives);
}

function pieceAt(reading: Reading, opening: string, start: number): Piece {
  const { text } = reading;
  const from = start + opening.length;
  const keepingLines = (end: number, program: string): Piece => ({
    program: program + ' ' + linesOf(text.slice(start, end)).slice(linesOf(program).length),
    end,
  });
  if (opening === '{{--') return keepingLines(endOf(reading, '--}}', from), '');
  if (opening.startsWith('@{')) return keepingLines(from, '');
  if (opening === '{!!') {
    const end = endOf(reading, '!!}', from);
    return keepingLines(end, rawCall(text.slice(from, end - '!!}'.length)));
  }
  if (opening.startsWith('{{'))
    return keepingLines(endOf(reading, opening === '{{{' ? '}}}' : '}}', from), '');
  if (opening.startsWith('<?')) {
    const end = endOf(reading, '?>', from);
    const code = text.slice(start, end);
    return { program: `?>${code}${code.endsWith('?>') ? '' : ' ?>'}<?php `, end };
  }
  if (opening.startsWith('<x-')) {
    const end = tagEndAt(text, from);
    return keepingLines(end, bladeComponent(opening.slice('<x-'.length), text.slice(from, end)));
  }
  if (opening.startsWith('@@')) return keepingLines(from, '');
  return directiveAt(reading, opening.slice(1), from, keepingLines);
}

function directiveAt(
  reading: Reading,
  name: string,
  from: number,
  keepingLines: (end: number, program: string) => Piece,
): Piece {
  const { text, directives } = reading;
  if (name === 'verbatim') return keepingLines(endOf(reading, '@endverbatim', from), '');
  const given = argumentsAt(text, from);
  if (name === 'php' && given === undefined) {
    const end = endOf(reading, '@endphp', from);
    return keepingLines(end, `${text.slice(from, end).replace(/@endphp$/, '')};`);
  }
  const end = given?.end ?? from;
  return keepingLines(end, bladeDirective(directives, name, given?.text));
}

/** Behind the end of a piece; a piece without one is not longer than what opens it. */
function endOf({ text, absent }: Reading, closing: string, from: number): number {
  const at = absent.has(closing) ? -1 : text.indexOf(closing, from);
  if (at === -1) absent.add(closing);
  return at === -1 ? from : at + closing.length;
}
