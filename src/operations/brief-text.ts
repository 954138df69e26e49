import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BriefText } from '../road/request.ts';
import { UserError } from './operation.ts';
import type { Tools } from './operation.ts';

/** A brief is written by hand: what is larger is something else. */
const largest = 1_000_000;

/** What looks like a path is a file; everything else is a sentence. */
const looksLikeFile = (words: string): boolean =>
  /\.(ya?ml|json)$/i.test(words.trim()) && !/\s/.test(words.trim());

/** The brief behind an argument: one sentence, a YAML or JSON file, or `-` for standard input. @throws UserError */
export function briefText(argument: string, { cwd, input }: Pick<Tools, 'cwd' | 'input'>): BriefText {
  if (argument === '-' && input !== undefined) return piped(input());
  if (argument.trim() === '')
    throw new UserError(
      'the sentence is empty',
      'Say what the backend is for and for how many users, or name a brief file: plumbline design shop.brief.yaml',
    );
  return looksLikeFile(argument) ? briefFile(argument, cwd) : sentenceOrFile(argument, cwd);
}

/** A document has keys; anything else that is piped in is a sentence. */
const piped = (text: string): BriefText =>
  /^\s*\{/.test(text) || /^(brief|system):/m.test(text)
    ? { kind: 'file', file: '<stdin>', text }
    : { kind: 'sentence', text };

/** A file with an unusual name is still a file when it is there. */
function sentenceOrFile(argument: string, cwd: string): BriefText {
  if (/\s/.test(argument.trim())) return { kind: 'sentence', text: argument };
  const stat = statSync(resolve(cwd, argument), { throwIfNoEntry: false });
  if (stat === undefined) return { kind: 'sentence', text: argument };
  return briefFile(argument, cwd);
}

/** @throws UserError */
export function briefFile(file: string, cwd: string): BriefText {
  const full = resolve(cwd, file);
  const stat = statSync(full, { throwIfNoEntry: false });
  const next = 'Name a YAML or JSON brief; examples/shop.brief.yaml is one.';
  if (stat === undefined) throw new UserError('there is no such file', next, file);
  if (stat.isDirectory())
    throw new UserError(
      'this is a directory',
      `${next} To analyse a repository: plumbline analyze ${file}`,
      file,
    );
  if (!stat.isFile()) throw new UserError('this is not a regular file', next, file);
  if (stat.size > largest)
    throw new UserError(`the file has ${stat.size} bytes; a brief has at most ${largest}`, next, file);
  try {
    return { kind: 'file', file, text: readFileSync(full, 'utf8') };
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new UserError(`the file cannot be read (${why})`, 'Check its permissions.', file);
  }
}
