import { isExpression } from './expressions.ts';

/** Pug: `p!= value` and `!{value}` are put in as they are; what is indented below a line belongs to it. */
export function pugProgram(text: string): string {
  const open: number[] = [];
  let hidden: number | undefined;
  const lines = text.split('\n').map((line) => {
    const written = line.trim();
    if (written === '') return '';
    const indent = /^\s*/.exec(line)?.[0].length ?? 0;
    let program = '';
    for (let last = open.at(-1); last !== undefined && last >= indent; last = open.at(-1)) {
      open.pop();
      program += '}';
    }
    // Scripts, styles and comments hold text only.
    if (hidden !== undefined && indent > hidden) return program + interpolated(written);
    hidden = /^\/\/|^(script|style)\b.*\.$|\.$/.test(written) ? indent : undefined;
    if (written.startsWith('//')) return program;
    const block = blockOf(written);
    if (block !== undefined) {
      open.push(indent);
      return program + block;
    }
    return program + lineOf(written);
  });
  return `${lines.join('\n')}${'}'.repeat(open.length)}`;
}

/** A line that others belong to: a loop, a choice, a mixin. */
function blockOf(line: string): string | undefined {
  const each = /^(?:each|for)\s+(\w+)(?:\s*,\s*(\w+))?\s+in\s+(.+)$/.exec(line);
  if (each !== null && isExpression(each[3] ?? '')) return `for (const ${each[1]} of ${each[3]}) {`;
  const mixin = /^mixin\s+([\w-]+)\s*(\([\w\s,]*\))?$/.exec(line);
  if (mixin !== null) return `function ${nameOf(mixin[1])}${mixin[2] ?? '()'} {`;
  return /^(if|else|unless|case|when|default|each|for|while)\b/.test(line) ? '{' : undefined;
}

const nameOf = (name = ''): string => name.replaceAll('-', '_');

function lineOf(line: string): string {
  const code = /^-\s*(.+)$/.exec(line)?.[1];
  if (code !== undefined) {
    const set = /^(?:var|let|const)?\s*(\w+)\s*=(?!=)\s*(.+?);?$/.exec(code);
    return set !== null && isExpression(set[2] ?? '') ? `var ${set[1]} = ${set[2]};` : '';
  }
  const view = /^(?:include|extends)(?::[\w-]+)?\s+(\S+)$/.exec(line)?.[1];
  if (view !== undefined) return `$view(${JSON.stringify(view)});`;
  const call = /^\+([\w-]+)\s*\((.*)\)$/.exec(line);
  if (call !== null && isExpression(`f(${call[2]})`)) return `${nameOf(call[1])}(${call[2]});`;
  const raw = /^(?:[\w#.-]+(?:\([^()]*\))?)?!=\s*(.+)$/.exec(line)?.[1];
  return raw !== undefined && isExpression(raw) ? `$raw(${raw});` : interpolated(line);
}

const interpolated = (line: string): string =>
  [...line.matchAll(/!\{([^{}]+)\}/g)]
    .map(([, value = '']) => (isExpression(value) ? `$raw(${value});` : ''))
    .join('');
