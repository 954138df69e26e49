import type { Basis, Deliverable, ItemState } from '../deliverables/deliverable.ts';
import type { Receipt } from '../findings/claim.ts';
import type { GateVerdict, PhaseRecord } from '../gates/gate.ts';
import { handoff } from '../handoff/handoff.ts';
import type { Handoff } from '../handoff/handoff.ts';
import type { Brief } from '../model/brief.ts';
import { printReceipt } from '../provers/seal.ts';
import { json } from '../render/json.ts';
import { reportHtml } from '../render/report-html.ts';
import { reportData } from '../render/report.ts';
import { sarif } from '../render/sarif.ts';
import { allRules } from '../rules/all.ts';
import { printBrief } from '../sources/brief/print/print.ts';
import { manifestPath, sha256 } from './output-directory.ts';
import { receiptPath } from './receipt-path.ts';
import { reportTemplate } from './report-template.ts';
import { requestWords } from './request.ts';
import type { RoadRequest } from './request.ts';

/** All that the eight phases made. */
export interface Made extends Basis {
  readonly request: RoadRequest;
  readonly brief: Brief | undefined;
  readonly receipts: readonly Receipt[];
  readonly deliverables: readonly Deliverable[];
  readonly gates: readonly GateVerdict[];
  readonly items: readonly ItemState[];
  readonly phases: readonly PhaseRecord[];
}

/** What the road answers with: the evidence as data, and every file of the package by its path. */
export interface RoadResult extends Made {
  readonly handoff: Handoff;
  readonly files: ReadonlyMap<string, string>;
}

/** Puts the package together. The manifest in `run.json` comes last, because it holds the hashes of all the others. */
export async function packageFiles(
  made: Made,
  documents: ReadonlyMap<string, string>,
  { version }: { readonly version: string },
): Promise<RoadResult> {
  const { backend, findings, gates, receipts, request, brief } = made;
  const face = handoff({ ...made, version, job: request.job });
  const page = await reportData({
    ...made,
    tool: { name: 'Plumbline', version },
    request: requestWords(request),
    rules: allRules,
  });
  const files = new Map<string, string>([
    ['index.html', await reportHtml(page, reportTemplate())],
    ['handoff.json', json(face)],
    ['model.json', json(backend)],
    ['findings.sarif', sarif(findings, allRules, { version, system: backend.id })],
    ['gates.json', json(gates)],
    ...(brief === undefined ? [] : ([['brief.yaml', printBrief(brief)]] as const)),
    ...(request.job === 'design' && request.calibration !== undefined
      ? ([['calibration.json', request.calibration.text]] as const)
      : []),
    ...documents,
    ...receipts.map((receipt) => [receiptPath(receipt.claim.id), printReceipt(receipt)] as const),
  ]);
  files.set(manifestPath, runRecord(made, version, files));
  return { ...made, handoff: face, files };
}

/** The eight phases and the hash of every file. No clock: a run is known by what it read and made. */
function runRecord(made: Made, version: string, files: ReadonlyMap<string, string>): string {
  const paths = [...files.keys()].toSorted();
  return json({
    schemaVersion: 1,
    product: { name: 'plumbline', version },
    job: made.request.job,
    request: requestWords(made.request),
    phases: made.phases,
    files: Object.fromEntries(paths.map((path) => [path, sha256(files.get(path) ?? '')])),
  });
}
