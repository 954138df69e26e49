import type {
  Artifact,
  Block,
  Deliverable,
  DeliverableId,
  ItemState,
  Section,
} from '../deliverables/deliverable.ts';
import type { Claim, Outcome } from '../findings/claim.ts';
import type { Finding, Severity } from '../findings/finding.ts';
import type { Recommendation } from '../findings/recommendation.ts';
import type { GateVerdict, PhaseRecord } from '../gates/gate.ts';
import type { Backend } from '../model/backend.ts';
import type { Contradiction, Pin, Question, Unread } from '../model/brief.ts';
import type { DesignRecord } from '../model/decision.ts';
import type { Gap, Quantity } from '../model/origin.ts';
import type { Assumption } from '../model/requirements.ts';
import type { ProofCounts, Standing } from './proofs.ts';

/** Everything the report page shows, as plain data. Written into the page by `reportHtml`, read by `web/`. */
export interface ReportData {
  readonly tool: { readonly name: string; readonly version: string };
  readonly system: { readonly id: string; readonly name: string; readonly source: Backend['source'] };
  /** What was asked: a sentence, or the path of a brief or repository. */
  readonly request: string;
  readonly verdict: ReportVerdict;
  /** Key figures of the first screen. */
  readonly figures: readonly { readonly name: string; readonly quantity: Quantity }[];
  readonly gates: readonly GateVerdict[];
  readonly phases: readonly PhaseRecord[];
  /** What to do, first things first. */
  readonly recommendations: readonly Recommendation[];
  readonly findings: readonly Finding[];
  readonly rules: Readonly<Record<string, string>>;
  readonly design?: Omit<DesignRecord, 'decisions'>;
  readonly deliverables: readonly ReportDeliverable[];
  readonly pictures: Readonly<Record<string, ReportPicture>>;
  readonly items: readonly ReportItem[];
  readonly claims: readonly ReportClaim[];
  readonly assumptions: readonly Assumption[];
  readonly questions: readonly Question[];
  readonly contradictions: readonly Contradiction[];
  readonly pins: readonly Pin[];
  readonly unread: readonly Unread[];
  readonly gaps: readonly Gap[];
}

export interface ReportVerdict {
  /** All four gates are open. */
  readonly ready: boolean;
  readonly sentence: string;
  readonly proofs: ProofCounts;
  readonly findings: Readonly<Record<Severity, number>>;
  readonly items: Readonly<Record<ItemState['state'], number>>;
}

export interface ReportDeliverable {
  readonly id: DeliverableId;
  readonly number: Deliverable['number'];
  readonly title: string;
  readonly summary: string;
  readonly documents: readonly {
    readonly path: string;
    readonly title: string;
    readonly sections: readonly ReportSection[];
  }[];
  readonly artifacts: readonly (Omit<Artifact, 'text'> & { readonly size: Quantity })[];
  readonly notApplicable: Deliverable['notApplicable'];
}

export interface ReportSection extends Omit<Section, 'blocks'> {
  readonly blocks: readonly ReportBlock[];
}

/** A diagram is named; its drawing is in `pictures`, once. */
export type ReportBlock =
  | Exclude<Block, { kind: 'diagram' }>
  | { readonly kind: 'picture'; readonly picture: string };

export interface ReportPicture {
  readonly title: string;
  /** Made for a page that carries `diagramStyle`; the parts carry their index as `data-n`. */
  readonly svg: string;
  readonly parts: readonly ReportPart[];
}

/** An element of a picture and what the side panel says of it. */
export interface ReportPart {
  readonly id: string;
  readonly title: string;
  readonly subtitle?: string;
  readonly facts?: Readonly<Record<string, string>>;
}

export interface ReportItem extends ItemState {
  readonly title: string;
  readonly deliverable: DeliverableId;
  readonly checkable: boolean;
}

export interface ReportClaim extends Pick<
  Claim,
  'id' | 'prover' | 'subject' | 'statement' | 'oracle' | 'inputs'
> {
  readonly standing: Standing;
  readonly reason: string;
  readonly engine?: Outcome['engine'];
  readonly measurements?: Outcome['measurements'];
  readonly incomplete: readonly string[];
  /** What a person types to settle it again, and the seal of its receipt. */
  readonly command?: string;
  readonly seal?: string;
}
