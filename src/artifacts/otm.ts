import type { Connection, Container } from '../model/architecture.ts';
import type { Backend } from '../model/backend.ts';
import type { Threat } from '../model/domain.ts';
import type { TrustBoundary } from '../model/trust.ts';
import { compact, jsonText } from './emitted.ts';
import type { Emitted, JsonObject } from './emitted.ts';
import { kebabCase } from './words.ts';

const strides: Readonly<Record<Threat['stride'], string>> = {
  S: 'Spoofing',
  T: 'Tampering',
  R: 'Repudiation',
  I: 'Information disclosure',
  D: 'Denial of service',
  E: 'Elevation of privilege',
};

/** Zone of what stands in no boundary of the model: the outside. */
const outside = 'outside';

/** A threat that code says something of, on one part or flow. Likelihood and impact run from 1 to 3. */
export interface CodeThreatOnElement {
  readonly id: string;
  readonly title: string;
  readonly stride: Threat['stride'];
  readonly cwe: string;
  readonly likelihood: number;
  readonly impact: number;
  readonly element: string;
  readonly state: string;
  /** Names of findings, what was shown, or the question that is open. */
  readonly evidence: string;
}

/** What stands in the model of a backend that was read: its parts may only be implied by its code. */
export interface CodeView {
  readonly parts: readonly Container[];
  readonly boundaries: readonly TrustBoundary[];
  readonly flows: readonly Connection[];
  readonly threats: readonly CodeThreatOnElement[];
}

/** The threat model in the Open Threat Model format 0.2.0, for the tools that read it. */
export function openThreatModel(backend: Backend, view?: CodeView): Emitted {
  const { trust, architecture, entities } = backend;
  const {
    parts,
    boundaries,
    flows: all,
    threats,
  } = view ?? {
    parts: architecture.containers,
    boundaries: trust.boundaries,
    flows: architecture.connections,
    threats: [],
  };
  const known = new Set(parts.map(({ id }) => id));
  const flows = all.filter(({ from, to }) => known.has(from) && known.has(to));
  const ownFlows = new Set(flows.map(({ id }) => id));
  const document: JsonObject = {
    otmVersion: '0.2.0',
    project: { id: kebabCase(backend.id), name: backend.name },
    trustZones: [
      ...boundaries.map(({ id, name }) => ({ id, name, risk: { trustRating: 100 } })),
      { id: outside, name: 'Outside', risk: { trustRating: 0 } },
    ],
    assets: entities.map((entity) => ({
      id: kebabCase(entity.name),
      name: entity.name,
      risk: risk(new Set(entity.fields.map(({ dataClass }) => dataClass ?? 'internal'))),
    })),
    components: parts.map((part) => component(part, backend, boundaries, threats)),
    dataflows: flows.map((connection) => ({
      id: connection.id,
      name: connection.purpose,
      source: connection.from,
      destination: connection.to,
      attributes: { protocol: connection.protocol, encrypted: connection.encrypted },
      ...(threats.length === 0 ? {} : { threats: usesOf(threats, connection.id) }),
    })),
    threats: [...trust.threats.map(threatPart), ...threatParts(threats)],
    mitigations: trust.controls.map(({ id, title, how, standards }) => ({
      id,
      name: title,
      description: how,
      riskReduction: 0,
      attributes: { standards: standards.join(', ') },
    })),
  };
  return {
    text: jsonText(document),
    lost: [
      ...losses(backend, all.length - flows.length),
      ...unplaced(threats.filter(({ element }) => !known.has(element) && !ownFlows.has(element))),
    ],
  };
}

function component(
  container: Container,
  backend: Backend,
  boundaries: readonly TrustBoundary[],
  found: readonly CodeThreatOnElement[],
): JsonObject {
  const { threats } = backend.trust;
  return {
    id: container.id,
    name: container.name,
    type: container.kind,
    parent: { trustZone: boundaries.find(({ inside }) => inside.includes(container.id))?.id ?? outside },
    threats: [
      ...threats
        .filter(({ target }) => target === container.id || target === container.kind)
        .map((threat) => ({
          threat: threat.id,
          state: state(threat, backend),
          mitigations: mitigations(threat, backend),
        })),
      ...usesOf(found, container.id),
    ],
  };
}

/** Threats of one part or flow; what decides them is told in their attributes, because the format has no findings. */
const usesOf = (threats: readonly CodeThreatOnElement[], element: string): readonly JsonObject[] =>
  threats
    .filter((threat) => threat.element === element)
    .map(({ id, state, evidence }) => ({ threat: id, state, mitigations: [], attributes: { evidence } }));

/** Each threat once, rated as it is where it is worst. */
function threatParts(threats: readonly CodeThreatOnElement[]): readonly JsonObject[] {
  const worstFirst = threats.toSorted((a, b) => b.likelihood - a.likelihood);
  const ids = [...new Set(threats.map(({ id }) => id))];
  return ids.flatMap((id) => {
    const worst = worstFirst.find((each) => each.id === id);
    return worst === undefined
      ? []
      : [
          {
            id,
            name: worst.title,
            categories: [strides[worst.stride]],
            cwes: [worst.cwe],
            risk: { likelihood: percent(worst.likelihood), impact: percent(worst.impact) },
          },
        ];
  });
}

function unplaced(threats: readonly CodeThreatOnElement[]): readonly string[] {
  const { length } = threats;
  return length === 0
    ? []
    : [
        `${length} ${length === 1 ? 'threat aims' : 'threats aim'} at callers or at the way in, for which the format has no place`,
      ];
}

const threatPart = (threat: Threat): JsonObject =>
  compact({
    id: threat.id,
    name: threat.title,
    categories: [strides[threat.stride]],
    cwes: threat.cwe === undefined ? undefined : [threat.cwe],
    risk: { likelihood: percent(threat.likelihood), impact: percent(threat.impact) },
    attributes: { target: threat.target, context: threat.context },
  });

/** The model rates from 1 to 3; the format asks for 0 to 100. */
const percent = (rating: number): number => Math.round((rating / 3) * 100);

/** From the data classes: confidentiality follows the most sensitive one, the rest is not told apart by the model. */
function risk(classes: ReadonlySet<string>): JsonObject {
  const secret = classes.has('secret') || classes.has('cardholder') || classes.has('health');
  const confidentiality = secret ? 100 : classes.has('pii') ? 75 : 25;
  return { confidentiality, integrity: secret ? 100 : 50, availability: 50 };
}

const knownControls = (threat: Threat, backend: Backend) =>
  backend.trust.controls.filter(({ id }) => threat.controls.includes(id));

const state = (threat: Threat, backend: Backend): string =>
  knownControls(threat, backend).length > 0 ? 'mitigated' : 'exposed';

const mitigations = (threat: Threat, backend: Backend) =>
  knownControls(threat, backend).map(({ id }) => ({ mitigation: id, state: 'recommended' }));

function losses(backend: Backend, undrawn: number): readonly string[] {
  const kinds = new Set(backend.architecture.containers.flatMap(({ id, kind }) => [id, kind]));
  const elsewhere = backend.trust.threats.filter(({ target }) => !kinds.has(target));
  return [
    'the format wants a trust rating and a risk reduction as numbers: inside is written as 100, outside as 0, a reduction as 0 (not estimated)',
    ...(undrawn === 0 ? [] : [`${undrawn} connections begin or end at something that is no container`]),
    ...(elsewhere.length === 0
      ? []
      : [
          `${elsewhere.length} threats aim at entities or operations; the format ties threats to components only`,
        ]),
  ];
}
