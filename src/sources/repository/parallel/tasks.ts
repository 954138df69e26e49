import { readInterface } from '../endpoints.ts';
import type { Repository, TextFile } from '../gather.ts';
import type { EndpointFacts } from '../http/endpoints.ts';
import { readCodebase } from '../javascript/codebase.ts';
import { scanFile } from '../javascript/scan.ts';
import type { ScannedFile } from '../javascript/scan.ts';

/** What a second thread can do beside the first; everything crosses as plain data. */
export interface Companion {
  /** Scans half of the files while the caller does the other half. */
  readonly scan: (files: readonly TextFile[]) => Promise<readonly ScannedFile[]>;
  /** Walks the JavaScript of the repository for its endpoints; to be awaited late. */
  readonly endpoints: (scanned: readonly ScannedFile[]) => Promise<EndpointFacts>;
}

/** Everything in the thread of the caller. */
export function alone(repository: Repository): Companion {
  return {
    scan: (files) => Promise.resolve(files.map(scanFile)),
    endpoints: (scanned) => Promise.resolve(endpointsIn(repository, scanned)),
  };
}

/** Endpoints of the JavaScript, with everything that could not be followed or parsed on the way. */
export function endpointsIn(repository: Repository, scanned: readonly ScannedFile[]): EndpointFacts {
  const codebase = readCodebase(repository, scanned);
  const { endpoints, gaps } = readInterface(codebase);
  return { endpoints, gaps: [...gaps, ...codebase.gaps] };
}

export type Request =
  | { readonly kind: 'open'; readonly repository: Repository }
  | { readonly kind: 'scan'; readonly paths: readonly string[] }
  | { readonly kind: 'endpoints'; readonly scanned: readonly ScannedFile[] };

export type Reply =
  | { readonly kind: 'scanned'; readonly files: readonly ScannedFile[] }
  | { readonly kind: 'endpoints'; readonly facts: EndpointFacts }
  | { readonly kind: 'failed'; readonly why: string };
