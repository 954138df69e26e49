import type { Column } from '../../model/data.ts';
import { quoteName, quoteText } from '../../artifacts/sql-names.ts';
import { objectName } from '../../model/object-name.ts';
import { landingSchema } from './names.ts';
import type { ConvertedType } from './types.ts';

const labelsOf = (written: string): readonly string[] =>
  [...written.matchAll(/'((?:[^'\\]|\\[\s\S]|'')*)'/g)].map(([, label = '']) =>
    label.replaceAll("''", "'").replaceAll(/\\(.)/g, '$1'),
  );

const listed = (labels: readonly string[]): string => `array[${labels.map(quoteText).join(', ')}]::text[]`;

export function labelType(table: string, column: Column, schema: string): ConvertedType {
  const labels = labelsOf(column.type);
  const type = `${quoteName(schema)}.${quoteName(objectName(table, column.name, ''))}`;
  return {
    kind: 'label',
    type,
    labels,
    value: (text) => `${landingSchema}.label_of(${text}, ${listed(labels)})::${type}`,
    untyped: (text) => `${landingSchema}.label_of(${text}, ${listed(labels)})`,
    differences: [
      "an enum sorts by its labels as before; it has no number, and another case or '' is refused",
    ],
  };
}

export function setType(column: Column): ConvertedType {
  const labels = labelsOf(column.type);
  return {
    kind: 'set',
    type: 'text',
    value: (text) => `${landingSchema}.set_of(${text}, ${listed(labels)})`,
    check: `${quoteName(column.name)} = '' or string_to_array(${quoteName(column.name)}, ',') <@ ${listed(labels)}`,
    differences: [
      'a set is text that a check holds to its labels: FIND_IN_SET becomes `= any (string_to_array(…))`',
    ],
  };
}

export function textType(word: string, size: number | undefined): ConvertedType {
  const length = word.endsWith('char') && size !== undefined && size > 0 ? size : undefined;
  return {
    kind: 'text',
    type: length === undefined ? 'text' : `varchar(${length})`,
    value: (text) => text,
    ...(length !== undefined && { length }),
    differences:
      word === 'char'
        ? [
            'char gives its values without the blanks at their ends: so does varchar here, which refuses what is too long instead of cutting it',
          ]
        : [],
  };
}
