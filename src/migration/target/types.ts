import type { Column } from '../../model/data.ts';
import type { Field, FieldType } from '../../model/domain.ts';

/** What a field of the target holds, from the type that a legacy column has. */
export type Held = Pick<Field, 'type' | 'minLength' | 'maxLength' | 'minimum' | 'about'>;

const labelsOf = (written: string): readonly string[] =>
  [...written.matchAll(/'((?:[^'\\]|\\[\s\S]|'')*)'/g)].map(([, label = '']) =>
    label.replaceAll("''", "'").replaceAll(/\\(.)/g, '$1'),
  );

const money =
  /(^|_)(price|cost|amount|total|sub_?total|balance|fee|salary|paid|revenue|turnover|discount|refund|deposit|budget|value)(_|$)/;
const noMoney = /rate|percent|ratio|factor|weight|qty|quantity|count|score/;

const simple = (kind: Exclude<FieldType['kind'], 'enum' | 'ref'>): Held => ({ type: { kind } });

/** The longest text a field may say it holds; what is longer is text without a limit of its own. */
const longest = 1_000_000;

const longTexts: Readonly<Record<string, number>> = {
  tinytext: 255,
  text: 65_535,
  mediumtext: longest,
  longtext: longest,
  tinyblob: 400,
  blob: 90_000,
  mediumblob: longest,
  longblob: longest,
};

/** By the name of the field where the type leaves it open: a decimal with two digits named `price` is money. */
export function heldBy({ type: said }: Pick<Column, 'type'>, field: string): Held {
  const type = said.toLowerCase().trim();
  const word = /^[a-z]+/.exec(type)?.[0] ?? '';
  const sizes = (/\(([\d, ]+)\)/.exec(type)?.[1] ?? '')
    .split(',')
    .flatMap((size) => (size.trim() === '' ? [] : [Number(size)]));
  if (isSwitch(type, said)) return simple('bool');
  if (type.includes('[]')) return { ...simple('text'), about: `${type} in the legacy system` };
  if (/^(tinyint|smallint|mediumint|int|integer|year|serial|smallserial)/.test(word))
    return {
      ...simple(type.includes('unsigned') && word.startsWith('int') ? 'bigint' : 'int'),
      ...(type.includes('unsigned') && { minimum: 0 }),
    };
  if (/^(bigint|bigserial)/.test(word))
    return { ...simple('bigint'), ...(type.includes('unsigned') && { minimum: 0 }) };
  if (/^(decimal|numeric|float|double|real|money|number|dec)/.test(word)) return numberOf(word, sizes, field);
  if (word === 'date') return simple('date');
  if (/^(datetime|timestamp|timestamptz)/.test(word)) return simple('datetime');
  if (word === 'enum') return labelsHeld(labelsOf(said));
  if (word === 'set')
    return {
      ...simple('string'),
      maxLength: Math.max(1, labelsOf(said).join(',').length),
      about: `labels of a set: ${labelsOf(said).join(' ')}`.slice(0, 200),
    };
  if (/^(uuid|uniqueidentifier)/.test(word)) return simple('uuid');
  if (/char|^string|^text|^citext|text$/.test(word)) return textOf(type, word, sizes[0], field);
  return otherOf(type, word, sizes[0]);
}

const isSwitch = (type: string, said: string): boolean =>
  /^(tinyint\(1\)|bool|boolean|bit\(1\)|bit$)/.test(type) ||
  (type.startsWith('enum') &&
    /^(y,n|n,y|yes,no|no,yes|0,1|1,0|true,false|false,true)$/i.test(labelsOf(said).join(',')));

function numberOf(word: string, sizes: readonly number[], field: string): Held {
  const isFloat = /^(float|double|real)/.test(word);
  const cents = sizes.length < 2 ? isFloat || word === 'money' : sizes[1] === 2;
  const digits = sizes.length < 2 ? 0 : (sizes[0] ?? 0);
  return cents && digits <= 16 && money.test(field) && !noMoney.test(field)
    ? { ...simple('money'), ...(isFloat && { about: 'was a float' }) }
    : simple('decimal');
}

/** One of some labels: an enum where they can be one, else a text. */
export function labelsHeld(labels: readonly string[]): Held {
  const values = labels.filter((label) => label !== '');
  const plain =
    values.length > 0 && values.length <= 60 && values.every((value) => /^[A-Za-z][\w-]{0,40}$/.test(value));
  return plain && new Set(values).size === values.length
    ? { type: { kind: 'enum', values } }
    : {
        ...simple('string'),
        maxLength: Math.max(1, ...values.map(({ length }) => length)),
        ...(values.length > 0 && { about: `one of ${values.slice(0, 20).join(', ')}`.slice(0, 200) }),
      };
}

function textOf(type: string, word: string, size: number | undefined, field: string): Held {
  const bound = size !== undefined && size > 0 ? { maxLength: Math.min(size, longest) } : {};
  const long = longTexts[word];
  if (long !== undefined || word === 'text') return { ...simple('text'), maxLength: size ?? long ?? longest };
  if (/^char$/.test(word) && size === 36 && /(uuid|guid)$/.test(field)) return simple('uuid');
  if (/(^|_)e?_?mail(_?address)?$/.test(field) && (size ?? 255) <= 320)
    return { ...simple('email'), ...bound };
  if (/(^|_)(url|website|homepage)$/.test(field)) return { ...simple('url'), ...bound };
  const free = size === undefined && !type.includes('(') ? { maxLength: 255 } : bound;
  return { ...simple((size ?? 0) > 1000 ? 'text' : 'string'), ...free };
}

function otherOf(type: string, word: string, size: number | undefined): Held {
  if (word === 'time') return { ...simple('string'), maxLength: 17, about: 'a time of day or a duration' };
  if (/blob$|^bytea|binary$|^bit|^varbit/.test(word))
    return {
      ...simple('text'),
      maxLength: longTexts[word] ?? Math.ceil(((size ?? 65_535) * 4) / 3) + 4,
      about: 'bytes, written in base64',
    };
  if (word.startsWith('json'))
    return { ...simple('text'), maxLength: longest, about: 'JSON, as the legacy system wrote it' };
  return {
    ...simple('text'),
    maxLength: 65_535,
    ...(type !== '' && { about: `${type.slice(0, 60)} in the legacy system` }),
  };
}
