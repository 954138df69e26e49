import { openWords } from './verdict.ts';
import type { Verdict } from './verdict.ts';
import type { Finding } from '../../../findings/finding.ts';

export const verdictTitles: Readonly<Record<Verdict['kind'], string>> = {
  violated: 'violated',
  met: 'met',
  'not-applicable': 'not applicable',
  undecided: 'not decidable',
};

/** Rules with the subjects they name; all of them are in the JSON file. */
export function findingWords(findings: readonly Finding[], most = 3): string {
  const shown = findings.slice(0, most).map(({ rule, subject }) => `\`${rule}\` ${subject}`);
  const rest = findings.length - shown.length;
  return `${shown.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`;
}

/** Why the verdict is what it is. */
export function reasonWords(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'violated':
      return findingWords(verdict.findings);
    case 'met':
      return verdict.evidence;
    case 'not-applicable':
      return verdict.reason;
    case 'undecided':
      return verdict.seen === undefined
        ? openWords[verdict.because]
        : `${openWords[verdict.because]}; seen: ${verdict.seen}`;
  }
}
