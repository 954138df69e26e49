import type { KeyValueIndex } from '../../../model/key-value.ts';
import type { HclBlock } from '../deployment/hcl.ts';
import { parseHcl } from '../deployment/hcl.ts';
import type { TextFile } from '../gather.ts';
import type { TableDefinition } from './definition.ts';
import { defined, keyPair, projectionOf, typeOf } from './definition.ts';
import type { Setting } from './templates.ts';

export interface TerraformFacts {
  readonly tables: readonly TableDefinition[];
  readonly settings: readonly Setting[];
}

/** `aws_dynamodb_table` of Terraform files, and settings that are given the name of one. */
export function readTerraformTables(files: Iterable<TextFile>): TerraformFacts {
  const tables: TableDefinition[] = [];
  const settings: Setting[] = [];
  for (const { path, text } of files) {
    if (!path.endsWith('.tf') || !text.includes('aws_dynamodb_table')) continue;
    for (const block of parseHcl(text)) {
      const [type, handle = ''] = block.labels;
      if (block.type === 'resource' && type === 'aws_dynamodb_table')
        tables.push(...tableOf(block, handle, path));
    }
    for (const [, name = '', handle = ''] of text.matchAll(
      /["']?(\w+)["']?\s*[=:]\s*aws_dynamodb_table\.(\w+)(?:\[[^\]]*\])?\.(?:name|id|arn)\b/g,
    ))
      settings.push({ name, value: `\${${handle}}` });
  }
  return { tables, settings };
}

function tableOf(block: HclBlock, handle: string, file: string): readonly TableDefinition[] {
  const { values, blocks } = block;
  const partitionKey = values.get('hash_key');
  if (partitionKey === undefined || partitionKey.includes('.')) return [];
  const inner = (type: string): readonly HclBlock[] => blocks.filter((one) => one.type === type);
  const [ttl] = inner('ttl');
  const expiry = ttl?.values.get('enabled') === 'false' ? undefined : ttl?.values.get('attribute_name');
  const streams = values.get('stream_enabled') === 'true' ? values.get('stream_view_type') : undefined;
  const mode = values.get('billing_mode');
  const indexes = [
    ...inner('global_secondary_index').map((one) => indexOf(one, 'global', partitionKey)),
    ...inner('local_secondary_index').map((one) => indexOf(one, 'local', partitionKey)),
  ];
  const isOpen = blocks.some(
    ({ type, labels: [label = ''] }) => type === 'dynamic' && label.includes('index'),
  );
  return [
    defined(
      {
        attributes: inner('attribute').flatMap((one) => {
          const name = one.values.get('name');
          return name === undefined ? [] : [{ name, type: typeOf(one.values.get('type')) }];
        }),
        ...keyPair([partitionKey, values.get('range_key')]),
        indexes,
        ...(isOpen ? { indexesOpen: true } : {}),
        billing:
          mode === undefined || mode === 'PROVISIONED'
            ? 'provisioned'
            : mode === 'PAY_PER_REQUEST'
              ? 'on-demand'
              : 'unknown',
        ...(expiry === undefined ? {} : { expiry }),
        ...(streams === undefined ? {} : { stream: streams }),
        origin: { kind: 'read', file, line: block.line },
      },
      handle,
      templated(values.get('name')),
    ),
  ];
}

const indexOf = ({ values }: HclBlock, kind: KeyValueIndex['kind'], owner: string): KeyValueIndex => ({
  name: values.get('name') ?? '…',
  kind,
  ...keyPair([kind === 'local' ? owner : (values.get('hash_key') ?? ''), values.get('range_key')]),
  ...projectionOf(
    values.get('projection_type'),
    [...(values.get('non_key_attributes') ?? '').matchAll(/[\w.-]+/g)].map(([name]) => name),
  ),
});

/** A reference (`var.table`) is no name yet. */
const templated = (name: string | undefined): string | undefined =>
  name !== undefined && /^(var|local|module|data)\./.test(name) ? `\${${name}}` : name;
