import type { FlowAdvice } from './advice.ts';
import { withVersions } from './versions.ts';

/** Stores only when the record was not written since it was read. */
export const readThenWrite: FlowAdvice = {
  id: 'read-then-write',
  summary: 'A record is read, computed with, and written back over what another has written meanwhile.',
  severity: 'blocker',
  why: 'Between the read and the write another may store its own: the later one replaces it without an error.',
  standards: ['CWE-362'],
  changes: (flow) =>
    withVersions(flow, 'transaction', (records) => ({
      what: `${records} is written from what was read some steps before`,
      next: `Compare the version of ${records} when it is written (where version = …) and start again when it has changed (unchanged: ${records}), or change it in one statement.`,
    })),
};
