import type { Evidence, Finding } from '../../findings/finding.ts';
import { atLeast, findingName, sortFindings } from '../../findings/finding.ts';
import type { Issue } from './judge/issue.ts';
import type { Script } from './script/script.ts';

/** Places one finding names. */
const placeLimit = 20;

/** Issues as findings: those of one rule about one object are one, named by the worst, with every place. */
export function findingsOf(script: Script, issues: readonly Issue[], claim: string): readonly Finding[] {
  const groups = new Map<string, [Issue, ...Issue[]]>();
  for (const issue of issues) {
    const name = findingName(issue);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [issue]);
    else group.push(issue);
  }
  return sortFindings([...groups.values()].map((group) => finding(script, group, claim)));
}

function finding(script: Script, group: readonly [Issue, ...Issue[]], claim: string): Finding {
  const worst = group.reduce((a, b) => (atLeast(a.severity, b.severity) ? a : b));
  const places =
    group.length === 1 ? group : [worst, ...group.filter((issue) => issue !== worst)].slice(0, placeLimit);
  const { rule, subject, severity, confidence, what, why, next, executed } = worst;
  const read: readonly Evidence[] = places.map(({ at }) => ({
    kind: 'read',
    origin: { kind: 'read', file: script.file, ...script.place(at) },
  }));
  return {
    rule,
    subject: subject === '' ? script.file : subject,
    severity,
    confidence,
    what,
    why,
    next,
    standards:
      group.length === 1 ? worst.standards : [...new Set(group.flatMap(({ standards }) => standards))],
    evidence: executed ? [...read, { kind: 'executed', claim }] : read,
  };
}
