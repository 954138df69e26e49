import type { Api } from '../model/api.ts';
import type { Architecture, Technology } from '../model/architecture.ts';
import type { Backend } from '../model/backend.ts';
import type { DataModel } from '../model/data.ts';
import type { Gap } from '../model/origin.ts';
import type { Processes } from '../model/processes.ts';
import type { Trust } from '../model/trust.ts';

/** What one reader found. Absent parts were not looked for; every list may be partial. */
export interface Facts {
  readonly name?: string;
  readonly stack?: readonly Technology[];
  readonly architecture?: Partial<Architecture>;
  readonly data?: Partial<DataModel>;
  readonly api?: Partial<Api>;
  readonly trust?: Partial<Trust>;
  readonly processes?: Partial<Processes>;
  readonly coverage?: Backend['coverage'];
  readonly gaps?: readonly Gap[];
}
