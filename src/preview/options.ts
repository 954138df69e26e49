import type { DestinationStream } from 'pino';
import type { Part } from './part.ts';
import type { Running } from './running.ts';

export interface PreviewOptions {
  /** 0 = any free port. It listens on loopback only. */
  readonly port: number;
  /** Same seed, same identifiers and rows. */
  readonly seed?: string;
  /** The moment at which its clock stands until it is moved. */
  readonly clock?: Date;
  /** Folder that keeps the rows between runs. */
  readonly data?: string;
  /** A PostgreSQL server in place of the embedded engine. */
  readonly database?: string;
  /** false: nobody is limited, for measuring. */
  readonly limits?: boolean;
  /** Part of the designed rows that are generated, 0..1; at least fifty of each table unless it is 0. */
  readonly scale?: number;
  /** Peers in other processes, by the id of their integration; the others are simulated. */
  readonly integrations?: Readonly<Record<string, string>>;
  /** false: nothing begins by the clock; what is accepted is worked on all the same. */
  readonly schedules?: boolean;
  readonly log?: { readonly level: string; readonly destination: DestinationStream };
  /** Concerns beside the operations themselves; absent = those of a whole preview. */
  readonly parts?: (running: Running, options: PreviewOptions) => Promise<readonly Part[]>;
  /** What the parts share, in place of what it would be: for tests that break something on purpose. */
  readonly running?: (running: Running) => Running;
}
