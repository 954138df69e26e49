import type { Endpoint } from '../../../model/api.ts';
import type { Lines } from '../code/call-graph.ts';
import type { TextFile } from '../gather.ts';
import { asking } from './mentions.ts';

/** Whether code that a handler reaches on a way that is not followed may ask what the caller may do; its guards are judged apart. */
export function asksUnseen(
  { file, start, end }: Lines,
  files: ReadonlyMap<string, TextFile>,
  { guards }: Endpoint,
): boolean {
  const lines = (files.get(file)?.text ?? '').split('\n');
  const names = new Set(guards.map(({ name }) => lastPart(name)));
  if (names.has(definedAt(lines, start)) || names.has(classAround(lines, start))) return false;
  return lines
    .slice(start - 1, end)
    .some((line) => asking.test(line.replace(/(^|\s)(#|\/\/|\*|\/\*).*$/, '').replaceAll(refusing, '')));
}

/** Words of a refusal, which say only that nobody is signed in. */
const refusing = /unauthori[sz]ed|(not|header|bearer)\W?authori[sz]\w*|authori[sz]ation\b|403\w*forbidden/gi;

const lastPart = (name: string): string => (name.split('.').at(-1) ?? name).replace(/\(.*$/, '').trim();

const definedAt = (lines: readonly string[], line: number): string =>
  /(?:def|func(?:\s+\([^)]*\))?)\s+(\w+)/.exec(lines[line - 1] ?? '')?.[1] ?? '';

/** The class that begins nearest above, where the line is indented. */
function classAround(lines: readonly string[], line: number): string {
  if (!/^\s/.test(lines[line - 1] ?? '')) return '';
  for (let at = line - 1; at >= 0; at -= 1) {
    const name = /^(?:public\s+)?class\s+(\w+)/.exec(lines[at] ?? '')?.[1];
    if (name !== undefined) return name;
  }
  return '';
}
