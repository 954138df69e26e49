import type { Calibration } from '../model/load-record.ts';
import type { CachePlace } from '../sources/repository/cache/cache.ts';
import type { FileSource } from '../sources/repository/source.ts';

/** A brief as it came: free text, or a file with its name as the user typed it. */
export type BriefText =
  | { readonly kind: 'sentence'; readonly text: string }
  | { readonly kind: 'file'; readonly file: string; readonly text: string };

/** A load test with the bytes it was read from, which the package keeps. */
export interface CalibrationText extends Calibration {
  readonly text: string;
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
  | {
      readonly job: 'analyze';
      readonly source: FileSource;
      readonly cache?: CachePlace;
      /** What the backend must do, when somebody wrote it down. */
      readonly brief?: BriefText;
      readonly packFolders: readonly string[];
      readonly baseline?: readonly string[];
    };

/** The request in the words of the user, as documents repeat it. */
export function requestWords(request: RoadRequest): string {
  if (request.job === 'analyze') return `analyze ${request.source.name}`;
  return request.brief.kind === 'sentence'
    ? request.brief.text.trim()
    : (request.brief.file.split(/[\\/]/).at(-1) ?? '');
}
