import type { Deliverable, ItemState } from '../deliverables/deliverable.ts';
import type { Outcome } from '../findings/claim.ts';
import type { Finding } from '../findings/finding.ts';
import type { Backend } from '../model/backend.ts';

/** One of the eight phases as it was walked. */
export interface PhaseRecord {
  readonly number: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** The embedded validation: what was checked and what came out. */
  readonly checks: readonly { readonly check: string; readonly passed: boolean; readonly detail: string }[];
  readonly state: 'passed' | 'passed-with-warnings' | 'failed' | 'not-reached';
}

/** What the gates judge from; all of it made by machine. */
export interface GateEvidence {
  readonly backend: Backend;
  readonly findings: readonly Finding[];
  readonly outcomes: readonly Outcome[];
  readonly claims: number;
  readonly deliverables: readonly Deliverable[];
  readonly items: readonly ItemState[];
  /** Requirement id to the places (`path#section`) that answer it. */
  readonly answers: ReadonlyMap<string, readonly string[]>;
  readonly phases: readonly PhaseRecord[];
  /** Names of links and references that lead nowhere. */
  readonly brokenReferences: readonly string[];
  /** Findings of an earlier run to compare with, when one was given. */
  readonly baseline?: readonly string[];
}

export type GateId = 'requirements' | 'process' | 'output' | 'system';

/** `insufficient-evidence` is never a pass. */
export interface GateVerdict {
  readonly gate: GateId;
  readonly state: 'open' | 'shut' | 'insufficient-evidence';
  readonly because: readonly string[];
  /** What to do, and the phase to return to, when it is not open. */
  readonly next?: string;
  readonly returnTo?: number;
  readonly checked: readonly { readonly item: string; readonly passed: boolean; readonly detail: string }[];
}

export type Gate = (evidence: GateEvidence) => GateVerdict;
