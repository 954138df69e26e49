import { tableKey } from '../../artifacts/sql-names.ts';
import { mappedColumn } from './column.ts';
import { draftPairs } from './draft.ts';
import type { DraftPair } from './draft.ts';
import { familyOf, labelsOf } from './family.ts';
import type { MappingGround } from './ground.ts';
import type { Pair, TargetMapping } from './mapping.ts';
import { inWritingOrder } from './order.ts';
import { columnPath } from './references.ts';
import { linksOf, placeOf } from './sources.ts';

/** How the rows of the legacy tables become rows of the designed ones, as the ledger says. */
export function targetMapping(ground: MappingGround): TargetMapping {
  const drafts = draftPairs(linksOf(ground), ground);
  const pairs = drafts.map((draft): Pair => {
    const { source, target, keyed, legacyKey, name, quarantine, spread } = draft;
    const columns = target.columns
      .filter(({ generated }) => generated === undefined || /identity/i.test(generated))
      .map((column) => mappedColumn(draft, column, drafts, ground));
    return { source, target, keyed, legacyKey, name, quarantine, spread, columns, deferred: [] };
  });
  return {
    pairs: inWritingOrder(pairs),
    left: leftOf(ground, pairs),
    unstated: pairs.flatMap(({ target, columns }) =>
      columns.filter(({ asksPerson }) => asksPerson).map(({ name }) => columnPath(target, name)),
    ),
    localZone: ground.localZone,
    labels: drafts.flatMap((draft) => labelPairs(draft, ground)),
  };
}

function leftOf({ converted, ledger }: MappingGround, pairs: readonly Pair[]): TargetMapping['left'] {
  return converted.tables.flatMap(({ name, columns }) => {
    const own = pairs.filter(({ source }) => source.name === name);
    const table = placeOf(ledger.tables, name);
    if (own.length === 0)
      return [
        {
          column: name,
          because:
            table === undefined
              ? 'the ledger has no line for the table'
              : table.kind === 'moves'
                ? `the target has no table ${table.to.join(', ')}`
                : `the table ${table.kind}: ${table.because}`,
        },
      ];
    return columns.flatMap((column) => {
      if (own.some((pair) => pair.legacyKey.includes(column.name) && pair.keyed)) return [];
      if (own.some((pair) => pair.columns.some(({ sources }) => sources.includes(column.name)))) return [];
      const place = placeOf(ledger.columns, `${name}.${column.name}`);
      const because =
        place === undefined
          ? 'the ledger has no line for it'
          : place.kind === 'moves'
            ? `no column that takes its values is ${place.to.join(', ')}`
            : `it ${place.kind}: ${place.because}`;
      return [{ column: `${name}.${column.name}`, because }];
    });
  });
}

const plain = (label: string): string => label.toLowerCase().replaceAll(/[^a-z0-9]+/g, '');

/** Each label stands for itself, and a legacy label that differs in case and signs only stands for it too. */
function labelPairs(draft: DraftPair, { target: { enums } }: MappingGround): TargetMapping['labels'] {
  const { target, source, columns } = draft;
  return target.columns.flatMap(({ name, type }) => {
    const labels = labelsOf(target, name, type, enums);
    const from = columns.get(name) ?? [];
    if (labels === undefined || from.length === 0) return [];
    if (familyOf(type, enums).kind !== 'text') return [];
    const legacy = source.columns.filter((one) => from.includes(one.name)).flatMap((one) => one.labels ?? []);
    const column = `${tableKey(target)}.${name}`;
    const same = labels.map((label) => ({ column, legacy: label, target: label }));
    const alike = legacy.flatMap((label) => {
      const found = labels.filter((one) => one !== label && plain(one) === plain(label));
      const [only] = found;
      return labels.includes(label) || only === undefined || found.length > 1
        ? []
        : [{ column, legacy: label, target: only }];
    });
    return [...same, ...alike];
  });
}
