import type { Container, ContainerKind, DeploymentUnit } from '../../../model/architecture.ts';
import type { Origin } from '../../../model/origin.ts';
import type { TextFile } from '../gather.ts';
import type { Deployment } from './facts.ts';
import { factsOf } from './facts.ts';
import type { HclBlock } from './hcl.ts';
import { parseHcl } from './hcl.ts';

/** Kinds of resources that run something or keep data, by the names of the AWS, Google and Azure providers. */
const kinds: readonly (readonly [RegExp, ContainerKind])[] = [
  [
    /^(aws_(db_instance|rds_cluster|dynamodb_table|docdb_cluster|neptune_cluster|redshift_cluster)|google_(sql_database_instance|spanner_instance|firestore_database|bigtable_instance)|azurerm_(postgresql(_flexible)?_server|mysql(_flexible)?_server|mssql_server|cosmosdb_account))$/,
    'database',
  ],
  [
    /^(aws_elasticache_(cluster|replication_group|serverless_cache)|google_redis_instance|azurerm_redis_cache)$/,
    'cache',
  ],
  [
    /^(aws_(sqs_queue|sns_topic|mq_broker|msk_cluster|kinesis_stream)|google_pubsub_(topic|subscription)|azurerm_servicebus_(namespace|queue|topic)|azurerm_eventhub(_namespace)?)$/,
    'broker',
  ],
  [/^(aws_(opensearch|elasticsearch)_domain|azurerm_search_service)$/, 'search'],
  [/^(aws_s3_bucket|google_storage_bucket|azurerm_storage_account)$/, 'object-store'],
  [/^(aws_cloudfront_distribution|azurerm_cdn_profile|google_compute_backend_bucket)$/, 'cdn'],
  [
    /^(aws_(lb|alb|elb|api_gateway_rest_api|apigatewayv2_api)|google_compute_(url_map|global_forwarding_rule)|azurerm_(application_gateway|api_management))$/,
    'gateway',
  ],
  [
    /^(aws_(ecs_service|lambda_function|instance|autoscaling_group|apprunner_service|elastic_beanstalk_environment)|google_(cloud_run_service|cloud_run_v2_service|cloudfunctions_function|cloudfunctions2_function|compute_instance|app_engine_standard_app_version)|azurerm_(container_app|linux_web_app|windows_web_app|linux_function_app|kubernetes_cluster|virtual_machine|linux_virtual_machine))$/,
    'application',
  ],
];

const kindOf = (type: string): ContainerKind | undefined =>
  kinds.find(([pattern]) => pattern.test(type))?.[1];

/** Resources of one Terraform file: what runs and keeps data are containers, every resource is a unit. */
export function readTerraform(file: TextFile): Deployment {
  const resources = parseHcl(file.text).filter(
    ({ type, labels }) => type === 'resource' && labels.length >= 2,
  );
  const told = resources.filter(({ labels: [type = ''] }) => kindOf(type) !== undefined);
  return {
    containers: told.map((block) => containerOf(block, file.path)),
    connections: [],
    units: resources.map((block) => unitOf(block, file.path, resources)),
    gaps: [],
  };
}

const nameOf = ({ labels: [type = '', name = ''] }: HclBlock): string => `${type}.${name}`;

const originOf = (block: HclBlock, file: string): Origin => ({ kind: 'read', file, line: block.line });

function containerOf(block: HclBlock, file: string): Container {
  const [type = '', name = ''] = block.labels;
  const kind = kindOf(type) ?? 'application';
  const engine = literal(block, 'engine', 'database_version');
  return {
    id: name.replaceAll('_', '-'),
    name,
    kind,
    technology: engine ?? type,
    purpose: kind === 'application' ? 'runs the code of this repository' : `runs as ${kind}`,
    contexts: [],
    origin: originOf(block, file),
  };
}

function unitOf(block: HclBlock, file: string, beside: readonly HclBlock[]): DeploymentUnit {
  const [type = '', name = ''] = block.labels;
  return {
    id: `terraform:${file}#${nameOf(block)}`,
    kind: 'terraform',
    name: nameOf(block),
    runs: kindOf(type) === undefined ? [] : [name.replaceAll('_', '-')],
    facts: factsOf({
      resource: type,
      deadLetters: type === 'aws_sqs_queue' ? deadLetters(block, beside) : undefined,
      engine: literal(block, 'engine', 'database_version'),
      version: literal(block, 'engine_version'),
      size: literal(
        block,
        'instance_class',
        'instance_type',
        'node_type',
        'tier',
        'machine_type',
        'sku_name',
      ),
      replicas: literal(block, 'desired_count', 'num_cache_nodes', 'min_size', 'instance_count'),
      runtime: literal(block, 'runtime'),
      timeout: literal(block, 'timeout'),
      memory: literal(block, 'memory_size'),
      zones: literal(block, 'multi_az', 'availability_type'),
      encrypted: literal(block, 'storage_encrypted', 'at_rest_encryption_enabled', 'encrypted'),
      public: literal(block, 'publicly_accessible', 'acl', 'public_network_access_enabled') ?? openTo(block),
      backups: literal(block, 'backup_retention_period', 'snapshot_retention_limit'),
      deletionProtection: literal(block, 'deletion_protection'),
    }),
    origin: originOf(block, file),
  };
}

/** The first of the names that is assigned; a reference or an expression is told as it is written. */
const literal = (block: HclBlock, ...names: readonly string[]): string | undefined =>
  names.flatMap((name) => block.values.get(name) ?? [])[0];

/** Whether a queue of SQS has a redrive policy; nothing of one that keeps the dead letters of others. */
function deadLetters(block: HclBlock, beside: readonly HclBlock[]): string | undefined {
  const [, name = ''] = block.labels;
  if (block.values.has('redrive_policy')) return 'yes';
  const reference = new RegExp(`\\baws_sqs_queue\\.${name}\\b`);
  const policies = beside.filter(({ labels: [type] }) => type === 'aws_sqs_queue_redrive_policy');
  if (policies.some(({ values }) => reference.test(values.get('queue_url') ?? ''))) return 'yes';
  const isTarget = beside.some(({ values }) => reference.test(values.get('redrive_policy') ?? ''));
  const named = `${name} ${literal(block, 'name') ?? ''}`;
  return isTarget || block.values.has('redrive_allow_policy') || /dlq|dead|fail/i.test(named)
    ? undefined
    : 'none';
}

/** `0.0.0.0/0` when a rule of the block, or of a block in it, lets the whole internet in. */
function openTo(block: HclBlock): string | undefined {
  const inward = [block, ...block.blocks.filter(({ type }) => type === 'ingress')];
  const isOutward = block.values.get('type') === 'egress';
  const cidrs = inward.flatMap(
    ({ values }) => values.get('cidr_blocks') ?? values.get('source_ranges') ?? [],
  );
  return !isOutward && cidrs.some((text) => text.includes('0.0.0.0/0')) ? '0.0.0.0/0' : undefined;
}
