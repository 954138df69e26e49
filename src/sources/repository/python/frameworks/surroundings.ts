import type { Gap } from '../../../../model/origin.ts';
import type { Repository } from '../../gather.ts';

/** What a reader of a framework has beside the code: the other files of the target, and where it tells what it cannot read. */
export interface Surroundings {
  readonly repository: Repository;
  readonly gaps: Gap[];
}
