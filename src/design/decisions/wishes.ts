import type { Pin } from '../../model/brief.ts';
import type { Decision } from '../../model/decision.ts';
import { compareText } from '../../model/text.ts';
import { quantityText } from '../../model/quantity.ts';
import { better } from '../options/choose.ts';
import { pinnedStyle, styleOf } from '../options/exclusions.ts';
import type { Comparison } from '../options/result.ts';
import { styleTitle } from '../options/shapes.ts';
import { considered, figuresOf, revisitAt } from './draft.ts';

/** A wish is a style word of the request. It is judged by the same figures as everything else, and answered. */
export const wishDecisions = (comparison: Comparison): readonly Decision[] =>
  comparison.problem.brief.constraints.wishes.map((wish): Decision => {
    const { granted, answer, pros, cons } = answerOf(comparison, wish.value);
    return {
      id: `wish-${wish.value.replace(/[^a-z0-9]+/g, '-')}`,
      title: `${wish.value}: ${granted ? 'taken up' : 'not taken up'}`,
      status: granted ? 'accepted' : 'proposed',
      context: `The request says "${wish.value}". A style is a means: it is weighed against the criteria, not obeyed.`,
      drivers: ['the criteria every option is judged by'],
      considered: [considered(wish.value, pros, cons)],
      outcome: answer,
      consequences: granted ? ['the design contains it'] : ['nothing in the design stands in its way later'],
      confirmation: [],
      revisit: revisitAt(comparison.flips) ?? 'when a criterion changes',
      origin: wish.origin,
    };
  });

interface Answer {
  readonly granted: boolean;
  readonly answer: string;
  readonly pros: readonly string[];
  readonly cons: readonly string[];
}

function answerOf(comparison: Comparison, wish: string): Answer {
  const style = styleOf(wish);
  if (style !== undefined) return styleAnswer(comparison, wish, style);
  const { problem, chosen } = comparison;
  const { domain } = problem;
  if (/event/.test(wish) && /sourc/.test(wish)) {
    const ledgers = domain.entities.filter(({ appendOnly }) => appendOnly === true).map(({ name }) => name);
    return {
      granted: false,
      answer: `Not as the way everything is stored: state and its events are written in one transaction (outbox). History is kept where it has worth: ${ledgers.join(', ') || 'no entity'}.`,
      pros: ['a full history of every change'],
      cons: ['every read needs a projection', 'changing an event means keeping its old form for good'],
    };
  }
  if (/event|message|async|queue/.test(wish))
    return {
      granted: domain.events.length > 0,
      answer: `${domain.events.length} events leave through an outbox and reach ${quantityText({ value: chosen.sized.streams.deliveries, unit: 'requests/s' })} of deliveries at peak; ${chosen.sized.broker ? 'a broker carries them' : 'a queue in the database carries them'}. What must be answered at once stays a call.`,
      pros: ['contexts do not wait for each other'],
      cons: ['readers see other contexts late'],
    };
  if (/cach/.test(wish)) return partAnswer(chosen.shape.cache, 'a cache', comparison);
  if (/replica/.test(wish)) return partAnswer(chosen.shape.replicas, 'read replicas', comparison);
  if (/cloud|container|kubernetes|scal/.test(wish))
    return {
      granted: true,
      answer: `Processes keep no state, so instances can be added up to ${quantityText({ value: chosen.ceiling, unit: 'requests/s' })}.`,
      pros: ['instances follow the load'],
      cons: ['the database does not'],
    };
  return {
    granted: false,
    answer: `No part of the design space corresponds to "${wish}", so no figure speaks for it or against it.`,
    pros: [],
    cons: ['cannot be judged here'],
  };
}

const partAnswer = (granted: boolean, what: string, { chosen }: Comparison): Answer => ({
  granted,
  answer: granted
    ? `The chosen option has ${what}.`
    : `The chosen option meets every criterion without ${what}; it has ${chosen.parts} moving parts.`,
  pros: granted ? ['needed by the criteria'] : [],
  cons: granted ? [] : ['one part more to operate'],
});

function styleAnswer(
  comparison: Comparison,
  wish: string,
  style: NonNullable<ReturnType<typeof styleOf>>,
): Answer {
  const { options, chosen, problem } = comparison;
  if (chosen.shape.style === style)
    return { granted: true, answer: `${styleTitle(style)} is the chosen style.`, pros: ['chosen'], cons: [] };
  const best = options.filter(({ shape }) => shape.style === style).toSorted(better)[0];
  if (best === undefined) return { granted: false, answer: `${wish} was not sized.`, pros: [], cons: [] };
  const { pros, cons } = figuresOf(best, chosen);
  const pin = pinnedStyle(problem.brief.pins)?.pin;
  const money = quantityText({ value: best.cost, unit: 'EUR/month' });
  return {
    granted: false,
    answer: `${best.title} would take ${best.parts} moving parts and ${money} where ${chosen.title} takes ${chosen.parts} and ${quantityText({ value: chosen.cost, unit: 'EUR/month' })}${pin === undefined ? '' : `, and the brief pins ${pin.choose}`}.`,
    pros,
    cons,
  };
}

/** Pins on topics that no decision of ours covers are recorded as they were given. */
export const remainingPins = (pins: readonly Pin[], decisions: readonly Decision[]): readonly Decision[] =>
  pins
    .filter(
      ({ origin }) =>
        !decisions.some((decision) => decision.status === 'pinned' && decision.origin === origin),
    )
    .toSorted((a, b) => compareText(a.topic, b.topic))
    .map(({ topic, choose, because, origin }) => ({
      id: `pin-${topic.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`,
      title: `${topic}: ${choose}`,
      status: 'pinned',
      context: `The brief settles ${topic}.`,
      drivers: [because],
      considered: [considered(choose, [because], [])],
      outcome: `${choose}, because ${because}.`,
      consequences: ['nothing was weighed against it here'],
      confirmation: [],
      revisit: 'when the reason no longer holds',
      origin,
    }));
