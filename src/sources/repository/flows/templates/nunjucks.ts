import { isExpression } from './expressions.ts';
import { twigParts } from './twig-parts.ts';

/** Nunjucks and Twig: `{{ value | safe }}` and `{{ value | raw }}` are put in as they are, as all is without autoescape. */
export function nunjucksProgram(text: string): string {
  let program = '';
  for (const part of twigParts(text)) {
    if (part.kind === 'output') program += outputOf(part.value, part.isOpen, part.lines);
    else program += part.kind === 'tag' ? tagOf(part.tag, part.rest, part.lines) : part.lines;
  }
  return program;
}

/** Filters that leave what a text can do in a page. */
const keeping =
  /^(trim|lower|upper|capitalize|title|default|d|first|last|join|dump|json|json_encode|nl2br|reverse|sort|indent|truncate|replace|string|safe|raw|autoescape)$/;

function outputOf(value: string, isOpen: boolean, lines: string): string {
  const [written = '', ...filters] = value.split(/\|(?!\|)/);
  const names = filters.map((filter) => /^\s*(\w+)/.exec(filter)?.[1] ?? '');
  const isRaw = isOpen || names.some((name) => name === 'safe' || name === 'raw');
  const expression = expressionOf(written);
  if (!isExpression(expression)) return lines;
  return `;${isRaw && names.every((name) => keeping.test(name)) ? '$raw' : '$escaped'}(${expression});${lines}`;
}

/** `a ~ b` is put together, `a if b else c` chooses. */
function expressionOf(written: string): string {
  const choice = /^([\s\S]+?)\s+if\s+[\s\S]+?(?:\s+else\s+([\s\S]+))?$/.exec(written);
  const text = choice === null ? written : `(${choice[1]}) || (${choice[2] ?? "''"})`;
  return text
    .replaceAll('~', '+')
    .replaceAll(/\bor\b/g, '||')
    .replaceAll(/\band\b/g, '&&')
    .trim();
}

function tagOf(tag: string, rest: string, lines: string): string {
  if (tag === 'for') {
    const [, names = '', list = ''] = /^([\w\s,]+?)\s+in\s+([\s\S]+)$/.exec(rest) ?? [];
    const of = expressionOf(list.split('|')[0] ?? '');
    if (!isExpression(of)) return `{${lines}`;
    const pair = names.split(',').map((name) => name.trim());
    return pair.length === 2
      ? `for (const [${pair.join(', ')}] of Object.entries(${of})) {${lines}`
      : `for (const ${names.trim()} of ${of}) {${lines}`;
  }
  if (tag === 'if') return `{${lines}`;
  if (tag === 'elif' || tag === 'elseif' || tag === 'else') return `} {${lines}`;
  if (tag === 'endif' || tag === 'endfor' || tag === 'endmacro') return `}${lines}`;
  if (tag === 'macro') return /^\w+\([\w\s,]*\)$/.test(rest) ? `function ${rest} {${lines}` : `{${lines}`;
  if (tag === 'set') {
    const [, name = '', value = ''] = /^(\w+)\s*=\s*([^|]+)$/.exec(rest) ?? [];
    return isExpression(expressionOf(value)) ? `;var ${name} = ${expressionOf(value)};${lines}` : lines;
  }
  const view = /^["']([^"']+)["']/.exec(rest)?.[1];
  return /^(include|extends|embed)$/.test(tag) && view !== undefined ? `;$view("${view}");${lines}` : lines;
}
