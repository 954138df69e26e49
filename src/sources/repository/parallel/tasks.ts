import type { Facts } from '../../facts.ts';
import { readInterface } from '../endpoints.ts';
import { readFlows } from '../flows/flows.ts';
import type { Repository, TextFile } from '../gather.ts';
import type { EndpointFacts } from '../http/endpoints.ts';
import type { Codebase } from '../javascript/codebase.ts';
import { scanFile } from '../javascript/scan.ts';
import type { ScannedFile } from '../javascript/scan.ts';

/** What a second thread can do beside the first; everything crosses as plain data. */
export interface Companion {
  /** Scans half of the files while the caller does the other half. */
  readonly scan: (files: readonly TextFile[]) => Promise<readonly ScannedFile[]>;
  /** Walks the JavaScript of the repository for its endpoints; to be awaited late. */
  readonly endpoints: (code: ReadCode) => Promise<EndpointFacts>;
  /** Follows untrusted text through the JavaScript of the repository; to be awaited late. */
  readonly flows: (code: ReadCode) => Promise<Facts>;
}

/** The JavaScript of a repository: as it crosses to another thread, and with its trees for this one. */
export interface ReadCode {
  readonly scanned: readonly ScannedFile[];
  readonly codebase: Codebase;
}

/** Everything in the thread of the caller. */
export const alone: Companion = {
  scan: (files) => Promise.resolve(files.map(scanFile)),
  endpoints: ({ codebase }) => Promise.resolve(endpointsIn(codebase)),
  flows: ({ codebase }) => Promise.resolve(flowsIn(codebase)),
};

/** Endpoints of the JavaScript, with everything that could not be followed or parsed on the way. */
export function endpointsIn(codebase: Codebase): EndpointFacts {
  const { endpoints, gaps } = readInterface(codebase);
  return { endpoints, gaps: [...gaps, ...codebase.gaps] };
}

/** The same for the ways of untrusted text. */
export function flowsIn(codebase: Codebase): Facts {
  const { gaps = [], ...facts } = readFlows(codebase);
  return { ...facts, gaps: [...gaps, ...codebase.gaps] };
}

export type Request =
  | { readonly kind: 'open'; readonly repository: Repository }
  | { readonly kind: 'scan'; readonly paths: readonly string[] }
  | { readonly kind: 'endpoints' | 'flows'; readonly scanned: readonly ScannedFile[] };

export type Reply =
  | { readonly kind: 'scanned'; readonly files: readonly ScannedFile[] }
  | { readonly kind: 'endpoints'; readonly facts: EndpointFacts }
  | { readonly kind: 'flows'; readonly facts: Facts }
  | { readonly kind: 'failed'; readonly why: string };
