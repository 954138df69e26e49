import type { Calibration } from '../model/load-record.ts';
import type { CachePlace } from '../sources/repository/cache/cache.ts';
import type { Catalogue } from '../sources/database/catalogue.ts';
import type { FileSource } from '../sources/repository/source.ts';

/** A brief as it came: free text, or a file with its name as the user typed it. */
export type BriefText =
  | { readonly kind: 'sentence'; readonly text: string }
  | { readonly kind: 'file'; readonly file: string; readonly text: string };

/** A load test with the bytes it was read from, which the package keeps. */
export interface CalibrationText extends Calibration {
  readonly text: string;
}

/** A server that can be asked; `place` is its address without user and password. */
export interface CatalogueSource {
  readonly place: string;
  readonly read: () => Promise<Catalogue>;
}

/** What was asked, with all its texts already read; the road itself opens no file. */
export type RoadRequest =
  | {
      readonly job: 'design';
      readonly brief: BriefText;
      /** Folders with packs of the user's own. */
      readonly packFolders: readonly string[];
      /** A load test that says what operations cost. */
      readonly calibration?: CalibrationText;
      readonly baseline?: readonly string[];
    }
  | RepositoryRequest;

/** `analyze`: what is wrong with a backend. `migrate`: what it could become, and the way there. */
export interface RepositoryRequest {
  readonly job: 'analyze' | 'migrate';
  readonly source: FileSource;
  readonly cache?: CachePlace;
  /** A live database that the user named: its catalogue is read in phase 2. */
  readonly database?: CatalogueSource;
  /** What the backend must do, or what it shall become, when somebody wrote it down. */
  readonly brief?: BriefText;
  readonly packFolders: readonly string[];
  readonly baseline?: readonly string[];
}

/** The request in the words of the user, as documents repeat it. */
export function requestWords(request: RoadRequest): string {
  if (request.job !== 'design') {
    const database = request.database === undefined ? '' : ` with ${request.database.place}`;
    const wish =
      request.job === 'migrate' && request.brief?.kind === 'sentence' ? `: ${request.brief.text.trim()}` : '';
    return `${request.job} ${request.source.name}${database}${wish}`;
  }
  return request.brief.kind === 'sentence'
    ? request.brief.text.trim()
    : (request.brief.file.split(/[\\/]/).at(-1) ?? '');
}
