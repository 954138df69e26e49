import { twigParts } from '../../../flows/templates/twig-parts.ts';
import { splitOutside } from './brackets.ts';
import { rawCall, special } from './special-names.ts';
import { twigExpression } from './twig-expressions.ts';

/** Twig: `{{ value|raw }}` is put into the page as it is, as all is where nothing is escaped. */
export function twigProgram(text: string): string {
  const open: string[] = [];
  let program = '<?php ';
  let isText = false;
  for (const part of twigParts(text)) {
    if (part.kind === 'tag' && /^(end)?(verbatim|raw)$/.test(part.tag)) isText = !part.tag.startsWith('end');
    else if (part.kind !== 'text' && !isText)
      program +=
        part.kind === 'output' ? outputOf(part.value, part.isOpen) : tagOf(part.tag, part.rest, open);
    program += part.lines;
  }
  return program + '}'.repeat(open.length);
}

/** Filters that leave what a text can do in a page. */
const keeping =
  /^(trim|lower|upper|capitalize|title|default|first|last|join|reverse|sort|replace|raw|slice|u|truncate)$/;

/** A filter is applied to what stands right before it, and `raw` says so of the last one only. */
function outputOf(value: string, isOpen: boolean): string {
  const [condition, ...choices] = splitOutside(value, '?');
  const [chosen, other, ...more] = choices.length === 1 ? splitOutside(choices[0] ?? '', ':') : [];
  if (condition !== undefined && chosen?.trim() && more.length === 0 && !chosen.includes('?'))
    return outputOf(chosen, isOpen) + (other === undefined ? '' : outputOf(other, isOpen));
  const [written = '', ...filters] = splitOutside(value, '|');
  const included = /^\s*include\s*\(([\s\S]*)\)\s*$/.exec(written)?.[1];
  if (included !== undefined) return viewOf(splitOutside(included, ','));
  const names = filters.map((filter) => /^\s*(\w+)\s*(\([\s\S]*\))?\s*$/.exec(filter)?.[1] ?? '?');
  if (!isOpen && (names.at(-1) !== 'raw' || !isOperand(written))) return '';
  if (!names.every((name) => keeping.test(name) || (isOpen && name === 'nl2br'))) return '';
  const expression = twigExpression(written);
  return expression === undefined ? '' : rawCall(expression);
}

/** Of `a ~ b|raw` only the last part is left as it is, so all of it is escaped. */
const isOperand = (written: string): boolean =>
  ['~', '+', '-', '*', '/', '<', '>', '=', '?'].every((sign) => splitOutside(written, sign).length === 1) &&
  !/\s(and|or|not|in|is|matches)\s/.test(written.replace(/^\s*\([\s\S]*\)\s*$/, ''));

function tagOf(tag: string, rest: string, open: string[]): string {
  switch (tag) {
    case 'for':
      open.push(tag);
      return `${loopOf(rest)} {`;
    case 'if':
      open.push(tag);
      return 'if (twig_asked()) {';
    case 'macro':
      open.push(tag);
      return `function twig_macro_${/^\w+/.exec(rest)?.[0] ?? ''}() {`;
    case 'else':
      return open.length > 0 ? '} {' : '';
    case 'elseif':
      return open.at(-1) === 'if' ? '} elseif (twig_asked()) {' : '';
    case 'endfor':
    case 'endif':
    case 'endmacro':
      return open.pop() === undefined ? '' : '}';
    case 'set':
      return assigned(rest);
    case 'include':
    case 'extends':
    case 'embed':
      return viewTag(rest);
    default:
      return '';
  }
}

function loopOf(rest: string): string {
  const [, key, value, list = ''] = /^(?:(\w+)\s*,\s*)?(\w+)\s+in\s+([\s\S]+)$/.exec(rest) ?? [];
  const of = twigExpression(splitOutside(list, '|')[0] ?? '');
  return value === undefined || of === undefined
    ? ''
    : `foreach (${of} as ${key === undefined ? '' : `$${key} => `}$${value})`;
}

function assigned(rest: string): string {
  const [, name, value = ''] = /^(\w+)\s*=([\s\S]+)$/.exec(rest) ?? [];
  if (name === undefined) return '';
  return `$${name} = ${twigExpression(value) ?? 'null'};`;
}

/** `'view' with { … } only`. */
function viewTag(rest: string): string {
  const [, view = '', given, only] =
    /^("[^"]*"|'[^']*')(?:\s+ignore\s+missing)?(?:\s+with\s+([\s\S]+?))?(\s+only)?$/.exec(rest.trim()) ?? [];
  return viewOf(given === undefined ? [view] : [view, given], only !== undefined);
}

function viewOf([view = '', given]: readonly string[], only = false): string {
  const name = twigExpression(view);
  const values = given === undefined ? undefined : twigExpression(given);
  if (name === undefined) return '';
  return `${only ? special.part : special.view}(${name}${values === undefined ? '' : `, ${values}`});`;
}
