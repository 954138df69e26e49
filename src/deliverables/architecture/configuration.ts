import { codeCell, section, table } from '../blocks.ts';
import type { Artifact, Basis, Section } from '../deliverable.ts';
import type { ConfigurationKey } from '../../model/architecture.ts';
import type { Json } from '../../model/origin.ts';
import { compareText } from '../../model/text.ts';

const inOrder = (keys: readonly ConfigurationKey[]): readonly ConfigurationKey[] =>
  keys.toSorted((a, b) => compareText(a.key, b.key));

/** Every key the process reads, what it is and who owns it. */
export function configuration({ backend }: Basis): Section | undefined {
  const keys = inOrder(backend.architecture.configuration);
  return section(
    { id: 'configuration', title: 'Configuration', items: ['1.7'] },
    table(
      ['key', 'type', 'default', 'secret', 'takes effect', 'owner', 'about'],
      keys.map(({ key, type, default: value, secret, reload, owner, about }) => [
        codeCell(key),
        type,
        secret ? 'none: secret' : value === undefined ? 'none' : codeCell(value),
        secret ? 'yes' : 'no',
        reload === undefined ? 'not known' : reload ? 'at once' : 'after a restart',
        owner ?? 'not known',
        about ?? '–',
      ]),
    ),
  );
}

/** An example file without any secret, and a JSON Schema that a process can check its environment with at start. */
export function configurationArtifacts({ backend }: Basis): readonly Artifact[] {
  const keys = inOrder(backend.architecture.configuration);
  if (keys.length === 0) return [];
  const schema: Json = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Configuration of ${backend.name}`,
    type: 'object',
    required: keys.filter((key) => key.default === undefined || key.secret).map(({ key }) => key),
    properties: Object.fromEntries(keys.map((key) => [key.key, property(key)])),
  };
  return [
    {
      path: '1-architecture/env.example',
      text: `${keys.map(exampleLine).join('\n')}\n`,
      lost: [],
      items: ['1.7'],
    },
    {
      path: '1-architecture/configuration.schema.json',
      text: `${JSON.stringify(schema, null, 2)}\n`,
      lost: [],
      items: ['1.7'],
    },
  ];
}

/** The environment holds strings only; the type is kept as a pattern. */
function property({ type, about, default: value, secret }: ConfigurationKey): Json {
  return {
    type: 'string',
    minLength: 1,
    ...(about === undefined ? {} : { description: about }),
    ...(value === undefined || secret ? {} : { default: value }),
    ...(secret ? { writeOnly: true } : {}),
    ...typePattern(type),
  };
}

function typePattern(type: ConfigurationKey['type']): Readonly<Record<string, Json>> {
  switch (type) {
    case 'number':
      return { pattern: String.raw`^-?\d+(\.\d+)?$` };
    case 'boolean':
      return { enum: ['true', 'false'] };
    case 'duration':
      return { pattern: String.raw`^\d+(\.\d+)?(ms|s|m|h|d)$` };
    case 'url':
      return { format: 'uri' };
    case 'string':
      return {};
  }
}

function exampleLine({ key, default: value, secret, about }: ConfigurationKey): string {
  const words = [about, secret ? 'secret: set it from the secret store' : undefined].filter(
    (part) => part !== undefined,
  );
  const comment = words.length === 0 ? '' : `# ${words.join('; ')}\n`;
  return `${comment}${key}=${secret ? '' : (value ?? '')}`;
}
