import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from './operation.ts';
import type { Tools } from './operation.ts';

export interface NamedText {
  /** As the user named it; below a directory, with its name before it. */
  readonly file: string;
  readonly text: string;
}

/** A script of this size takes the parser minutes; what is larger is a dump. */
const largest = 20_000_000;

/** One file; `next` is said when it is none that can be read. @throws UserError */
export function readTextFile(file: string, { cwd }: Pick<Tools, 'cwd'>, next: string): NamedText {
  const full = resolve(cwd, file);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (stat === undefined) throw new UserError('there is no such file', next, file);
  if (!stat.isFile()) throw new UserError('this is not a file', next, file);
  if (stat.size > largest)
    throw new UserError(`the file has ${stat.size} bytes; at most ${largest} are read`, 'Split it.', file);
  const text = read(full, file);
  if (text.includes('\0')) throw new UserError('this is not a text file', next, file);
  if (text.includes(replacement)) checkEncoding(readFileSync(full), file);
  return { file, text: text.replace(/^\uFEFF/, '') };
}

/** What stands for bytes that are not UTF-8; a text may hold it itself. */
const replacement = '\uFFFD';

function checkEncoding(bytes: Buffer, file: string): void {
  if (!isUtf8(bytes))
    throw new UserError(
      `the text is not UTF-8: line ${firstBadLine(bytes)} holds other bytes`,
      'Convert it, for example with `iconv -f latin1 -t utf-8`.',
      file,
    );
}

/** Of bytes that are not UTF-8; a line end is no part of any other character. */
function firstBadLine(bytes: Buffer): number {
  let line = 1;
  for (let at = 0; at < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, at);
    const next = end < 0 ? bytes.length : end + 1;
    if (!isUtf8(bytes.subarray(at, next))) return line;
    at = next;
  }
  return line;
}

function read(full: string, file: string): string {
  try {
    return readFileSync(full, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new UserError(`the file cannot be read (${why})`, 'Check its permissions.', file);
  }
}
