import type { Json } from '../../../model/origin.ts';
import { compareText } from '../../../model/text.ts';
import type { OptionSpec, PackLibrary, PackSource } from '../pack/pack.ts';
import { briefKeys } from '../document.ts';
import { effectDefinitions } from './effects.ts';
import { sections } from './sections.ts';
import { definitions } from './values.ts';
import type { Schema } from './values.ts';

/**
 * JSON Schema (draft-07, which editors know best) of a brief with these packs. It completes and checks while one
 * types; names that lead nowhere and sums that do not fit are found by the reader alone.
 */
export function briefSchema({ packs }: PackLibrary): Schema {
  const properties: Readonly<Record<string, Schema>> = { ...sections, capabilities: capabilities(packs) };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Plumbline brief',
    description: 'What a backend must do, for whom, how well, and within which limits',
    type: 'object',
    additionalProperties: false,
    required: ['brief', 'system'],
    properties: Object.fromEntries(briefKeys.map((key) => [key, properties[key] ?? {}])),
    definitions: { ...definitions, ...effectDefinitions },
  };
}

function capabilities(packs: readonly PackSource[]): Schema {
  const sorted = [...packs].sort((a, b) => compareText(a.id, b.id));
  const entries = sorted.flatMap((pack): [string, Json][] => [
    [pack.id, capability(pack)],
    ...pack.aliases
      .filter((alias) => !packs.some(({ id }) => id === alias))
      .map((alias): [string, Json] => [alias, { $ref: `#/properties/capabilities/properties/${pack.id}` }]),
  ]);
  return {
    description: 'Packs by name, each with the options that differ from the defaults',
    type: ['object', 'null'],
    properties: Object.fromEntries(entries),
    // Packs of the user are known to the reader, not to this schema.
    additionalProperties: { type: ['object', 'null'] },
  };
}

const capability = ({ title, about, options }: PackSource): Schema => ({
  title,
  description: about,
  type: ['object', 'null'],
  additionalProperties: false,
  properties: Object.fromEntries(options.map((spec): [string, Json] => [spec.name, option(spec)])),
});

function option({ about, ask, effect, default: standard, values }: OptionSpec): Schema {
  const words = [about, ask, effect].filter((part) => part !== undefined && part !== '');
  const value: Schema = values === undefined ? {} : { enum: values };
  const shape: Schema = Array.isArray(standard)
    ? {
        anyOf: [
          { type: 'array', items: value },
          { type: ['string', 'number'], ...value },
        ],
      }
    : typeof standard === 'boolean'
      ? { type: 'boolean' }
      : values === undefined
        ? { type: ['string', 'number', 'boolean', 'null'] }
        : value;
  return { description: words.join('. '), default: standard, ...shape };
}

/** The file beside the example briefs. */
export const briefSchemaText = (library: PackLibrary): string =>
  `${JSON.stringify(briefSchema(library), null, 2)}\n`;
