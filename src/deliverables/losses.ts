import { anchor, list, section } from './blocks.ts';
import { cappedLines } from './capped.ts';
import type { Artifact, Section } from './deliverable.ts';

/** What the language of a file could not say, told beside the file. */
export const lossSection = ({ path, lost }: Pick<Artifact, 'path' | 'lost'>): Section | undefined =>
  section(
    { id: `lost-${anchor(path.replace(/^[^/]*\//, ''))}`, title: `Not said in ${path}` },
    list(cappedLines(lost)),
  );
