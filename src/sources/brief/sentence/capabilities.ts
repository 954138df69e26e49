import { addFact, addUnread, claim, matches } from './sentence.ts';
import type { Family } from './sentence.ts';
import { negated } from './negation.ts';
import { anyOf } from './words.ts';

/** Phrases in which a word of a pack means something else. */
const idioms =
  /\b(?:in order (?:to|for|that)|orders? of magnitude|out of order|in that order|product (?:owners?|managers?|teams?|roadmaps?|requirements?)|(?:our|the|this|their|its) product (?:is|must|should|shall|has|needs|will)|search engine optimi[sz]ation|alert(?:s|ing)? on|in stock exchange|stock exchanges?|stock market|pays? attention|pay off|sign in blood|as an? alert|messages? (?:queues?|broker|bus)|checkout branch|event bookings? of)\b/g;

/** Claims idioms, so that no later family reads them. */
export const readIdioms: Family = (sentence, findings) => {
  for (const match of matches(sentence, findings, idioms)) claim(findings, match);
};

/** Capabilities by the words of packs. What is said not to be wanted is left out and told. */
export const readCapabilityWords: Family = (sentence, findings) => {
  const named = sentence.packs.packs.flatMap(({ id, aliases, words }) =>
    [id, ...aliases, ...words].map((word) => ({ id, word: word.replaceAll('-', ' ') })),
  );
  const byWord = new Map(named.map(({ id, word }) => [word, id]));
  const found = [...matches(sentence, findings, anyOf([...byWord.keys()]))];
  for (const match of found) {
    const word = match[0].replaceAll('-', ' ');
    const id = byWord.get(word) ?? byWord.get(word.replace(/s$/, ''));
    if (id === undefined) continue;
    if (negated(sentence, match))
      addUnread(findings, sentence, match, `Not wanted, so the capability ${id} is not asked for.`);
    else if (findings.facts.some(({ path }) => path[0] === 'capabilities' && path[1] === id))
      claim(findings, match);
    else addFact(findings, sentence, match, `capabilities.${id}`);
  }
};
