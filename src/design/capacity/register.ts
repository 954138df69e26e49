import type { Assumption } from '../../model/requirements.ts';
import { quantityText, rangeText } from '../../model/quantity.ts';
import { figure, figures } from './figures.ts';
import type { FigureName } from './figures.ts';
import { listedPrices, priceWords } from './prices.ts';
import type { Prices } from './prices.ts';

const figureNames = Object.keys(figures).filter((name): name is FigureName => name in figures);

const withRange = (text: string, range: string): string => (range === '' ? text : `${text} (${range})`);

/** Figures and unit prices that every option was sized with; those already in the register under their own use stay out. */
export function capacityAssumptions(known: readonly Assumption[], prices: Prices): readonly Assumption[] {
  const paths = new Set(
    known.flatMap(({ origin }) =>
      origin.kind === 'default' && origin.path !== undefined ? [origin.path] : [],
    ),
  );
  return [
    ...figureNames.map((name): Assumption => {
      const quantity = figure(name);
      return {
        id: `figure/${name}`,
        subject: figures[name].subject,
        value: withRange(quantityText(quantity), rangeText(quantity)),
        because: figures[name].because,
        affects: ['design', 'load'],
        origin: quantity.origin,
      };
    }),
    ...listedPrices(prices)
      .filter(([, quantity]) => quantity.origin.kind === 'default')
      .map(([key, quantity]): Assumption => ({
        id: `price/${key}`,
        subject: `Price of ${priceWords(key)}`,
        value: withRange(quantityText(quantity), rangeText(quantity)),
        because:
          'order of magnitude of public list prices in Europe; constraints.prices of the brief replaces it',
        affects: ['cost'],
        origin: quantity.origin,
      })),
  ].filter(({ origin }) => origin.kind !== 'default' || !paths.has(origin.path ?? ''));
}
