import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Backend } from '../../../model/backend.ts';
import type { ScannedFile } from '../javascript/scan.ts';
import type { Reading } from '../reading.ts';
import type { Listing } from '../source.ts';

/** A directory the user named for what was read before, and the version of the readers that may use it. */
export interface CachePlace {
  readonly directory: string;
  readonly version: string;
}

/** One file as it was at the last run. */
interface KnownFile {
  readonly path: string;
  readonly stamp: string;
  /** Its text in the file of texts, bytes. */
  readonly start: number;
  readonly bytes: number;
}

interface Manifest {
  readonly version: string;
  readonly listed: string;
  /** When the files were listed, ms since 1970: a change in the same moment would leave a stamp as it was. */
  readonly listedAt: number;
  readonly files: readonly KnownFile[];
  readonly backend: Backend;
  readonly reading: Reading;
}

/** What the last run over the same target left. */
export interface Recalled {
  /** The whole answer, where nothing changed since. */
  readonly answer: Backend | undefined;
  /** The text of a file that did not change since. */
  readonly text: (path: string, stamp: string | undefined) => string | undefined;
  /** Scans by the hash of the text they were made from. */
  readonly scans: () => ReadonlyMap<string, ScannedFile>;
}

/** Recalls the last run; nothing where there was none, or other readers made it, or its files are damaged. */
export function recall(
  place: CachePlace,
  target: string,
  listed: Listing,
  { flows, legacy = false }: Reading,
): Recalled | undefined {
  const files = filesOf(place, target);
  const manifest: Manifest | undefined = readSealed(files.manifest);
  if (manifest === undefined || manifest.version !== place.version) return undefined;
  const { listedAt } = manifest;
  const known = new Map(manifest.files.map((file) => [file.path, file]));
  let texts: Buffer | undefined;
  return {
    answer:
      manifest.listed === describe(listed, listedAt) &&
      (manifest.reading.flows || !flows) &&
      (manifest.reading.legacy ?? false) === legacy
        ? manifest.backend
        : undefined,
    text: (path, stamp) => {
      const file = known.get(path);
      if (file === undefined || stamp === undefined || file.stamp !== stamp || isFresh(stamp, listedAt))
        return undefined;
      texts ??= readFileSync(files.texts);
      const bytes = texts.subarray(file.start, file.start + file.bytes);
      return bytes.length === file.bytes ? bytes.toString('utf8') : undefined;
    },
    scans: () => {
      const scans: readonly (readonly [string, ScannedFile])[] | undefined = readSealed(files.scans);
      return new Map(scans ?? []);
    },
  };
}

export interface Learned {
  readonly listed: Listing;
  readonly listedAt: number;
  readonly texts: readonly { readonly path: string; readonly text: string }[];
  readonly scans: readonly ScannedFile[];
  readonly backend: Backend;
  readonly reading: Reading;
}

/** Leaves what this run found for the next one. Files are replaced whole: a reader never sees half of one. */
export function remember(place: CachePlace, target: string, learned: Learned): void {
  const files = filesOf(place, target);
  const stamps = new Map(learned.listed.files.map(({ path, stamp }) => [path, stamp ?? '']));
  const texts = new Map(learned.texts.map(({ path, text }) => [path, text]));
  const chunks: Buffer[] = [];
  let start = 0;
  const known = learned.texts.map(({ path, text }): KnownFile => {
    const chunk = Buffer.from(text);
    chunks.push(chunk);
    const at = start;
    start += chunk.length;
    return {
      path,
      stamp: stamps.get(path) ?? '',
      start: at,
      bytes: chunk.length,
    };
  });
  mkdirSync(place.directory, { recursive: true });
  replace(files.texts, Buffer.concat(chunks));
  writeSealed(
    files.scans,
    learned.scans.map((scan) => [hashOf(texts.get(scan.path) ?? ''), scan]),
  );
  const { version } = place;
  writeSealed(files.manifest, {
    version,
    listed: describe(learned.listed, Number.POSITIVE_INFINITY),
    listedAt: learned.listedAt,
    files: known,
    backend: learned.backend,
    reading: learned.reading,
  });
}

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

const filesOf = ({ directory }: CachePlace, target: string) => {
  const name = hashOf(target).slice(0, 16);
  return {
    manifest: join(directory, `${name}.json`),
    scans: join(directory, `${name}.scans.json`),
    texts: join(directory, `${name}.texts`),
  };
};

/** Every file with its stamp, and what was told of the listing; a file written as the last run began counts as changed. */
function describe({ files, gaps }: Listing, listedAt: number): string {
  const lines = files.map(({ path, stamp }) =>
    stamp === undefined || isFresh(stamp, listedAt) ? `${path} changed` : `${path} ${stamp}`,
  );
  return hashOf(JSON.stringify([lines, gaps]));
}

/** A change within the resolution of the clock leaves the stamp as it is (the "racy" case that git knows too), ms. */
const resolution = 20;

const isFresh = (stamp: string, listedAt: number): boolean =>
  Number(stamp.split(':')[0]) > listedAt - resolution;

/** JSON behind its own hash: what comes back is what was written, or nothing. */
function readSealed<T>(path: string): T | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    if (text.slice(0, end) !== hashOf(body)) return undefined;
    const value: T = JSON.parse(body);
    return value;
  } catch {
    return undefined;
  }
}

function writeSealed(path: string, value: unknown): void {
  const body = JSON.stringify(value);
  replace(path, `${hashOf(body)}\n${body}`);
}

function replace(path: string, content: string | Buffer): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content);
  renameSync(draft, path);
}
