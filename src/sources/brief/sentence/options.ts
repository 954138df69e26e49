import type { OptionSpec, PackSource } from '../pack/pack.ts';
import { addFact, addItem, addUnread, ask, factAt, matches } from './sentence.ts';
import type { Family, Findings, Sentence } from './sentence.ts';
import { negated } from './negation.ts';
import type { Span } from './text.ts';
import { anyOf } from './words.ts';

/** Values of pack options by the words their pack gives for them: `Stripe` is the provider of payments. */
export const readOptionWords: Family = (sentence, findings) => {
  for (const pack of sentence.packs.packs)
    for (const option of pack.options)
      for (const { value, words } of option.words ?? [])
        for (const match of matches(sentence, findings, anyOf(words)))
          if (negated(sentence, match))
            addUnread(findings, sentence, match, `Not wanted, so ${value} is not chosen for ${pack.id}.`);
          else choose(sentence, findings, match, { pack, option, value });
};

interface Choice {
  readonly pack: PackSource;
  readonly option: OptionSpec;
  readonly value: string;
}

function choose(sentence: Sentence, findings: Findings, span: Span, { pack, option, value }: Choice): void {
  const path = `capabilities.${pack.id}.${option.name}`;
  if (Array.isArray(option.default)) {
    addItem(findings, span, path, value);
    ask(findings, sentence, span, {
      id: `${pack.id}.${option.name}`,
      ask: `Does the sentence name all of this: ${option.about.charAt(0).toLowerCase()}${option.about.slice(1)}?`,
      affects: [pack.id],
      default: 'yes',
      effect: 'Only what is named is built.',
      impact: 'medium',
      answer: path,
    });
  } else if (typeof option.default === 'boolean') addFact(findings, sentence, span, path, value === 'true');
  else if (factAt(findings, path)?.value !== value) addFact(findings, sentence, span, path, value);
}

/** Packs that have the option and that a part of the sentence names. */
export function packsWithOption({ packs }: Sentence, option: string, text: string): readonly string[] {
  return packs.packs
    .filter((pack) => pack.options.some(({ name }) => name === option))
    .filter(({ id, aliases, words }) => anyOf([id, ...aliases, ...words]).test(text))
    .map(({ id }) => id);
}
