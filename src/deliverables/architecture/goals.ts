import { list, section, source, table } from '../blocks.ts';
import type { Basis, Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import { quantityText } from '../../model/quantity.ts';
import { requirementsAbout } from '../requirements.ts';
import { qualityScenarios } from './scenarios.ts';

/** arc42 chapter 1: what the system is for, what it is not for, and how good it has to be. */
export function goals({ backend }: Basis): readonly (Section | undefined)[] {
  const scenarios = qualityScenarios(backend);
  const asked = backend.requirements.items;
  return [
    section(
      {
        id: 'goals',
        title: 'What was asked for',
        answers: requirementsAbout(backend, 'scope'),
      },
      table(
        ['requirement', 'kind', 'words', 'source'],
        asked.map(({ id, kind, text, origin }) => [id, kind, text, source(origin)]),
      ),
    ),
    section({ id: 'non-goals', title: 'What is not a goal' }, list(nonGoals(backend))),
    section(
      {
        id: 'quality-scenarios',
        title: 'Quality scenarios',
        items: asked.length > 0 && scenarios.length >= 5 ? ['1.1'] : [],
        answers: requirementsAbout(backend, 'objective'),
      },
      table(
        ['quality', 'stimulus', 'response', 'at most / at least', 'this design', 'state'],
        scenarios.map(({ quality, stimulus, response, limit, predicted, state }) => [
          quality,
          stimulus,
          response,
          limit,
          predicted ?? 'not computed',
          state,
        ]),
      ),
    ),
  ];
}

/** Only what follows from the request or the load model: exclusions, words without measure, the end of the growth walk. */
function nonGoals(backend: Backend): readonly string[] {
  const { avoid, unread, questions } = backend.requirements;
  const end = backend.load.growth.find(({ holds }) => !holds);
  return [
    ...avoid.map(({ value, origin }) => `Using ${value} (${source(origin)}).`),
    ...unread.map(({ text, why }) => `"${text}": ${why}.`),
    ...(end === undefined || backend.load.totalPeak === undefined
      ? []
      : [
          `${end.factor} times today's peak of ${quantityText(backend.load.totalPeak)}: ${end.bottleneck} gives way first; then ${end.change}.`,
        ]),
    ...questions
      .filter(({ default: value }) => /^(no|none|false)\b/i.test(value))
      .map(({ id, ask, effect }) => `${ask} Taken as no (${id}): ${effect}.`),
  ];
}
