import type { ContextRelation } from '../../model/architecture.ts';
import { compareText } from '../../model/text.ts';
import type { Domain } from '../domain.ts';

/** A use of one context by another: `from` is upstream, `to` depends on it. */
interface Use {
  readonly from: string;
  readonly to: string;
  readonly kind: 'reference' | 'event' | 'call';
  readonly words: string;
}

/**
 * The context map. Upstream is who does not need the other: the referenced side, the producer of an event, the side
 * that is called. Of several ties between two contexts the tightest names the relation.
 */
export function relationsOf(domain: Domain): readonly ContextRelation[] {
  const uses = [...references(domain), ...events(domain), ...calls(domain)].filter(
    ({ from, to }) => from !== to,
  );
  const pairs = [...new Set(uses.map(({ from, to }) => `${from}\n${to}`))].sort(compareText);
  return pairs.map((pair): ContextRelation => {
    const [from = '', to = ''] = pair.split('\n');
    const ties = uses.filter((use) => use.from === from && use.to === to);
    const words = [...new Set(ties.map((tie) => tie.words))];
    return {
      from,
      to,
      kind: ties.some(({ kind }) => kind === 'call')
        ? 'customer-supplier'
        : ties.some(({ kind }) => kind === 'reference')
          ? 'conformist'
          : 'published-language',
      because: `${words.slice(0, 4).join('; ')}${words.length > 4 ? ` and ${words.length - 4} more` : ''}`,
      origin: { kind: 'derived', rule: 'references, events and flow steps between contexts', from: words },
    };
  });
}

function references({ entities }: Domain): readonly Use[] {
  const contextOf = new Map(entities.map(({ name, context }) => [name, context]));
  return entities.flatMap((entity) =>
    entity.fields.flatMap(({ name, type }): readonly Use[] => {
      const target = type.kind === 'ref' ? contextOf.get(type.entity) : undefined;
      return target === undefined || type.kind !== 'ref'
        ? []
        : [
            {
              from: target,
              to: entity.context,
              kind: 'reference',
              words: `${entity.name}.${name} refers to ${type.entity}`,
            },
          ];
    }),
  );
}

const events = ({ events: all }: Domain): readonly Use[] =>
  all.flatMap(({ name, producer, consumers }) =>
    consumers.map(
      ({ context }) => ({ from: producer, to: context, kind: 'event', words: `consumes ${name}` }) as const,
    ),
  );

/** Steps before the first event are calls; those behind it are reactions. */
const calls = ({ flows }: Domain): readonly Use[] =>
  flows.flatMap(({ name, context, steps }) => {
    const end = steps.findIndex(({ kind }) => kind === 'publish');
    return (end === -1 ? steps : steps.slice(0, end))
      .filter(({ kind }) => kind === 'local')
      .map(
        ({ at, action }) =>
          ({ from: at, to: context, kind: 'call', words: `${name} asks it to ${action}` }) as const,
      );
  });
