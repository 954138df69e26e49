import type { Backend } from '../../model/backend.ts';
import { findingName } from '../../findings/finding.ts';
import type { Basis } from '../deliverable.ts';

export type Level =
  | 'static'
  | 'unit'
  | 'property'
  | 'contract'
  | 'authorisation'
  | 'consumer'
  | 'migration'
  | 'failure'
  | 'security'
  | 'load';

/** Something that can go wrong, and the cheapest level at which it is seen. */
export interface Risk {
  readonly risk: string;
  readonly source: string;
  /** 1..9: likelihood × impact of a threat; 9 for what must never happen, 6 for objectives, 4 for the rest. */
  readonly weight: number;
  readonly level: Level;
}

/** All risks the model names, heaviest first. */
export function risksOf(basis: Basis): readonly Risk[] {
  const { backend } = basis;
  return [
    ...invariantRisks(backend),
    ...backend.trust.threats.map(({ title, id, likelihood, impact, stride }): Risk => ({
      risk: title,
      source: `threat ${id}`,
      weight: likelihood * impact,
      level: stride === 'E' || stride === 'I' ? 'authorisation' : stride === 'D' ? 'load' : 'security',
    })),
    ...objectiveRisks(backend),
    ...backend.architecture.failureModes.map(({ component, failure }): Risk => ({
      risk: `${component}: ${failure}`,
      source: 'failure mode',
      weight: 6,
      level: 'failure',
    })),
    ...basis.findings
      .filter(({ severity }) => severity === 'blocker')
      .map((finding): Risk => ({
        risk: finding.what,
        source: findingName(finding),
        weight: 9,
        level: /^(CWE-(639|862|863|306)|API[15]:)/.test(finding.standards.join(' '))
          ? 'authorisation'
          : 'security',
      })),
    ...structural(backend),
  ].toSorted((a, b) => b.weight - a.weight);
}

function invariantRisks({ processes, entities, data }: Backend): readonly Risk[] {
  const checks = data.tables.reduce((sum, { checks: all }) => sum + all.length, 0);
  const lifecycles = entities.filter(({ lifecycle }) => lifecycle !== undefined).map(({ name }) => name);
  return [
    ...processes.flows.flatMap(({ name, invariant }): readonly Risk[] =>
      invariant === undefined
        ? []
        : [{ risk: `broken: ${invariant}`, source: `flow ${name}`, weight: 9, level: 'property' }],
    ),
    ...(checks === 0
      ? []
      : [
          {
            risk: 'a row breaks a rule of the business',
            source: `${checks} checks`,
            weight: 6,
            level: 'property',
          } as const,
        ]),
    ...lifecycles.map((name): Risk => ({
      risk: `${name} reaches a state it may not`,
      source: `lifecycle of ${name}`,
      weight: 6,
      level: 'property',
    })),
    ...(processes.events.length === 0
      ? []
      : [
          {
            risk: 'a repeated or late message has its effect twice',
            source: `${processes.events.length} events`,
            weight: 6,
            level: 'consumer',
          } as const,
        ]),
  ];
}

const objectiveRisks = ({ requirements }: Backend): readonly Risk[] =>
  requirements.objectives.map(({ id }) => ({
    risk: `objective ${id} is missed at peak`,
    source: `objective ${id}`,
    weight: 6,
    level: 'load',
  }));

/** Risks that follow from what there is: an interface can drift, a schema can be changed wrongly. */
function structural({ api, data, trust }: Backend): readonly Risk[] {
  const unknown = api.endpoints.filter(({ access }) => access === 'unknown').length;
  return [
    ...(api.endpoints.length === 0
      ? []
      : [
          {
            risk: 'an answer differs from its document and breaks a client',
            source: `${api.endpoints.length} endpoints`,
            weight: 4,
            level: 'contract',
          } as const,
        ]),
    ...(trust.permissions.length === 0 && unknown === 0
      ? []
      : [
          {
            risk: 'a role can do what it may not',
            source:
              unknown > 0
                ? `${unknown} endpoints of unknown access`
                : `${trust.permissions.length} permissions`,
            weight: 9,
            level: 'authorisation',
          } as const,
        ]),
    ...(data.tables.length === 0
      ? []
      : [
          {
            risk: 'a migration loses rows, blocks or cannot be taken back',
            source: `${data.tables.length} tables`,
            weight: 6,
            level: 'migration',
          } as const,
        ]),
  ];
}
