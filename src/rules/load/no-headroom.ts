import type { Station } from '../../model/load.ts';
import { quantityText } from '../../model/quantity.ts';
import type { Fault, Rule } from '../rule.ts';

export const noHeadroom: Rule = {
  id: 'no-headroom',
  summary: 'A tier is overloaded when one of its instances is lost.',
  severity: 'warning',
  standards: [],
  remedy: {
    title: 'Add capacity for the loss of one instance',
    impact: 5,
    effort: { low: 0.2, high: 2 },
    risk: 'low',
    rollback: 'remove the instance',
  },
  check: ({ load }) => load.stations.filter(isTooFull).map(fault),
};

/** Above nine tenths, waiting is more than ten times the service time (M/M/1); without a second instance only today's load counts. */
const limit = 0.9;

const isTooFull = ({ utilisation, utilisationOneDown, model }: Station): boolean =>
  model !== 'delay' && Math.max(utilisation.value, utilisationOneDown?.value ?? 0) > limit;

function fault(station: Station): Fault {
  const { container, utilisation, utilisationOneDown } = station;
  return {
    subject: container,
    confidence: 'certain',
    what: `${container} is used to ${quantityText(utilisation)} at peak${utilisationOneDown === undefined ? '' : `, to ${quantityText(utilisationOneDown)} with one instance down`}.`,
    why: 'Close to full use, waiting grows without bound: the loss of one instance, a release included, becomes an outage of all.',
    next: 'Add an instance or cores until the figure with one instance down stays below 80 %.',
    evidence: [
      { kind: 'measured', what: `utilisation of ${container} at peak`, value: utilisation },
      ...(utilisationOneDown === undefined
        ? []
        : [
            {
              kind: 'measured' as const,
              what: `utilisation of ${container} with one instance down`,
              value: utilisationOneDown,
            },
          ]),
    ],
  };
}
