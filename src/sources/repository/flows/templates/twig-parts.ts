import { linesOf } from './lines.ts';

/** A piece of a Nunjucks or Twig template, with the line breaks in it. */
export type TwigPart =
  | { readonly kind: 'text'; readonly lines: string }
  /** `{{ value }}`; `isOpen`: nothing is escaped here. */
  | { readonly kind: 'output'; readonly value: string; readonly isOpen: boolean; readonly lines: string }
  /** `{% tag rest %}`. */
  | { readonly kind: 'tag'; readonly tag: string; readonly rest: string; readonly lines: string };

/** Pieces are not longer than some screens, so that what nobody closes is not looked for to the end of the file. */
const piece = /\{#[\s\S]{0,8000}?#\}|\{\{-?([\s\S]{0,4000}?)-?\}\}|\{%-?\s*(\w+)([\s\S]{0,4000}?)-?%\}/g;

/** The text of a template as its outputs and tags, in order. */
export function* twigParts(text: string): Generator<TwigPart> {
  let at = 0;
  let isOpen = false;
  for (const match of text.matchAll(piece)) {
    const [whole, value, tag, rest = ''] = match;
    yield { kind: 'text', lines: linesOf(text.slice(at, match.index)) };
    at = match.index + whole.length;
    if (tag === 'autoescape') isOpen = /\bfalse\b/.test(rest);
    if (tag === 'endautoescape') isOpen = false;
    const lines = linesOf(whole);
    if (value !== undefined) yield { kind: 'output', value, isOpen, lines };
    else yield { kind: 'tag', tag: tag ?? '', rest: rest.trim(), lines };
  }
  yield { kind: 'text', lines: linesOf(text.slice(at)) };
}
