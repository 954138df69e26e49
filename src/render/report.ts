import type { Deliverable, ItemState } from '../deliverables/deliverable.ts';
import { catalogueItems } from '../deliverables/items.ts';
import type { Receipt } from '../findings/claim.ts';
import { sortFindings } from '../findings/finding.ts';
import type { Finding, Severity } from '../findings/finding.ts';
import type { Recommendation } from '../findings/recommendation.ts';
import type { GateVerdict, PhaseRecord } from '../gates/gate.ts';
import type { Backend } from '../model/backend.ts';
import type { Quantity } from '../model/origin.ts';
import { countProofs, standing, standingReason } from './proofs.ts';
import type { ProofBook } from './proofs.ts';
import { rankRecommendations } from './rank.ts';
import type { ReportClaim, ReportData, ReportDeliverable, ReportItem, ReportVerdict } from './report-data.ts';
import { drawPictures } from './report-pictures.ts';
import type { Pictures } from './report-pictures.ts';
import type { RuleInfo } from './sarif.ts';
import { findingsCount } from './text.ts';

/** All that the eight phases made. */
export interface ReportInput extends ProofBook {
  readonly tool: { readonly name: string; readonly version: string };
  /** What was asked: a sentence, or the path of a brief or repository as the user wrote it. */
  readonly request: string;
  readonly backend: Backend;
  readonly rules: readonly RuleInfo[];
  readonly findings: readonly Finding[];
  readonly recommendations: readonly Recommendation[];
  readonly receipts: readonly Receipt[];
  readonly gates: readonly GateVerdict[];
  readonly phases: readonly PhaseRecord[];
  readonly deliverables: readonly Deliverable[];
  readonly items: readonly ItemState[];
}

/** What the report page shows. Diagrams are drawn here, so that the page needs no layout engine. */
export async function reportData(input: ReportInput): Promise<ReportData> {
  const { backend, deliverables } = input;
  const { requirements, design } = backend;
  const pictures = await drawPictures(deliverables);
  const used = new Set(input.findings.map(({ rule }) => rule));
  return {
    tool: input.tool,
    system: { id: backend.id, name: backend.name, source: backend.source },
    request: input.request,
    verdict: verdict(input),
    figures: figures(backend),
    gates: input.gates,
    phases: input.phases,
    recommendations: rankRecommendations(input.recommendations),
    findings: sortFindings(input.findings),
    rules: Object.fromEntries(
      input.rules.filter(({ id }) => used.has(id)).map(({ id, summary }) => [id, summary]),
    ),
    ...(design === undefined
      ? {}
      : {
          design: {
            options: design.options,
            chosen: design.chosen,
            because: design.because,
            flips: design.flips,
          },
        }),
    deliverables: deliverables.map((deliverable) => reportDeliverable(deliverable, pictures)),
    pictures: pictures.drawn,
    items: reportItems(input.items),
    claims: reportClaims(input),
    assumptions: requirements.assumptions,
    questions: requirements.questions,
    contradictions: requirements.contradictions,
    pins: requirements.pins,
    unread: requirements.unread,
    gaps: backend.gaps,
  };
}

function verdict({ backend, gates, claims, outcomes, findings, items }: ReportInput): ReportVerdict {
  const count = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const state = (wanted: ItemState['state']): number => items.filter((item) => item.state === wanted).length;
  return {
    ready: gates.length > 0 && gates.every((gate) => gate.state === 'open'),
    sentence:
      backend.source === 'recovered'
        ? `${findingsCount(findings)}. ${verdictSentence(gates)}`
        : verdictSentence(gates),
    proofs: countProofs({ claims, outcomes }),
    findings: { blocker: count('blocker'), warning: count('warning'), advice: count('advice') },
    items: { done: state('done'), 'not-applicable': state('not-applicable'), missing: state('missing') },
  };
}

function verdictSentence(gates: readonly GateVerdict[]): string {
  if (gates.length === 0) return 'No gate has judged this yet.';
  const shut = gates.filter(({ state }) => state === 'shut').map(({ gate }) => gate);
  const unsettled = gates.filter(({ state }) => state === 'insufficient-evidence').map(({ gate }) => gate);
  const parts = [
    ...(shut.length === 0 ? [] : [`${gateNames(shut)} shut`]),
    ...(unsettled.length === 0 ? [] : [`${gateNames(unsettled)} short of evidence`]),
  ];
  return parts.length === 0
    ? 'Ready to hand off: all four gates are open.'
    : `Not ready to hand off: ${parts.join(', ')}.`;
}

const gateNames = (gates: readonly string[]): string =>
  gates.length === 1
    ? `the ${gates[0] ?? ''} gate is`
    : `the ${gates.slice(0, -1).join(', ')} and ${gates.at(-1) ?? ''} gates are`;

function figures(backend: Backend): ReportData['figures'] {
  const { load, design, coverage } = backend;
  const chosen = design?.options.find(({ id }) => id === design.chosen);
  const count = (value: number, of: string): Quantity => ({
    value,
    unit: 'count',
    origin: { kind: 'derived', rule: 'count', from: [of] },
  });
  const all: readonly (readonly [string, Quantity | undefined])[] = [
    ['Users at once', load.users],
    ['Requests at peak', load.totalPeak],
    ['Cost', chosen?.cost],
    ['Holds up to', chosen?.ceiling],
    ['Moving parts', chosen?.movingParts],
    ...(backend.source === 'recovered'
      ? ([['Lines read', count(coverage.lines, `${coverage.files} files read`)]] as const)
      : []),
    ['Endpoints', count(backend.api.endpoints.length, 'endpoints in model.json')],
    ['Tables', count(backend.data.tables.length, 'tables in model.json')],
  ];
  return all.flatMap(([name, quantity]) => (quantity === undefined ? [] : [{ name, quantity }]));
}

function reportDeliverable(deliverable: Deliverable, pictures: Pictures): ReportDeliverable {
  const { id, number, title, summary, documents, artifacts, notApplicable } = deliverable;
  return {
    id,
    number,
    title,
    summary,
    documents: documents.map(({ path, title: name, sections }) => ({
      path,
      title: name,
      sections: sections.map((section) => ({
        ...section,
        blocks: section.blocks.map((block) =>
          block.kind === 'diagram' ? { kind: 'picture', picture: pictures.key(block.diagram) } : block,
        ),
      })),
    })),
    artifacts: artifacts.map(({ path, lost, items, text }) => ({
      path,
      lost,
      items,
      size: {
        value: new TextEncoder().encode(text).length,
        unit: 'bytes',
        origin: { kind: 'derived', rule: 'length of the file', from: [path] },
      },
    })),
    notApplicable,
  };
}

function reportItems(items: readonly ItemState[]): readonly ReportItem[] {
  const states = new Map(items.map((item) => [item.item, item]));
  return catalogueItems.map(({ id, title, deliverable, checkable }) => ({
    ...(states.get(id) ?? { item: id, state: 'missing' }),
    title,
    deliverable,
    checkable,
  }));
}

function reportClaims({ claims, outcomes, receipts }: ReportInput): readonly ReportClaim[] {
  const settled = new Map(outcomes.map((outcome) => [outcome.claim, outcome]));
  const sealed = new Map(receipts.map((receipt) => [receipt.claim.id, receipt]));
  return claims.map((claim) => {
    const { id, prover, subject, statement, oracle, inputs } = claim;
    const outcome = settled.get(id);
    const receipt = sealed.get(id);
    return {
      id,
      prover,
      subject,
      statement,
      oracle,
      inputs,
      standing: standing(claim, outcome),
      reason: standingReason(outcome),
      incomplete: outcome?.incomplete ?? [],
      ...(outcome === undefined ? {} : { engine: outcome.engine, measurements: outcome.measurements }),
      ...(receipt === undefined ? {} : { command: receipt.command, seal: receipt.seal }),
    };
  });
}
