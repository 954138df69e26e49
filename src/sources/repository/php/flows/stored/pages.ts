import type { PhpFile } from '../../classes.ts';
import type { Hit, Machine } from '../machine.ts';

/** Programs of a terminal. */
const terminal = /^#!|\bPHP_SAPI\b|php_sapi_name|\$argv\b|\bSTDIN\b|\bfputs\(STDERR/;
const terminalPath = /(^|\/)(bin|cli|cron\w*|console|commands?)\/|(^|\/)cron\w*\.php$/i;

const tag =
  /<(!doctype|html|head|body|div|p|span|table|tr|td|th|li|ul|ol|a|b|i|h[1-6]|form|input|textarea|br|img|strong|em|pre|section|article|main|option|label|small|title|blockquote)\b[^<?]{0,200}(>|<\?|['"]\s*\.|\$|\{)/i;

const known = new WeakMap<PhpFile, 'page' | 'terminal' | 'text'>();

function kindOf({ codebase }: Machine, file: PhpFile): 'page' | 'terminal' | 'text' {
  const before = known.get(file);
  if (before !== undefined) return before;
  // A template is walked as a program without its markup.
  const text = codebase.repository.files.get(file.path)?.text ?? '';
  const made =
    terminal.test(text) || terminalPath.test(file.path) ? 'terminal' : tag.test(text) ? 'page' : 'text';
  known.set(file, made);
  return made;
}

/** Whether what is put out is a page: a script without a tag may write to a terminal, or answer a program. */
export function isPage(machine: Machine, { value }: Hit, file: PhpFile): boolean {
  const { script } = machine;
  const kind = kindOf(machine, file);
  if (kind === 'terminal' || (script !== undefined && kindOf(machine, script) === 'terminal')) return false;
  return kind === 'page' || value.text?.tagged === true;
}
