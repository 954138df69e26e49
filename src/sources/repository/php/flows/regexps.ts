import { isQuick } from '../../flows/patterns-tried.ts';

/**
 * A pattern of PHP as one of JavaScript; undefined where it says something that cannot be said,
 * or where trying it may take for ever.
 */
export function toRegExp(written: string): RegExp | undefined {
  const text = written.trim();
  const first = text.charAt(0);
  const last = { '(': ')', '{': '}', '[': ']', '<': '>' }[first] ?? first;
  const end = text.lastIndexOf(last);
  if (first === '' || /[\w\\\s]/.test(first) || end <= 0) return undefined;
  const flags = text.slice(end + 1);
  let source = text
    .slice(1, end)
    .replaceAll('\\A', '^')
    .replaceAll(/\\[zZ]/g, '$')
    .replaceAll('\\h', '[ \\t]')
    .replaceAll('[:alnum:]', 'a-zA-Z0-9')
    .replaceAll('[:alpha:]', 'a-zA-Z')
    .replaceAll('[:digit:]', '0-9')
    .replaceAll('[:space:]', '\\s')
    .replaceAll('[:punct:]', '!-\\/:-@\\[-`{-~')
    .replaceAll(/([*+?}])\+/g, '$1')
    .replaceAll('(?P<', '(?<')
    .replaceAll(/\\x\{([0-9a-fA-F]{1,4})\}/g, (_, code: string) => `\\u${code.padStart(4, '0')}`);
  if (/\\[pP]\{|\(\?[>#&R|]|\(\?[imsx-]+[):]/.test(source) && !/\\p\{\w+\}/.test(source)) return undefined;
  if (flags.includes('x')) source = source.replaceAll(/\s+|#.*$/gm, '');
  if (!isQuick(source)) return undefined;
  const wanted = `${flags.includes('i') ? 'i' : ''}${flags.includes('s') ? 's' : ''}${flags.includes('m') ? 'm' : ''}${/\\p\{/.test(source) ? 'u' : ''}`;
  try {
    return new RegExp(source, wanted);
  } catch {
    return undefined;
  }
}
