import { detectionPath, detectionRules } from '../../artifacts/detection/detection-rules.ts';
import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import type { Prover } from '../prover.ts';
import { percent, settleEach, undecided } from '../settle.ts';
import { playCount } from './play-count.ts';
import { playLearned } from './play-learned.ts';
import { playTravel } from './play-travel.ts';
import { readRules } from './rules.ts';
import type { DetectionRule } from './rules.ts';

const seed = 1;

/** Plays honest and hostile calls against each detection rule: how often it cries wolf, and what it sees. */
export const detection: Prover = {
  id: 'detection',
  claims: (backend: Backend) => {
    const text = detectionRules(backend);
    if (text === '') return { claims: [], inputs: new Map() };
    return { claims: claimsOf(readRules(text)), inputs: new Map([[detectionPath, text]]) };
  },
  prove: (claims, read) =>
    settleEach(claims, read, { name: 'event simulation', version: '1' }, (claim) => {
      const rule = readRules(read(detectionPath)).find((each) => claimId(each) === claim.id);
      if (rule === undefined)
        return {
          verdict: undecided(`${detectionPath} has no ${claim.subject}`),
          measurements: {},
          incomplete: [],
        };
      switch (rule.kind) {
        case 'count':
          return playCount(rule, seed);
        case 'learned':
          return playLearned(rule, seed);
        case 'travel':
          return playTravel(rule, seed);
      }
    }),
};

/** Rules that learn differ in nothing but the operation they count: one of them is played for all. */
function claimsOf(rules: readonly DetectionRule[]): readonly Claim[] {
  const [learned] = rules.filter(({ kind }) => kind === 'learned');
  return rules
    .filter((rule) => rule.kind !== 'learned' || rule === learned)
    .map((rule) => ({
      id: claimId(rule),
      prover: 'detection',
      subject: rule.kind === 'learned' ? 'learned thresholds' : rule.id,
      statement: statementOf(rule),
      oracle: 'simulation',
      inputs: [detectionPath],
      parameters: { seed },
    }));
}

const claimId = (rule: DetectionRule): string =>
  `detection/${rule.kind === 'learned' ? 'learned-thresholds' : rule.id}`;

function statementOf(rule: DetectionRule): string {
  switch (rule.kind) {
    case 'count':
      return rule.watched > 1
        ? `${rule.id}: of ${rule.watched} people who act alike and independently, fewer than one in 30 days reaches ${rule.alarm} in ${rule.window} s.`
        : `${rule.id}: at the highest peak around the clock, honest calls reach ${rule.alarm} in ${rule.window} s less than once in 30 days.`;
    case 'learned':
      return `A threshold learned from the same hour of ${rule.days} days is reached by honest calls less than once in 30 days, whether there are 0.2 or 200 of them an hour.`;
    case 'travel':
      return `${rule.id}: ${percent(rule.stated.alone)} of honest sign-ins look impossible, ${percent(rule.stated.onNewDevice)} on a device that is new as well.`;
  }
}
