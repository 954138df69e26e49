import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Backend } from '../model/backend.ts';

/** What of a package is run. Texts are as delivered. */
export interface PreviewPackage {
  readonly directory: string;
  readonly backend: Backend;
  readonly schemaSql: string;
  readonly auditSql: string | undefined;
  /** Makes rows in the shape of production. */
  readonly generatorSql: string | undefined;
  readonly openApi: OpenApi;
  /** Absent where the design offers none. */
  readonly graphqlSdl: string | undefined;
  /** Requests that clients registered, by their SHA-256. */
  readonly persistedQueries: string | undefined;
  readonly asyncApi: Readonly<Record<string, unknown>> | undefined;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [key: string]: unknown;
}

/** A package that cannot be run: said in a sentence, with the place and the next step. */
export class UnusablePackage extends Error {
  readonly where: string;
  readonly next: string;
  constructor(what: string, where: string, next: string) {
    super(what);
    this.name = 'UnusablePackage';
    this.where = where;
    this.next = next;
  }
}

const again = 'Write the package again: plumbline design <brief> --out <directory>.';

/** Text of a file of the package; undefined = there is none. */
export type ReadFile = (path: string) => string | undefined;

/** @throws UnusablePackage */
export function readPackage(directory: string): PreviewPackage {
  if (!existsSync(directory) || !statSync(directory).isDirectory())
    throw new UnusablePackage(
      'There is no such package',
      directory,
      'Name the output directory of plumbline design.',
    );
  return packageOf(directory, (path) => {
    const file = join(directory, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  });
}

/** The same of files that are read in another way. @throws UnusablePackage */
export function packageOf(directory: string, read: ReadFile): PreviewPackage {
  const backend = readJson<Backend>(directory, read, 'model.json');
  if (backend.schemaVersion !== 1)
    throw new UnusablePackage(
      `The model has schema version ${String(backend.schemaVersion)}, this version of plumbline reads 1`,
      join(directory, 'model.json'),
      again,
    );
  if (backend.source !== 'designed')
    throw new UnusablePackage(
      'The package describes a backend that exists; only designed ones can be previewed',
      join(directory, 'model.json'),
      'Start the backend itself, or design one: plumbline design <brief> --out <directory>.',
    );
  const asyncPath = '4-api/asyncapi.json';
  const asyncApi =
    read(asyncPath) === undefined
      ? undefined
      : readJson<PreviewPackage['asyncApi']>(directory, read, asyncPath);
  return {
    directory,
    backend,
    schemaSql: readText(directory, read, '2-database/schema.sql'),
    auditSql: read('3-security/audit-trail.sql'),
    generatorSql: read('7-testing/generate-data.sql'),
    openApi: readJson<OpenApi>(directory, read, '4-api/openapi.json'),
    graphqlSdl: read('4-api/schema.graphql'),
    persistedQueries: read('4-api/persisted-queries.json'),
    asyncApi,
  };
}

function readText(directory: string, read: ReadFile, path: string): string {
  const text = read(path);
  if (text === undefined)
    throw new UnusablePackage(`The package has no ${path}`, join(directory, path), again);
  return text;
}

/** The package is our own output: its shape is that of the writer, of which the version is checked. */
function readJson<T>(directory: string, read: ReadFile, path: string): T {
  const text = readText(directory, read, path);
  try {
    const value: T = JSON.parse(text);
    return value;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UnusablePackage(`${path} is not JSON: ${why}`, join(directory, path), again);
  }
}
