import { addFact, addItem, addUnread, ask, clauseEnd, clauseStart, matches } from './sentence.ts';
import type { Family } from './sentence.ts';
import { negated } from './negation.ts';
import { anyOf } from './words.ts';

type Words = readonly (readonly [key: string, words: readonly string[]])[];

function compiled(list: Words): readonly (readonly [key: string, words: RegExp])[] {
  return list.map(([key, words]) => [key, anyOf(words)]);
}

const rules = compiled([
  ['gdpr', ['gdpr', 'dsgvo', 'rgpd', 'general data protection regulation']],
  ['pci-dss', ['pci-dss', 'pci dss', 'pci', 'pci compliant', 'pci compliance']],
  ['hipaa', ['hipaa']],
  ['soc2', ['soc 2', 'soc2', 'soc-2', 'soc 2 type ii']],
  ['iso-27001', ['iso 27001', 'iso27001', 'iso-27001', 'iso/iec 27001']],
  ['ccpa', ['ccpa']],
  ['psd2', ['psd2', 'psd 2']],
  ['sox', ['sox', 'sarbanes-oxley']],
  ['dora', ['dora']],
  ['nis2', ['nis2', 'nis 2', 'nis-2']],
  ['eidas', ['eidas']],
  ['fedramp', ['fedramp']],
]);

/** Rules of law and industry by their names alone. */
export const readCompliance: Family = (sentence, findings) => {
  for (const [key, words] of rules)
    for (const match of matches(sentence, findings, words))
      if (negated(sentence, match))
        addUnread(findings, sentence, match, `Said not to apply, so ${key} is not checked.`);
      else addItem(findings, match, 'policies.compliance', key);
};

const regions = compiled([
  ['eu', ['eu', 'european union', 'europe', 'eea', 'european']],
  ['de', ['germany', 'german', 'frankfurt']],
  ['fr', ['france', 'french', 'paris']],
  ['nl', ['netherlands']],
  ['ie', ['ireland']],
  ['es', ['spain']],
  ['it', ['italy']],
  ['pl', ['poland']],
  ['se', ['sweden']],
  ['at', ['austria']],
  ['ch', ['switzerland', 'swiss']],
  ['uk', ['united kingdom', 'uk', 'great britain']],
  ['us', ['united states', 'usa', 'us-east', 'us region']],
  ['ca', ['canada', 'canadian']],
  ['au', ['australia', 'australian']],
  ['in', ['india', 'indian']],
  ['sg', ['singapore']],
  ['jp', ['japan', 'japanese']],
  ['br', ['brazil', 'brazilian']],
  ['za', ['south africa']],
]);
const stays =
  /\b(?:data|residency|reside|resident|stay|stays|remain|remains|stored?|store|hosted|host|hosting|kept|keep|leave|located|soil|sovereign\w*|inside|within)\b/;

/** Where data must stay. A region named without such a word is a question. */
export const readResidency: Family = (sentence, findings) => {
  for (const [key, words] of regions)
    for (const match of matches(sentence, findings, words)) {
      const clause = sentence.lower.slice(
        Math.max(clauseStart(sentence, match.start), match.start - 60),
        Math.min(clauseEnd(sentence, match.end), match.end + 30),
      );
      if (stays.test(clause)) addFact(findings, sentence, match, 'policies.data.residency', key);
      else
        ask(findings, sentence, match, {
          id: 'residency',
          ask: `"${sentence.plain.slice(match.start, match.end)}" is named. Must the data stay there?`,
          affects: ['security', 'deployment'],
          default: 'anywhere',
          effect: 'One region is planned; a rule of residency restricts providers, backups and logs.',
          impact: 'medium',
          answer: 'policies.data.residency',
        });
    }
};
