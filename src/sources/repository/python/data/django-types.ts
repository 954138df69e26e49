import { libraryPath } from '../evaluator/paths.ts';
import type { Value } from '../evaluator/value.ts';
import { argument, numberOf } from '../evaluator/value.ts';
import { keywordsOf } from './django-state.ts';

/** Column types of Django's PostgreSQL backend, by the class of the field. */
const types: Readonly<Record<string, string>> = {
  AutoField: 'integer',
  BigAutoField: 'bigint',
  SmallAutoField: 'smallint',
  BigIntegerField: 'bigint',
  BinaryField: 'bytea',
  BooleanField: 'boolean',
  NullBooleanField: 'boolean',
  DateField: 'date',
  DateTimeField: 'timestamp with time zone',
  DurationField: 'interval',
  FloatField: 'double precision',
  IntegerField: 'integer',
  IPAddressField: 'inet',
  GenericIPAddressField: 'inet',
  InetAddressField: 'inet',
  CidrAddressField: 'cidr',
  JSONField: 'jsonb',
  PositiveBigIntegerField: 'bigint',
  PositiveIntegerField: 'integer',
  PositiveSmallIntegerField: 'smallint',
  SmallIntegerField: 'smallint',
  TextField: 'text',
  TimeField: 'time without time zone',
  UUIDField: 'uuid',
  HStoreField: 'hstore',
  CITextField: 'citext',
  CICharField: 'citext',
  CIEmailField: 'citext',
  SearchVectorField: 'tsvector',
  IntegerRangeField: 'int4range',
  BigIntegerRangeField: 'int8range',
  DecimalRangeField: 'numrange',
  DateRangeField: 'daterange',
  DateTimeRangeField: 'tstzrange',
  OrderWrt: 'integer',
};

/** Lengths that a text field has where none is given. */
const lengths: Readonly<Record<string, number>> = {
  SlugField: 50,
  URLField: 200,
  EmailField: 254,
  FileField: 100,
  ImageField: 100,
  FilePathField: 100,
  CommaSeparatedIntegerField: 255,
};

export const fieldClass = (field: Value | undefined): string =>
  /(\w+)\(\)$/.exec(libraryPath(field) ?? '')?.[1] ?? '';

export const isRelation = (field: Value | undefined): boolean =>
  /(ForeignKey|OneToOneField)$/.test(fieldClass(field));
export const isManyToMany = (field: Value | undefined): boolean =>
  /(ManyToManyField|ManyToMany)$/.test(fieldClass(field));
export const isAuto = (field: Value | undefined): boolean =>
  /^(Small|Big)?AutoField$/.test(fieldClass(field));
export const isPositive = (field: Value | undefined): boolean =>
  /^Positive\w*IntegerField$/.test(fieldClass(field));
export const isText = (type: string): boolean => /^(character varying|text)/.test(type);

/** The type of a column that is no relation; undefined for what makes no column. */
export function columnType(field: Value | undefined, depth = 0): string | undefined {
  const name = fieldClass(field);
  const args = keywordsOf(field);
  if (
    args === undefined ||
    depth > 4 ||
    /^(Generic(ForeignKey|Relation)|TaggableManager|CompositePrimaryKey)$/.test(name)
  )
    return undefined;
  const length = numberOf(args.keywords.get('max_length')) ?? lengths[name];
  if (name === 'ArrayField') {
    const base = columnType(argument(args, 0, 'base_field'), depth + 1);
    return base === undefined ? undefined : `${base}[]`;
  }
  if (name === 'GeneratedField') return columnType(args.keywords.get('output_field'), depth + 1);
  if (name === 'DecimalField') {
    const [digits, places] = [
      numberOf(argument(args, 2, 'max_digits')),
      numberOf(argument(args, 3, 'decimal_places')),
    ];
    return digits === undefined ? 'numeric' : `numeric(${digits},${places ?? 0})`;
  }
  const known = types[name];
  if (known !== undefined) return known;
  if (
    /^(Point|Polygon|MultiPolygon|LineString|MultiPoint|MultiLineString|Geometry|GeometryCollection)Field$/.test(
      name,
    )
  )
    return `geometry(${name.replace('Field', '')},${numberOf(args.keywords.get('srid')) ?? 4326})`;
  if (length !== undefined) return `character varying(${length})`;
  if (name.endsWith('CharField')) return 'character varying';
  const similar = Object.entries(types).find(([key]) => key.length > 6 && name.endsWith(key))?.[1];
  return similar ?? (/Text\w*Field$|HTMLField$/.test(name) ? 'text' : undefined);
}
