import { lossSection } from '../losses.ts';
import { openThreatModel } from '../../artifacts/otm.ts';
import { document } from '../blocks.ts';
import { passwordArtifacts } from '../carried-over/carried-over.ts';
import type { Artifact, Basis, Deliverable, Document } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import { abuse } from './abuse.ts';
import { accessArtifacts, accessMatrix } from './access-matrix.ts';
import { complianceFile } from './asvs/compliance-file.ts';
import { judge } from './asvs/judged.ts';
import { complianceMap } from './asvs/map.ts';
import { audit, auditArtifacts } from './audit.ts';
import { authentication } from './authentication.ts';
import { classification } from './classification.ts';
import { codeSettings } from './code-settings.ts';
import { decideThreats } from './code-threats/decide.ts';
import { exportedThreats } from './code-threats/exported.ts';
import type { DecidedThreat } from './code-threats/threat.ts';
import { detection, detectionArtifacts } from './detection.ts';
import { erasureArtifacts } from './erasure.ts';
import { incidents } from './incident.ts';
import { inputs } from './inputs.ts';
import { objectRules } from './object-rules.ts';
import { permissionArtifacts, permissions } from './permissions.ts';
import { privacy, privacyNotApplicable } from './privacy.ts';
import { remediation } from './remediation.ts';
import { risks } from './risk.ts';
import { scope, scopeNotApplicable } from './scope.ts';
import { secrets } from './secrets.ts';
import { asvsPath, standards } from './standards.ts';
import { supplyChain } from './supply-chain.ts';
import { otmPath, threatModel } from './threats.ts';

/** The security framework: threats, identity, access, data, limits, audit, supply chain, privacy, incidents. */
export function writeSecurity(basis: Basis): Deliverable {
  const { backend } = basis;
  const threats = decideThreats(basis);
  const model = threatArtifact(backend, threats);
  const chapters = documents(basis, threats, model);
  const judged = backend.api.endpoints.length === 0 ? [] : judge(basis);
  const written = new Set(chapters.map(({ path }) => path));
  const exists = (path: string): boolean =>
    written.has(path) || (path === '4-api/contracts.md' && backend.api.endpoints.length > 0);
  return {
    id: 'security',
    number: 3,
    title: 'Security framework',
    summary: summary(backend, threats),
    documents: [
      ...chapters,
      ...document('3-security/standards.md', 'Standards', standards(basis, judged, exists)),
      ...(judged.length === 0
        ? []
        : document(asvsPath, 'ASVS 5.0.0, requirement by requirement', complianceMap(judged))),
    ],
    artifacts: [
      ...model,
      ...permissionArtifacts(backend),
      ...auditArtifacts(backend),
      ...detectionArtifacts(backend),
      ...accessArtifacts(basis),
      ...erasureArtifacts(backend),
      ...passwordArtifacts(basis),
      ...(judged.length === 0 ? [] : [complianceFile(basis, judged)]),
    ],
    notApplicable: [...privacyNotApplicable(backend), ...scopeNotApplicable(backend)],
  };
}

function documents(
  basis: Basis,
  threats: readonly DecidedThreat[],
  model: readonly Artifact[],
): readonly Document[] {
  const path = (name: string): string => `3-security/${name}.md`;
  return [
    ...document(path('threats'), 'Threat model', [...threatModel(basis, threats), ...model.map(lossSection)]),
    ...document(path('remediation'), 'Remediation', remediation(basis)),
    ...document(path('authentication'), 'Authentication', [
      ...authentication(basis),
      codeSettings(basis, 'identity'),
    ]),
    ...document(path('authorisation'), 'Authorisation', [
      ...permissions(basis),
      ...accessMatrix(basis),
      ...objectRules(basis),
    ]),
    ...document(path('data-protection'), 'Data protection', [
      ...classification(basis),
      secrets(basis),
      codeSettings(basis, 'data'),
    ]),
    ...document(path('limits'), 'Limits and abuse', abuse(basis)),
    ...document(path('inputs'), 'Inputs', [...inputs(basis), codeSettings(basis, 'requests')]),
    ...document(path('audit'), 'Audit and detection', [...audit(basis), ...detection(basis)]),
    ...document(path('supply-chain'), 'Supply chain', supplyChain(basis)),
    ...document(path('privacy'), 'Privacy', privacy(basis)),
    ...document(path('scope'), 'Regulated data', scope(basis)),
    ...document(path('incidents'), 'Incidents', incidents(basis)),
  ];
}

/** The threat model for other tools, where there is something to model. */
function threatArtifact(backend: Backend, decided: readonly DecidedThreat[]): readonly Artifact[] {
  const { trust, architecture } = backend;
  return trust.threats.length + architecture.containers.length + decided.length === 0
    ? []
    : [{ path: otmPath, items: [], ...openThreatModel(backend, exportedThreats(backend, decided)) }];
}

function summary(backend: Backend, decided: readonly DecidedThreat[]): string {
  const { endpoints } = backend.api;
  const unknown = endpoints.filter(({ access }) => access === 'unknown').length;
  return [
    threatWords(backend, decided),
    backend.trust.permissions.length === 0
      ? undefined
      : `${backend.operations.length} operations in the permission matrix.`,
    unknown === 0 ? undefined : `Access of ${unknown} of ${endpoints.length} endpoints is not known.`,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
}

function threatWords(backend: Backend, decided: readonly DecidedThreat[]): string {
  const of = (kind: DecidedThreat['standing']['kind']): number =>
    decided.filter(({ standing }) => standing.kind === kind).length;
  if (decided.length > 0)
    return `${decided.length - of('not-applicable')} threats: ${of('violated')} open to attack, ${of('mitigated')} held off, ${of('open')} not known.`;
  const found = risks(backend);
  const open = found.filter(({ treatment }) => treatment === 'open').length;
  return found.length === 0
    ? 'No threat is recorded.'
    : `${found.length} ${found.length === 1 ? 'threat' : 'threats'}, ${open} without a control.`;
}
