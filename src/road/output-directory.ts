import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';

/** Package path to text; every file of a package is text. */
export type PackageFiles = ReadonlyMap<string, string>;

/** Names every file of the package with its hash, so that a later run knows what is its own. */
export const manifestPath = 'run.json';

/** Why a directory cannot take a package; `next` says what to do. */
export interface OutputProblem {
  readonly what: string;
  readonly next: string;
}

/** Whether `child` is `parent` or lies below it, links resolved as far as the paths exist. */
export function isInside(child: string, parent: string): boolean {
  const path = relative(realExisting(parent), realExisting(child));
  return path === '' || (!path.startsWith('..') && !isAbsolute(path));
}

function realExisting(path: string): string {
  const full = resolve(path);
  if (existsSync(full)) return realpathSync(full);
  const parent = dirname(full);
  return parent === full ? full : join(realExisting(parent), basename(full));
}

/** Checked before any work is done: a file, a directory with foreign content, or a place inside the target are refused. */
export function outputProblem(
  out: string,
  target: string | undefined,
  insideAllowed: boolean,
): OutputProblem | undefined {
  if (existsSync(out) && !lstatSync(out).isDirectory())
    return {
      what: `the output directory ${out} is a file`,
      next: 'Name another directory with --out; the file was left as it is.',
    };
  if (existsSync(out) && readdirSync(out).length > 0 && !existsSync(join(out, manifestPath)))
    return {
      what: `the output directory ${out} holds files that are not a Plumbline package`,
      next: 'Name an empty or new directory with --out; nothing was written.',
    };
  if (target !== undefined && !insideAllowed && isInside(out, target))
    return {
      what: `the output directory ${out} lies inside the analysed target, which is never written to`,
      next: 'Name a directory outside it with --out, or allow this one with --inside-target.',
    };
  return undefined;
}

/** What happened to files of an earlier package that a person had edited. */
export interface WriteResult {
  readonly written: number;
  /** Edited files, kept under their new names. */
  readonly kept: readonly string[];
}

/**
 * Replaces the package in `out`. Files of the last run that were edited since are kept as `<name>.edited`; files we
 * did not write are not touched. Each file appears whole or not at all.
 */
export function writePackage(out: string, files: PackageFiles): WriteResult {
  mkdirSync(out, { recursive: true });
  const kept = clearLastRun(out, files);
  for (const [path, text] of files) {
    const full = join(out, path);
    mkdirSync(dirname(full), { recursive: true });
    const partial = `${full}.partial`;
    writeFileSync(partial, text);
    renameSync(partial, full);
  }
  return { written: files.size, kept };
}

function clearLastRun(out: string, files: PackageFiles): readonly string[] {
  const kept: string[] = [];
  for (const [path, hash] of lastManifest(out)) {
    const full = join(out, path);
    if (!isInside(full, out) || !existsSync(full)) continue;
    const text = readFileSync(full, 'utf8');
    if (sha256(text) !== hash && text !== files.get(path)) {
      renameSync(full, `${full}.edited`);
      kept.push(`${path}.edited`);
    } else if (!files.has(path)) rmSync(full);
  }
  return kept;
}

function lastManifest(out: string): readonly (readonly [string, string])[] {
  try {
    const run: unknown = JSON.parse(readFileSync(join(out, manifestPath), 'utf8'));
    if (typeof run !== 'object' || run === null || !('files' in run)) return [];
    const { files } = run;
    if (typeof files !== 'object' || files === null) return [];
    return Object.entries(files).flatMap(([path, hash]) =>
      typeof hash === 'string' ? [[path, hash] as const] : [],
    );
  } catch {
    return [];
  }
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Every file below a package directory, by relative path; throws a plain Error when it cannot be read. */
export function readPackage(directory: string): (path: string) => string {
  return (path) => {
    const full = join(directory, path);
    if (!isInside(full, directory)) throw new Error(`${path} leads out of the package`);
    return readFileSync(full, 'utf8');
  };
}
