/** A MySQL type on PostgreSQL; `told` says what is lost or kept another way. */
export interface Translated {
  readonly type: string;
  /** Smallest value that the type allowed, kept as a check. */
  readonly atLeastZero?: true;
  readonly labels?: readonly string[];
  readonly told?: string;
  /** It was written in the language of PostgreSQL already, its default as well. */
  readonly asIs?: true;
}

/** A mapper's models are told in types of PostgreSQL, whatever server they are used with. */
const ofPostgres =
  /^("|(integer|boolean|character|numeric|real|double precision|timestamptz|jsonb|bytea|uuid|interval|inet|citext|serial|bigserial|smallserial|money|cidr|xml|tsvector)\b|\w+(\(.*\))? with(out)? time zone$|.*\[\]$)/;

const integers: Readonly<Record<string, readonly [signed: string, unsigned: string]>> = {
  tinyint: ['smallint', 'smallint'],
  smallint: ['smallint', 'integer'],
  mediumint: ['integer', 'integer'],
  int: ['integer', 'bigint'],
  bigint: ['bigint', 'numeric(20,0)'],
};

const plainTypes: Readonly<Record<string, string>> = {
  double: 'double precision',
  float: 'real',
  year: 'smallint',
  json: 'jsonb',
  date: 'date',
  bool: 'boolean',
  inet6: 'inet',
  inet4: 'inet',
};

/**
 * The casts of pgloader, with the range of unsigned integers kept by a wider type and a check. `counts`: the column
 * counts by itself, which PostgreSQL does for its own integers only.
 */
export function translatedType(written: string, counts: boolean): Translated {
  if (ofPostgres.test(written)) return { type: written, asIs: true };
  const word = /^\w+/.exec(written)?.[0] ?? '';
  const size = /\(([^)]*)\)/.exec(written)?.[1];
  const sized = (name: string): string => (size === undefined ? name : `${name}(${size})`);
  const isUnsigned = written.includes('unsigned');
  if (written === 'tinyint(1)' || written === 'bit(1)') return { type: 'boolean' };
  const integer = integers[word];
  if (integer !== undefined) {
    const type = isUnsigned ? integer[1] : integer[0];
    if (!isUnsigned) return { type };
    return counts && type.startsWith('numeric')
      ? { type: 'bigint', atLeastZero: true, told: 'values above 9,223,372,036,854,775,807 have no room' }
      : { type, atLeastZero: true };
  }
  if (word === 'decimal')
    return isUnsigned ? { type: sized('numeric'), atLeastZero: true } : { type: sized('numeric') };
  if (/^(tiny|medium|long)?text$/.test(word)) return { type: 'text' };
  if (/^(var)?char$/.test(word)) return { type: sized(word) };
  if (/^((var)?binary|(tiny|medium|long)?blob)$/.test(word)) return { type: 'bytea' };
  if (word === 'datetime' || word === 'timestamp')
    return {
      type: sized('timestamptz'),
      ...(word === 'datetime'
        ? {
            told: 'a datetime has no zone: the zone its values were written in must be given when they are copied',
          }
        : {}),
    };
  if (word === 'time')
    return { type: sized('time'), told: 'times below 0 or above 24 h become interval, or are refused' };
  if (word === 'bit') return { type: sized('bit') };
  if (word === 'enum') return { type: 'enum', labels: labelsOf(written) };
  if (word === 'set')
    return { type: 'text', told: 'a set of labels is kept as text; its labels are not checked' };
  const plain = plainTypes[word];
  if (plain !== undefined) return isUnsigned ? { type: plain, atLeastZero: true } : { type: plain };
  return { type: 'bytea', told: `${word} has no counterpart in PostgreSQL without an extension` };
}

const labelsOf = (written: string): readonly string[] =>
  [...written.matchAll(/'((?:[^']|'')*)'/g)].map(([, label = '']) => label.replaceAll("''", "'"));
