import { isRefusal, refusal } from '../../effects/effects.ts';
import type { Json } from '../../../model/origin.ts';

type Given = Readonly<Record<string, Json>>;

/** Bytes of a file that are read at most. */
const mostBytes = 50 * 1024 * 1024;

/**
 * Rows of a file that a request names: JSON (a list of objects) or CSV with a line of names. It is in the address itself
 * (`data:`) or on loopback: a preview asks nobody else.
 */
export async function rowsOfFile(address: string): Promise<readonly Given[]> {
  try {
    const url = new URL(address);
    const isLoopback = url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
    if (url.protocol !== 'data:' && !isLoopback)
      throw refusal('invalid', 'a preview reads data: addresses and files on loopback only');
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(30_000) });
    if (!answer.ok) throw new Error(`the file was answered with ${answer.status}`);
    const text = await answer.text();
    if (text.length > mostBytes) throw refusal('too-large', 'the file is larger than 50 MiB');
    return text.trimStart().startsWith('[') ? jsonRows(text) : csvRows(text);
  } catch (error) {
    if (isRefusal(error) || !(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    throw refusal('invalid', error.message);
  }
}

function jsonRows(text: string): readonly Given[] {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) throw refusal('invalid', 'the file is no list');
  return value.map((row: unknown) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      throw refusal('invalid', 'the list has something that is no object');
    return Object.fromEntries(Object.entries(row));
  });
}

/** RFC 4180: fields in quotes may hold commas, quotes and line ends; an empty field is left out. */
export function csvRows(text: string): readonly Given[] {
  const lines: string[][] = [[]];
  const fields = text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g);
  for (const [whole, quoted, plain = '', end] of fields) {
    if (whole === '') break;
    lines.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',') lines.push([]);
  }
  const [names = [], ...rest] = lines.filter((line) => line.length > 0);
  return rest.map((line) =>
    Object.fromEntries(
      names.flatMap((name, at) => {
        const value = line[at] ?? '';
        return value === '' ? [] : [[name.trim(), value] as const];
      }),
    ),
  );
}
