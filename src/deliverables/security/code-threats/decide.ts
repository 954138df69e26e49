import { absence } from '../asvs/conditions.ts';
import { shown } from '../asvs/proofs.ts';
import { part } from '../asvs/shown.ts';
import type { Shown } from '../asvs/shown.ts';
import { categories, elements } from '../data-flow.ts';
import type { Element } from '../data-flow.ts';
import type { Basis } from '../../deliverable.ts';
import { codeThreats } from './catalogue.ts';
import { isCaller, isInnerFlow, isStore } from './places.ts';
import type { CodeThreat, DecidedThreat, Standing } from './threat.ts';

/** Every threat of the catalogue on every element it can hit, with what the code says of it. */
export function decideThreats(basis: Basis): readonly DecidedThreat[] {
  if (basis.backend.source !== 'recovered' || basis.backend.api.endpoints.length === 0) return [];
  return elements(basis.backend).flatMap((element) =>
    codeThreats
      .filter(({ stride, hits }) => categories[element.kind].includes(stride) && hits(element, basis))
      .map((threat) => decided(basis, threat, element)),
  );
}

function decided(basis: Basis, threat: CodeThreat, element: Element): DecidedThreat {
  const standing = standingOf(basis, threat, element);
  const likelihood = likelihoodOf(basis, element, standing);
  const left = residual(standing);
  return {
    threat,
    element,
    standing,
    rating: likelihood * threat.impact,
    ...(left === undefined ? {} : { residual: left * threat.impact }),
  };
}

/**
 * A finding weighs most; then why it cannot occur; mitigated is only what was shown, all of it. Advice points at what
 * may be wrong and settles nothing: it is seen, and the question stays.
 */
function standingOf(basis: Basis, threat: CodeThreat, element: Element): Standing {
  const findings = basis.findings.filter(
    (finding) =>
      threat.violatedBy.includes(finding.rule) &&
      (threat.isAt === undefined || threat.isAt(finding, element)),
  );
  const advice = findings.filter(({ severity }) => severity === 'advice');
  if (advice.length < findings.length)
    return { kind: 'violated', findings: findings.filter((finding) => !advice.includes(finding)) };
  const reason = threat.unless === undefined ? undefined : absence(basis.backend, threat.unless);
  if (reason !== undefined) return { kind: 'not-applicable', reason };
  const needed = threat.mitigatedBy ?? [];
  const seen = needed.flatMap((each): readonly Shown[] => {
    const found = typeof each === 'string' ? shown(basis, each) : each(element, basis);
    return found === undefined ? [] : [found];
  });
  const isShown = seen.length === needed.length && seen.every(({ isEnough }) => isEnough);
  return needed.length > 0 && isShown && advice.length === 0
    ? { kind: 'mitigated', evidence: seen }
    : {
        kind: 'open',
        question: threat.question,
        seen: [...advice.map(({ what }) => part(what.replace(/\.$/, ''))), ...seen],
      };
}

/**
 * How near strangers are, 1 to 3: something public lets anybody try, what is guarded needs an account, the rest is inside.
 * A fault that was found raises it to that of the easiest caller, also for what stands behind the application, because
 * the request is carried there.
 */
function likelihoodOf(basis: Basis, element: Element, standing: Standing): number {
  const near = exposure(basis, element);
  if (standing.kind !== 'violated') return near;
  const ways = standing.findings.map(({ vulnerability }) =>
    vulnerability?.vector.includes('/PR:N/') === true ? 3 : 2,
  );
  return Math.max(near, ...ways);
}

function exposure(basis: Basis, element: Element): 1 | 2 | 3 {
  if (isStore(element, basis) || isInnerFlow(element, basis)) return 1;
  const isOpen = basis.backend.api.endpoints.some(({ access }) => access !== 'guarded');
  return isOpen || isCaller(element, basis) ? 3 : 2;
}

/** Likelihood once the treatment is in place; nothing where nobody knows yet what the treatment is. */
function residual({ kind }: Standing): number | undefined {
  switch (kind) {
    case 'mitigated':
    case 'violated':
      return 1;
    case 'not-applicable':
      return 0;
    case 'open':
      return undefined;
  }
}
