import type { Origin } from './origin.ts';

export const flowKinds = [
  'sql-injection',
  'nosql-injection',
  'command-injection',
  'code-injection',
  'path-traversal',
  'request-forgery',
  'open-redirect',
  'cross-site-scripting',
  'stored-cross-site-scripting',
  'unsafe-deserialisation',
  'prototype-pollution',
  'external-entities',
  'pattern-injection',
  'slow-pattern',
  'xpath-injection',
  'unrestricted-upload',
  'log-injection',
  'object-reference',
  'mass-assignment',
  'privilege-field',
  'forgeable-identity',
  'record-answer',
] as const;

export type FlowKind = (typeof flowKinds)[number];

/** What is done to records that a request names or fills. */
export interface RecordAccess {
  /** What is stored there, by the names of the code (`Order`, `orders`); empty where no name tells. */
  readonly entity: string;
  readonly action: 'read' | 'change' | 'remove' | 'create';
  /** The field that is compared or written; empty for all of them. */
  readonly key: string;
  /** The only fields that can be written, where the code names them. */
  readonly fields?: readonly string[];
  /** Fields that cannot. */
  readonly except?: readonly string[];
  /** Where no table tells: the field that says whose a record is, and whether the records are people. */
  readonly owner?: string;
  readonly isPeople?: true;
  /** The code on the way looks up who is calling by what only they know: a password, a token. */
  readonly proven?: boolean;
}

/** What it takes to look for a pattern in a text that somebody outside sends, as it was tried. */
export interface SearchCost {
  /** `/^(a+)+$/i`. */
  readonly pattern: string;
  /** Where the pattern is written. */
  readonly origin?: Origin;
  /** Steps multiply with every further sign, or grow with a power of the length. */
  readonly growth: 'exponential' | 'polynomial';
  /** That factor, or that power. */
  readonly degree: number;
  /** A text that is slow: the middle is repeated. */
  readonly attack: { readonly prefix: string; readonly pump: string; readonly suffix: string };
  /** Texts that were tried: signs, and steps of a matcher that tracks back, until it came to an end or was stopped. */
  readonly trials: readonly { readonly length: number; readonly steps: number; readonly isWhole: boolean }[];
}

/** A place on the way of untrusted text, in words and where it stands. */
export interface FlowStep {
  readonly what: string;
  readonly origin: Origin;
}

/** The way of something untrusted from where it comes in to where it does harm. */
export interface Flow {
  readonly kind: FlowKind;
  /** `query parameter id`. */
  readonly source: FlowStep;
  readonly steps: readonly FlowStep[];
  /** `first argument of pool.query`. */
  readonly sink: FlowStep;
  /** The function around the sink; empty at the top level of a file. */
  readonly within: string;
  /**
   * Why it is less than certain: `partly`, only part of the harm can be done, e.g. the path of a URL whose host is fixed;
   * `checked`, a check stands on the way that could not be understood.
   */
  readonly doubt?: 'partly' | 'checked';
  readonly access?: RecordAccess;
  readonly cost?: SearchCost;
  /** Ids of the endpoints whose handlers it starts in; empty where that is not known. */
  readonly endpoints: readonly string[];
}
