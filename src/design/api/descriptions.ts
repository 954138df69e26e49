import { phrase, sentence } from '../../artifacts/words.ts';
import type { Field } from '../../model/domain.ts';

/** What a field says, in the words of the brief; where it has none, in what its type settles: unit, zone, target. */
export function wordsOf({ name, type, about }: Field): string {
  if (about !== undefined) return about;
  const words = sentence(phrase(name));
  switch (type.kind) {
    case 'ref':
      return `${words}: the id of the ${phrase(type.entity)}.`;
    case 'money':
      return `${words}, in the smallest unit of the currency.`;
    case 'enum':
      return `${words}: one of the values listed.`;
    case 'bool':
      return `${words}: yes or no.`;
    case 'date':
      return `${words}: a day of the calendar.`;
    case 'datetime':
      return `${words}: a moment, in UTC.`;
    case 'email':
      return `${words}: an address of mail.`;
    case 'url':
      return `${words}: an absolute address.`;
    case 'json':
      return `${words}: an object with keys of its own.`;
    case 'decimal':
      return `${words}: a number with decimals.`;
    case 'int':
    case 'bigint':
      return `${words}: a whole number.`;
    case 'text':
      return `${words}: text of several lines.`;
    case 'string':
      return `${words}: text on one line.`;
    case 'uuid':
      return `${words}: a UUID.`;
  }
}
