import type { Claim, Outcome } from '../findings/claim.ts';
import type { Finding } from '../findings/finding.ts';
import type { Recommendation } from '../findings/recommendation.ts';
import type { Backend } from '../model/backend.ts';
import type { Quantity } from '../model/origin.ts';
import type { Diagram } from './diagram.ts';

export type DeliverableId =
  | 'architecture'
  | 'database'
  | 'security'
  | 'api'
  | 'performance'
  | 'integration'
  | 'testing'
  | 'documentation';

/**
 * What a table cell or a line can hold. A quantity is shown with unit and range and can be followed to its origin.
 * `to` of a link is a path of the package, `path` or `path#section`, seen from the root of the package.
 */
export type Cell =
  | string
  | Quantity
  | { readonly kind: 'link'; readonly text: string; readonly to: string }
  | { readonly kind: 'code'; readonly text: string };

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly Cell[])[];
    }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'diagram'; readonly diagram: Diagram }
  /** `judgement`: said without an oracle. `unknown`: what could not be found out. */
  | {
      readonly kind: 'note';
      readonly tone: 'judgement' | 'assumption' | 'warning' | 'unknown';
      readonly text: string;
    }
  | { readonly kind: 'claims'; readonly ids: readonly string[] };

export interface Section {
  /** Unique in its document; the anchor of links. */
  readonly id: string;
  readonly title: string;
  /** Catalogue items answered here, e.g. `1.4`. */
  readonly items: readonly string[];
  /** Ids of the requirements answered here. */
  readonly answers?: readonly string[];
  readonly blocks: readonly Block[];
}

/** One Markdown document of the package. */
export interface Document {
  /** Relative to the package, e.g. `1-architecture/context.md`. */
  readonly path: string;
  readonly title: string;
  readonly sections: readonly Section[];
}

/** A file in a standard language that is taken away as it is: SQL, OpenAPI, SDL, k6 … */
export interface Artifact {
  readonly path: string;
  readonly text: string;
  /** What the language could not express, told instead of dropped. */
  readonly lost: readonly string[];
  readonly items: readonly string[];
}

/** The state of one of the 104 catalogue items. Anything a deliverable does not speak of is `missing`. */
export interface ItemState {
  readonly item: string;
  readonly state: 'done' | 'not-applicable' | 'missing';
  /** `path#section` or artifact path when done. */
  readonly where?: string;
  readonly reason?: string;
}

export interface Deliverable {
  readonly id: DeliverableId;
  readonly number: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
  readonly title: string;
  readonly summary: string;
  readonly documents: readonly Document[];
  readonly artifacts: readonly Artifact[];
  /** Items that do not apply here, with the reason. */
  readonly notApplicable: readonly { readonly item: string; readonly reason: string }[];
}

/** What a deliverable is written from. Pure data; outcomes are those of phase 6. */
export interface Basis {
  readonly backend: Backend;
  readonly findings: readonly Finding[];
  /** Of a migration: those of the system that is left. */
  readonly legacyFindings?: readonly Finding[];
  readonly recommendations: readonly Recommendation[];
  readonly claims: readonly Claim[];
  readonly outcomes: readonly Outcome[];
}

export type WriteDeliverable = (basis: Basis) => Deliverable;
