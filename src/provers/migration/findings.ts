import type { Evidence, Finding } from '../../findings/finding.ts';
import { atLeast, sortFindings } from '../../findings/finding.ts';
import type { Issue } from './judge/issue.ts';
import type { Script } from './script/script.ts';

/** Places one finding names. */
const placeLimit = 20;

/** Issues as findings: those of one rule about one object are one, named by the worst, with every place. */
export function findingsOf(script: Script, issues: readonly Issue[], claim: string): readonly Finding[] {
  const groups = new Map<string, Issue[]>();
  for (const issue of issues) {
    const key = JSON.stringify([issue.rule, issue.subject]);
    groups.set(key, [...(groups.get(key) ?? []), issue]);
  }
  return sortFindings([...groups.values()].flatMap((group) => finding(script, group, claim)));
}

function finding(script: Script, group: readonly Issue[], claim: string): readonly Finding[] {
  const worst = group.reduce((a, b) => (atLeast(a.severity, b.severity) ? a : b));
  const places = [worst, ...group.filter((issue) => issue !== worst)].slice(0, placeLimit);
  const { rule, subject, severity, confidence, what, why, next, executed } = worst;
  const read: readonly Evidence[] = places.map(({ at }) => ({
    kind: 'read',
    origin: { kind: 'read', file: script.file, ...script.place(at) },
  }));
  return [
    {
      rule,
      subject: subject === '' ? script.file : subject,
      severity,
      confidence,
      what,
      why,
      next,
      standards: [...new Set(group.flatMap(({ standards }) => standards))],
      evidence: executed ? [...read, { kind: 'executed', claim }] : read,
    },
  ];
}
