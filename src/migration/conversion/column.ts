import type { Column } from '../../model/data.ts';
import { landingForm } from '../../model/legacy-table.ts';
import type { LandingForm, LegacyTable, RowProfile } from '../../model/legacy-table.ts';
import { quoteName } from '../../artifacts/sql-names.ts';
import type { ConversionOptions } from './conversion-options.ts';
import { convertedDefault, isZeroDate } from './defaults.ts';
import type { Fold } from './functions.ts';
import { landingSchema } from './names.ts';
import { convertedType } from './types.ts';
import type { ConvertedType } from './types.ts';

/** A fault of a value, found by a condition on the row `l` that waits. */
export interface ColumnFault {
  readonly fault: FaultKind;
  readonly when: string;
  /** `told`: the value is taken over as it is. */
  readonly action: 'repaired' | 'quarantined' | 'told';
  readonly repair: string;
}

export type FaultKind =
  | 'zero-date'
  | 'no-date'
  | 'bad-utf-8'
  | 'nul-character'
  | 'encoded-twice'
  | 'no-label'
  | 'out-of-range'
  | 'too-long'
  | 'null'
  | 'orphan'
  | 'duplicate';

export interface ConvertedColumn {
  readonly name: string;
  readonly legacyType: string;
  readonly type: string;
  readonly kind: ConvertedType['kind'];
  readonly nullable: boolean;
  readonly default?: string;
  readonly identity: boolean;
  /** MySQL computes it: nothing waits for it. */
  readonly computed: boolean;
  /** SQL of a stored generated column; absent where the expression is not translated. */
  readonly generated?: string;
  readonly labels?: readonly string[];
  readonly check?: string;
  /** Column sets itself when a row changes. */
  readonly touched: boolean;
  readonly fold: Fold;
  readonly form: LandingForm;
  /** SQL on the waiting row `l`. */
  readonly value: string;
  readonly faults: readonly ColumnFault[];
  /** Where it means something else than before. */
  readonly differences: readonly string[];
}

export function convertedColumn(
  legacy: LegacyTable,
  column: Column,
  profile: RowProfile,
  options: ConversionOptions,
): ConvertedColumn {
  const found = convertedType(legacy.table.name, column, profile, options);
  const form = landingForm(column.type);
  const waiting = `l.${quoteName(column.name)}`;
  const read = form === 'characters' ? `${landingSchema}.text_of(${waiting})` : waiting;
  const isZero =
    isDateKind(found.kind) && (profile.zeroDates.includes(column.name) || isZeroDate(column.default));
  const nullable = column.nullable || isZero || column.generated !== undefined;
  const text =
    options.repairEncoding && form === 'characters'
      ? `coalesce(${landingSchema}.undoubled(${read}), ${read})`
      : read;
  const value = found.value(text);
  const given = convertedDefault(column, found);
  const generated = portableExpression(column.generated);
  const fallback = found.kind === 'label' && !nullable ? given.sql : undefined;
  const faults = [
    ...(form === 'characters' ? textFaults(waiting, options) : []),
    ...valueFaults({ found, waiting, value: found.untyped?.(text) ?? value, nullable, fallback, read: text }),
    ...(nullable
      ? []
      : [{ fault: 'null', when: `${waiting} is null`, action: 'quarantined', repair: 'the row' } as const]),
  ];
  return {
    name: column.name,
    legacyType: column.type,
    type: found.type,
    kind: found.kind,
    nullable,
    ...(given.sql !== undefined && { default: given.sql }),
    identity: column.default === 'auto_increment' && found.kind === 'integer',
    computed: column.generated !== undefined,
    ...(generated !== undefined && { generated }),
    ...(found.labels !== undefined && { labels: found.labels }),
    ...(found.check !== undefined && { check: found.check }),
    touched: /^(current_timestamp|now)/i.test(column.onUpdate ?? ''),
    fold: found.kind === 'text' ? foldOf(column.collation ?? legacy.collation) : 'exact',
    form,
    value:
      fallback === undefined
        ? value
        : `coalesce(${value}, case when ${waiting} is not null then ${fallback} end)`,
    faults,
    differences: [
      ...found.differences,
      ...given.differences,
      ...columnDifferences(column, isZero, generated),
    ],
  };
}

const columnDifferences = (
  { onUpdate, generated }: Column,
  isZero: boolean,
  translated: string | undefined,
): readonly string[] => [
  ...(isZero
    ? [
        "zero dates become NULL: NOT NULL and such a default are dropped; `= '0000-00-00'` in queries becomes IS NULL",
      ]
    : []),
  ...(onUpdate === undefined
    ? []
    : [
        'ON UPDATE CURRENT_TIMESTAMP is a trigger: a statement that sets the column to the value it has cannot keep it',
      ]),
  ...(generated !== undefined && translated === undefined
    ? [`generated (${generated}) is not translated: a plain column, which the dump holds no values for`]
    : []),
];

const isDateKind = (kind: ConvertedType['kind']): boolean =>
  kind === 'date' || kind === 'timestamp' || kind === 'instant';

/** A collation, or a character set for its default one, which is without case for all but `binary`. */
export function foldOf(collation: string | undefined): Fold {
  const name = (collation ?? '').toLowerCase();
  if (/_bin$|^binary$|_cs$/.test(name)) return 'exact';
  return /_as_ci$|_as_cs$/.test(name) ? 'case' : 'accents';
}

/** Names, numbers and signs mean the same in both languages; functions may not, and `/` divides integers another way. */
function portableExpression(expression: string | undefined): string | undefined {
  if (expression === undefined) return undefined;
  const plain = expression.replaceAll(/\b(in|and|or|not|between|is)\s*\(/gi, '$1 ');
  const foreign = /[\w`]\s*\(|\b(regexp|rlike|div|mod|xor|interval)\b|&&|\|\||\/|"/i.test(plain);
  return foreign ? undefined : expression.replaceAll(/`([^`]*)`/g, (_, name: string) => quoteName(name));
}

const textFaults = (waiting: string, { repairEncoding }: ConversionOptions): readonly ColumnFault[] => [
  {
    fault: 'bad-utf-8',
    when: `${landingSchema}.text_fault(${waiting}) = 'bad-utf-8'`,
    action: 'repaired',
    repair: 'its bytes are read as Windows-1252',
  },
  {
    fault: 'nul-character',
    when: `${landingSchema}.text_fault(${waiting}) = 'nul-character'`,
    action: 'repaired',
    repair: 'the characters 0 are left out',
  },
  {
    fault: 'encoded-twice',
    when: `${landingSchema}.undoubled(${landingSchema}.text_of(${waiting})) is not null`,
    action: repairEncoding ? 'repaired' : 'told',
    repair: repairEncoding
      ? 'decoded once more'
      : 'taken over as it is; --repair-encoding decodes it once more',
  },
];

interface ValueParts {
  readonly found: ConvertedType;
  readonly waiting: string;
  readonly value: string;
  readonly nullable: boolean;
  readonly fallback: string | undefined;
  readonly read: string;
}

function valueFaults({
  found,
  waiting,
  value,
  nullable,
  fallback,
  read,
}: ValueParts): readonly ColumnFault[] {
  const unread = `${waiting} is not null and ${value} is null`;
  const nothing = nullable
    ? ({ action: 'repaired', repair: 'NULL' } as const)
    : ({ action: 'quarantined', repair: 'the row' } as const);
  if (isDateKind(found.kind)) {
    const zero = `${waiting} ~ '^\\d{4}-(00|\\d\\d-00)'`;
    return [
      { fault: 'zero-date', when: zero, ...nothing },
      { fault: 'no-date', when: `${unread} and not ${zero}`, ...nothing },
    ];
  }
  if (found.kind === 'label')
    return [
      fallback === undefined
        ? { fault: 'no-label', when: unread, ...nothing }
        : { fault: 'no-label', when: unread, action: 'repaired', repair: `the default, ${fallback}` },
    ];
  if (found.kind === 'text')
    return found.length === undefined
      ? []
      : [
          {
            fault: 'too-long',
            when: `length(${read}) > ${found.length}`,
            action: 'quarantined',
            repair: 'the row',
          },
        ];
  if (found.kind === 'bytes') return [];
  return [{ fault: 'out-of-range', when: unread, action: 'quarantined', repair: 'the row' }];
}
