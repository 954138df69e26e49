import type { Ecosystem } from '../../../model/package-advisory.ts';

/** A package with an exact version, as a lock or a manifest names it. */
export interface Installed {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly version: string;
  readonly direct?: boolean;
  readonly development: boolean;
  /** 1-based. */
  readonly line: number;
}
