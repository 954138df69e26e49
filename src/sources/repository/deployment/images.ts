import type { ContainerKind } from '../../../model/architecture.ts';
import { imageName } from './facts.ts';

const kinds: readonly (readonly [RegExp, ContainerKind])[] = [
  [
    /^(postgres|postgresql|postgis|timescaledb(-ha)?|pgvector|mysql|mariadb|percona|mongo|mongodb(-.*)?|mssql.*|cockroach|clickhouse-server|cassandra|scylla|neo4j|dynamodb-local|couchdb|yugabyte|questdb|influxdb)$/,
    'database',
  ],
  [/^(redis|redis-stack(-server)?|valkey|memcached|keydb|dragonfly)$/, 'cache'],
  [/^(rabbitmq|kafka|cp-kafka|redpanda|nats|activemq.*|mosquitto|emqx|pulsar|artemis|elasticmq)$/, 'broker'],
  [/^(elasticsearch|opensearch|meilisearch|typesense|solr|manticore)$/, 'search'],
  [/^(minio|seaweedfs|s3mock|azurite|fake-gcs-server)$/, 'object-store'],
  [/^(nginx.*|traefik|caddy|kong|haproxy|envoy|apisix|https-portal)$/, 'gateway'],
];

/** What a container is for, by its image and else by its name and command. */
export function containerKind(image: string | undefined, name: string, command: string): ContainerKind {
  const known = image === undefined ? undefined : kinds.find(([pattern]) => pattern.test(imageName(image)));
  if (known !== undefined) return known[1];
  const words = `${name} ${command}`;
  if (/\b(cron|scheduler|clock|beat)\b/i.test(words)) return 'scheduler';
  return /worker|consumer|\bqueue\b|\bjobs?\b|sidekiq|processor/i.test(words) ? 'worker' : 'application';
}

const protocols: readonly (readonly [RegExp, string])[] = [
  [/postg|timescale|pgvector|cockroach|yugabyte/, 'postgresql'],
  [/mysql|mariadb|percona/, 'mysql'],
  [/mongo/, 'mongodb'],
  [/redis|valkey|keydb|dragonfly/, 'redis'],
  [/memcached/, 'memcached'],
  [/rabbitmq|activemq|artemis/, 'amqp'],
  [/kafka|redpanda/, 'kafka'],
  [/nats/, 'nats'],
  [/mosquitto|emqx/, 'mqtt'],
  [/mssql/, 'tds'],
  [/minio|s3mock|seaweed/, 's3'],
];

/** How one talks to a container of this image; `http` for everything that is not a known store or broker. */
export const protocolOf = (image: string | undefined): string =>
  protocols.find(([pattern]) => image !== undefined && pattern.test(imageName(image)))?.[1] ?? 'http';

/** What is built here answers for the product; everything else is somebody's image. */
export const purposeOf = (kind: ContainerKind, built: boolean): string => {
  if (built) return 'runs the code of this repository';
  return kind === 'application' ? 'runs a ready-made image' : `runs as ${kind}`;
};
