import { quoteName } from '../../artifacts/sql-names.ts';
import { landingSchema } from './names.ts';

/**
 * Functions that read what waits. None of them fails: what cannot be read is NULL, and so a fault of its row. They need
 * PostgreSQL 16 (pg_input_is_valid).
 */
export const readingFunctions: readonly string[] = [
  // MySQL's latin1; the five bytes that Windows-1252 leaves open stay what they are.
  `create or replace function ${landingSchema}.windows_1252(raw bytea) returns text language sql immutable strict as $$
  select coalesce(string_agg(case when b between 128 and 159
      then coalesce(nullif(substr('€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž..‘’“”•–—˜™š›œ.žŸ', b - 127, 1), '.'), chr(b))
      else chr(b) end, '' order by i), '')
  from (select i, get_byte(raw, i) as b from generate_series(0, length(raw) - 1) as i) as bytes where b > 0
$$`,
  `create or replace function ${landingSchema}.text_fault(raw bytea) returns text language plpgsql immutable strict as $$
begin
  if position('\\x00'::bytea in raw) > 0 then return 'nul-character'; end if;
  perform convert_from(raw, 'UTF8');
  return null;
exception when others then return 'bad-utf-8';
end $$`,
  `create or replace function ${landingSchema}.text_of(raw bytea) returns text language plpgsql immutable strict as $$
declare
  kept bytea := raw;
begin
  if position('\\x00'::bytea in raw) > 0 then
    kept := decode(regexp_replace(encode(raw, 'hex'), '00|(..)', '\\1', 'g'), 'hex');
  end if;
  return convert_from(kept, 'UTF8');
exception when others then return ${landingSchema}.windows_1252(kept);
end $$`,
  // UTF-8 that was taken for latin1 and encoded once more: "Ã©" for "é". NULL where it is none.
  `create or replace function ${landingSchema}.undoubled(doubled text) returns text language plpgsql immutable strict as $$
declare
  bytes bytea;
begin
  if doubled !~ '[\\u00c2-\\u00f4]' then return null; end if;
  select case when max(code) < 256 then decode(string_agg(lpad(to_hex(code), 2, '0'), '' order by i), 'hex') end into bytes
  from (select i, case when c = '.' or strpos('€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž..‘’“”•–—˜™š›œ.žŸ', c) = 0 then ascii(c)
      else strpos('€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž..‘’“”•–—˜™š›œ.žŸ', c) + 127 end as code
    from unnest(string_to_array(doubled, null)) with ordinality as characters(c, i)) as codes;
  return nullif(convert_from(bytes, 'UTF8'), doubled);
exception when others then return null;
end $$`,
  `create or replace function ${landingSchema}.integer_of(given text, low numeric, high numeric) returns numeric language sql immutable strict as $$
  select case when given ~ '^\\s*[-+]?\\d+(\\.\\d*)?\\s*$' then
    case when round(given::numeric) between low and high then round(given::numeric) end end
$$`,
  `create or replace function ${landingSchema}.decimal_of(given text, digits integer, scale integer, low numeric) returns numeric language sql immutable strict as $$
  select case when given ~ '^\\s*[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d{1,3})?\\s*$' then
    case when abs(round(given::numeric, scale)) < 10::numeric ^ (digits - scale) and given::numeric >= low
      then round(given::numeric, scale) end end
$$`,
  `create or replace function ${landingSchema}.double_of(given text) returns double precision language sql immutable strict as $$
  select case when given ~ '^\\s*[-+]?[\\d.]' and pg_input_is_valid(given, 'double precision') then given::double precision end
$$`,
  `create or replace function ${landingSchema}.real_of(given text) returns real language sql immutable strict as $$
  select case when given ~ '^\\s*[-+]?[\\d.]' and pg_input_is_valid(given, 'real') then given::real end
$$`,
  `create or replace function ${landingSchema}.date_of(given text) returns date language sql stable strict as $$
  select case when given ~ '^\\d{4}-\\d\\d-\\d\\d' and pg_input_is_valid(left(given, 10), 'date') then left(given, 10)::date end
$$`,
  `create or replace function ${landingSchema}.timestamp_of(given text) returns timestamp language sql stable strict as $$
  select case when given ~ '^\\d{4}-\\d\\d-\\d\\d( \\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?)?$' and pg_input_is_valid(given, 'timestamp')
    then given::timestamp end
$$`,
  `create or replace function ${landingSchema}.duration_of(given text) returns interval language sql stable strict as $$
  select case when given ~ '^-?\\d{1,3}:\\d\\d(:\\d\\d(\\.\\d+)?)?$' and pg_input_is_valid(given, 'interval') then given::interval end
$$`,
  `create or replace function ${landingSchema}.bits_of(given text, width integer) returns text language sql immutable strict as $$
  select case when given ~ '^[01]+$' and length(given) <= width then lpad(given, width, '0') end
$$`,
  // As the server finds a label: without case, and without blanks at the end.
  `create or replace function ${landingSchema}.label_of(given text, labels text[]) returns text language sql immutable strict as $$
  select label from unnest(labels) as label where lower(label) = lower(rtrim(given)) order by label = given desc limit 1
$$`,
  `create or replace function ${landingSchema}.set_of(given text, labels text[]) returns text language sql immutable strict as $$
  select case when given = '' or string_to_array(given, ',') <@ labels then given end
$$`,
  `create or replace function ${landingSchema}.json_of(given text) returns json language sql stable strict as $$
  select case when pg_input_is_valid(given, 'json') then given::json end
$$`,
];

/** How texts are told apart when two of them are compared. */
export type Fold = 'exact' | 'case' | 'accents';

/**
 * Stand for MySQL's collations: without case and blanks at the end, and without accents. They are PostgreSQL's own
 * functions only, so an index may rest on them, and need no extension and no ICU. Signs that only look alike stay two, as
 * they are there: '①' is no '1'.
 */
export const foldFunctions = (schema: string): Readonly<Record<Exclude<Fold, 'exact'>, string>> => ({
  case: `create or replace function ${quoteName(schema)}.fold_case(given text) returns text language sql immutable strict parallel safe as $$
  select lower(rtrim(given, ' '))
$$`,
  accents: `create or replace function ${quoteName(schema)}.fold_accents(given text) returns text language sql immutable strict parallel safe as $$
  select lower(regexp_replace(normalize(rtrim(given, ' '), NFD), '[\\u0300-\\u036f]', '', 'g'))
$$`,
});

export const folded = (fold: Fold, text: string, schema: string): string =>
  fold === 'exact' ? text : `${quoteName(schema)}.${fold === 'case' ? 'fold_case' : 'fold_accents'}(${text})`;
