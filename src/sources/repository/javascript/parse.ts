import { parseSync, rawTransferSupported } from 'oxc-parser';
import type { EcmaScriptModule, Program } from 'oxc-parser';
import type { Origin } from '../../../model/origin.ts';
import { nestsTooDeep } from './nesting.ts';

/** A file with its syntax tree. Offsets in the tree are UTF-16 code units, as in the text. */
export interface ParsedFile {
  readonly path: string;
  readonly text: string;
  readonly program: Program;
  readonly lineStarts: readonly number[];
}

export type ParseOutcome =
  | { readonly kind: 'parsed'; readonly file: ParsedFile }
  | { readonly kind: 'refused'; readonly why: string };

/** Imports and exports without building the tree; undefined when the file cannot be parsed. */
export function parseRecord(path: string, text: string): EcmaScriptModule | string {
  if (nestsTooDeep(text)) return 'nested too deep to be parsed';
  const { errors, module } = parseText(path, text);
  const first = errors[0];
  return first === undefined ? module : first.message;
}

export function parseTree(path: string, text: string): ParseOutcome {
  try {
    const { program } = parseText(path, text);
    return { kind: 'parsed', file: { path, text, program, lineStarts: lineStarts(text) } };
  } catch (error) {
    return { kind: 'refused', why: error instanceof Error ? error.message : String(error) };
  }
}

/** Trees without a JSON text between where the runtime can do it (Node 22 and later): the same trees in half the time. */
const settings = {
  preserveParens: false,
  ...(rawTransferSupported() ? { experimentalRawTransfer: true } : {}),
};

/** JavaScript that a compiler extends, e.g. with decorators of parameters, is read as TypeScript. */
function parseText(path: string, text: string): ReturnType<typeof parseSync> {
  const lang = languageOf(path);
  const parsed = parseSync(path, text, { ...settings, lang });
  if (lang !== 'jsx' || parsed.errors.length === 0) return parsed;
  const extended = parseSync(path, text, { ...settings, lang: 'tsx' });
  return extended.errors.length === 0 ? extended : parsed;
}

/** `.js` may hold JSX; `.ts` may not. */
function languageOf(path: string): 'jsx' | 'ts' | 'tsx' {
  if (path.endsWith('.tsx')) return 'tsx';
  return /\.[cm]?ts$/.test(path) ? 'ts' : 'jsx';
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

export function lineAt(file: ParsedFile, offset: number): number {
  let low = 0;
  let high = file.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((file.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

export const originOf = (file: ParsedFile, node: { readonly start: number }): Origin & { kind: 'read' } => ({
  kind: 'read',
  file: file.path,
  line: lineAt(file, node.start),
});
