import { findingName } from '../../../findings/finding.ts';
import { valueOr } from '../told.ts';
import { counted, levelOf, some } from './risk.ts';
import type { JudgeRisk } from './risk.ts';

/** What the system runs on gets no fixes any more. */
export const endedSupport: JudgeRisk = ({ facts }) => {
  const ended = valueOr(facts.technologies, []).filter(
    ({ ended: isOver, role }) => isOver && role !== 'library',
  );
  if (ended.length === 0) return undefined;
  const named = ended.map(({ name, version = '', supportEnd = '' }) => `${name} ${version} (${supportEnd})`);
  return {
    title: 'What the system runs on gets no fixes',
    likelihood: 'high',
    because: `support ended: ${some(named)}`,
    effect: 'high',
    harm: 'faults in the platform that become known stay open for as long as the legacy side answers requests',
    evidence: ended.map(({ origin }) => origin),
    mitigation:
      'Put the gateway of the first step in front of everything, close what nobody needs there, and move what strangers reach first; agree on the day on which the legacy side goes.',
    answeredBy: ['route'],
  };
};

/** Functions that a later version took away bind the legacy side to an old one. */
export const boundToOld: JudgeRisk = ({ legacy }) => {
  const bound = legacy.legacy?.bounds.find(({ kind }) => kind === 'below');
  if (bound === undefined) return undefined;
  const { technology, version, because, places, origin } = bound;
  return {
    title: `The legacy side is bound to ${technology} below ${version}`,
    likelihood: levelOf(places, 3, 10),
    because: `${because} (${counted(places, 'place')})`,
    effect: 'medium',
    harm: 'both systems run side by side for months; the legacy side cannot share an image, a driver or a server version with the target',
    evidence: [origin],
    mitigation:
      'Freeze the legacy side in an image of its own, with its versions written down, before the first step; do not upgrade it on the way.',
  };
};

/** Nothing tells whether a change breaks what works. */
export const noTests: JudgeRisk = ({ legacy, facts: { tests } }) => {
  if (tests.kind === 'unknown') return undefined;
  const ratio = tests.kind === 'known' ? tests.value.ratio : 0;
  if (ratio > 0.5) return undefined;
  return {
    title: tests.kind === 'none' ? 'No test says what the system does' : 'Few tests say what the system does',
    likelihood: levelOf(1 - ratio, 0.6, 0.9),
    because:
      tests.kind === 'none'
        ? tests.because
        : `${counted(tests.value.cases, 'test case')}, ${(ratio * 100).toFixed(0)} lines of tests for 100 lines of code`,
    effect: 'high',
    harm: 'behaviour that users rely on is lost at a move and is noticed by them first',
    evidence: tests.kind === 'known' ? tests.evidence : [],
    mitigation:
      'Record characterisation tests of every entry before it moves, and compare both sides on real requests (parallel run) before the route changes.',
    entries: legacy.api.endpoints.map(({ id }) => id),
    answeredBy: ['compare'],
  };
};

/** What could not be read cannot be in the ledger. */
export const unread: JudgeRisk = ({ legacy }) => {
  const gaps = legacy.gaps.filter(
    ({ kind }) => kind === 'read-file' || kind === 'parse-code' || kind === 'resolve-route-prefix',
  );
  const unresolved = legacy.api.endpoints.filter(({ pathResolved }) => !pathResolved);
  const all = gaps.length + unresolved.length;
  if (all === 0) return undefined;
  return {
    title: 'Parts of the system were not read',
    likelihood: levelOf(all / Math.max(legacy.coverage.files, 1), 0.01, 0.05),
    because: `${counted(gaps.length, 'file or statement', 'files or statements')} not read, ${counted(unresolved.length, 'endpoint')} with a path that is not known; of ${counted(legacy.coverage.files, 'file')}`,
    effect: 'high',
    harm: 'an endpoint or a table that nobody lists is switched off with the legacy side',
    evidence: gaps.flatMap(({ origin }) => origin ?? []).concat(unresolved.map(({ origin }) => origin)),
    mitigation:
      'Hold the inventory against the access log of some weeks and against the catalogue of the running database before the cut is decided; add what is missing.',
  };
};

/** Credentials in the code travel with every copy of it. */
export const secretsInCode: JudgeRisk = ({ legacy, findings }) => {
  const { secrets } = legacy.trust;
  const told = findings.filter(
    ({ rule, standards }) => standards.includes('CWE-798') || /secret|credential/.test(rule),
  );
  const inCode = secrets.filter(({ storedIn }) => /code|file|repository/.test(storedIn));
  if (told.length === 0 && inCode.length === 0) return undefined;
  return {
    title: 'Credentials stand in the repository',
    likelihood: 'high',
    because:
      inCode.length === 0
        ? counted(told.length, 'finding')
        : `${counted(inCode.length, 'secret')}: ${some(inCode.map(({ name }) => name))}`,
    effect: 'medium',
    harm: 'whoever has a copy of the repository reaches the data of both systems while they are synchronised',
    evidence: inCode.map(({ origin }) => origin),
    findings: told.map(findingName),
    mitigation:
      'Give the target credentials of its own from the first step, and change those of the legacy side when the first table has moved.',
  };
};
