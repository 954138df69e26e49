import type { Origin } from './origin.ts';

export type Ecosystem = 'npm' | 'composer' | 'pypi' | 'go' | 'rubygems' | 'maven' | 'nuget';

/** A published weakness of a package. */
export interface PackageAdvisory {
  /** CVE or GHSA. */
  readonly id: string;
  readonly cwe: string;
  /** What goes wrong, and what of the package must be used for it, in a few words. */
  readonly weakness: string;
  /** Affected versions, each from the first that is to the first that is not. */
  readonly affected: readonly (readonly [string, string])[];
}

/** A package that a lock or a manifest names with a version that an advisory of the list affects, or that nobody keeps. */
export interface ToldPackage {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly version: string;
  readonly advisories: readonly PackageAdvisory[];
  /** The lowest version that none of them affects; absent where there was none when the list was made. */
  readonly fixed?: string;
  /** What took its place, where nobody keeps it. */
  readonly abandoned?: string;
  /** Named by the manifest, or brought by another package; unknown where the lock does not say. */
  readonly direct?: boolean;
  readonly development: boolean;
  /** Date of the list. */
  readonly listed: string;
  readonly origin: Origin;
}
