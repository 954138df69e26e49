import { linesOf } from './lines.ts';

/** Handlebars and Mustache: `{{{value}}}` and `{{& value}}` are put in as they are; a section has values of its own. */
export function handlebarsProgram(text: string): string {
  let program = 'const values0 = $values;';
  let at = 0;
  const open: Section[] = [{ name: '', context: 0 }];
  for (const match of text.matchAll(
    /\{\{!(?:--[\s\S]*?--|[^}]*)\}\}|\{\{\{~?([\s\S]*?)~?\}\}\}|\{\{~?([\s\S]*?)~?\}\}/g,
  )) {
    const [whole, raw, other] = match;
    program += linesOf(text.slice(at, match.index));
    at = match.index + whole.length;
    const context = open.at(-1)?.context ?? 0;
    if (raw !== undefined) program += rawOf(raw, context);
    else if (other !== undefined) program += tagOf(other.trim(), context, open);
    program += linesOf(whole);
  }
  return program + '}'.repeat(Math.max(0, open.length - 1)) + linesOf(text.slice(at));
}

interface Section {
  readonly name: string;
  /** The number of the values that names belong to. */
  readonly context: number;
}

const path = /^(?:(?:\.\.\/)*|@root\.|this[./]|\.\/)?[\w$-]+(?:[./][\w$-]+)*$/;

/** `../user.name` of the third section as `values1["user"]["name"]`; undefined where it is no path, but a call of a helper. */
function valueOf(written: string, context: number): string | undefined {
  const text = written.trim();
  if (text === 'this' || text === '.') return `values${context}`;
  if (!path.test(text)) return undefined;
  const ups = text.split('../').length - 1;
  const isRoot = text.startsWith('@root.');
  const names = text
    .replace(/^(\.\.\/)+|^@root\.|^this[./]|^\.\//, '')
    .split(/[./]/)
    .map((name) => `[${JSON.stringify(name)}]`);
  return `values${isRoot ? 0 : Math.max(0, context - ups)}${names.join('')}`;
}

function rawOf(written: string, context: number): string {
  const value = valueOf(written, context);
  return value === undefined ? '' : `;$raw(${value});`;
}

function tagOf(tag: string, context: number, open: Section[]): string {
  if (tag.startsWith('&')) return rawOf(tag.slice(1), context);
  if (tag.startsWith('>')) {
    const [name = '', given = ''] = tag.slice(1).trim().split(/\s+/);
    const values = valueOf(given, context) ?? `values${context}`;
    return `;$view(${JSON.stringify(name.replaceAll(/["']/g, ''))}, ${values});`;
  }
  if (tag.startsWith('/')) return open.length > 1 && open.pop() !== undefined ? '}' : '';
  if (tag === 'else' || tag === '^' || tag.startsWith('else ')) return open.length > 1 ? '} {' : '';
  return tag.startsWith('#') || tag.startsWith('^') ? sectionOf(tag, context, open) : '';
}

function sectionOf(tag: string, context: number, open: Section[]): string {
  const [name = '', given = ''] = tag.slice(1).trim().split(/\s+/);
  const isBlock = /^(each|with)$/.test(name);
  const of = valueOf(isBlock ? given : name, context);
  const isPlain =
    tag.startsWith('^') || /^(if|unless)$/.test(name) || of === undefined || (!isBlock && given !== '');
  if (isPlain) {
    open.push({ name, context });
    return '{';
  }
  open.push({ name, context: context + 1 });
  const next = `values${context + 1}`;
  return name === 'with' ? `{ const ${next} = ${of};` : `for (const ${next} of [].concat(${of})) {`;
}
