import type { Technology } from '../../../model/architecture.ts';

type Role = Technology['role'];

/** npm package to the technology it stands for. What is not listed is an ordinary library and is not told. */
const packages: readonly (readonly [packages: string, name: string, role: Role])[] = [
  ['express', 'Express', 'framework'],
  ['fastify', 'Fastify', 'framework'],
  ['koa', 'Koa', 'framework'],
  ['@nestjs/core', 'NestJS', 'framework'],
  ['@hapi/hapi', 'hapi', 'framework'],
  ['hono', 'Hono', 'framework'],
  ['restify', 'Restify', 'framework'],
  ['next', 'Next.js', 'framework'],
  ['@trpc/server', 'tRPC', 'framework'],
  ['@apollo/server apollo-server apollo-server-express', 'Apollo Server', 'framework'],
  ['graphql-yoga', 'GraphQL Yoga', 'framework'],
  ['@adonisjs/core', 'AdonisJS', 'framework'],
  ['@feathersjs/feathers', 'Feathers', 'framework'],
  ['sails', 'Sails', 'framework'],
  ['moleculer', 'Moleculer', 'framework'],
  ['@medusajs/framework @medusajs/medusa', 'Medusa', 'framework'],
  ['socket.io', 'Socket.IO', 'framework'],
  ['@grpc/grpc-js', 'gRPC', 'framework'],
  ['pg postgres pg-promise', 'PostgreSQL', 'database'],
  ['mysql mysql2', 'MySQL', 'database'],
  ['mariadb', 'MariaDB', 'database'],
  ['mongodb mongoose', 'MongoDB', 'database'],
  ['mssql tedious', 'SQL Server', 'database'],
  ['sqlite3 better-sqlite3 @libsql/client', 'SQLite', 'database'],
  ['@aws-sdk/client-dynamodb', 'DynamoDB', 'database'],
  ['@google-cloud/firestore', 'Firestore', 'database'],
  ['neo4j-driver', 'Neo4j', 'database'],
  ['cassandra-driver', 'Cassandra', 'database'],
  ['@clickhouse/client', 'ClickHouse', 'database'],
  ['redis ioredis', 'Redis', 'cache'],
  ['memcached memjs', 'Memcached', 'cache'],
  ['amqplib amqp-connection-manager', 'RabbitMQ', 'broker'],
  ['kafkajs node-rdkafka', 'Kafka', 'broker'],
  ['nats', 'NATS', 'broker'],
  ['@aws-sdk/client-sqs sqs-consumer', 'Amazon SQS', 'broker'],
  ['@google-cloud/pubsub', 'Google Pub/Sub', 'broker'],
  ['mqtt', 'MQTT', 'broker'],
  ['@elastic/elasticsearch', 'Elasticsearch', 'search'],
  ['@opensearch-project/opensearch', 'OpenSearch', 'search'],
  ['meilisearch', 'Meilisearch', 'search'],
  ['@prisma/client', 'Prisma', 'library'],
  ['typeorm', 'TypeORM', 'library'],
  ['sequelize', 'Sequelize', 'library'],
  ['drizzle-orm', 'Drizzle', 'library'],
  ['@mikro-orm/core', 'MikroORM', 'library'],
  ['knex', 'Knex', 'library'],
  ['kysely', 'Kysely', 'library'],
  ['objection', 'Objection', 'library'],
  ['bullmq', 'BullMQ', 'library'],
  ['bull', 'Bull', 'library'],
  ['agenda', 'Agenda', 'library'],
  ['pg-boss', 'pg-boss', 'library'],
  ['node-cron cron', 'cron', 'library'],
  ['passport', 'Passport', 'library'],
  ['jsonwebtoken jose', 'JSON Web Token', 'library'],
  ['helmet @fastify/helmet koa-helmet', 'Helmet', 'library'],
  [
    'express-rate-limit @fastify/rate-limit rate-limiter-flexible @nestjs/throttler',
    'rate limiter',
    'library',
  ],
  ['zod', 'Zod', 'library'],
  ['joi @hapi/joi', 'Joi', 'library'],
  ['ajv', 'Ajv', 'library'],
  ['class-validator', 'class-validator', 'library'],
  ['bcrypt bcryptjs', 'bcrypt', 'library'],
  ['argon2', 'Argon2', 'library'],
  ['axios', 'axios', 'library'],
  ['got', 'got', 'library'],
  ['opossum cockatiel', 'circuit breaker', 'library'],
  ['pino winston bunyan', 'structured logging', 'library'],
  ['@opentelemetry/api @opentelemetry/sdk-node', 'OpenTelemetry', 'library'],
  ['prom-client', 'Prometheus client', 'library'],
  ['@sentry/node', 'Sentry', 'library'],
  ['jest', 'Jest', 'other'],
  ['vitest', 'Vitest', 'other'],
  ['mocha', 'Mocha', 'other'],
  ['supertest', 'SuperTest', 'other'],
];

export interface KnownPackage {
  readonly name: string;
  readonly role: Role;
}

export const knownPackages: ReadonlyMap<string, KnownPackage> = new Map(
  packages.flatMap(([names, name, role]) => names.split(' ').map((each) => [each, { name, role }] as const)),
);

/** Images of Compose and Kubernetes whose tag tells a version of a technology above. */
export const knownImages: readonly (readonly [RegExp, KnownPackage])[] = [
  [/^(postgres|postgresql|postgis|timescaledb|pgvector)$/, { name: 'PostgreSQL', role: 'database' }],
  [/^mysql$/, { name: 'MySQL', role: 'database' }],
  [/^mariadb$/, { name: 'MariaDB', role: 'database' }],
  [/^mongo$/, { name: 'MongoDB', role: 'database' }],
  [/^(redis|redis-stack(-server)?)$/, { name: 'Redis', role: 'cache' }],
  [/^valkey$/, { name: 'Valkey', role: 'cache' }],
  [/^memcached$/, { name: 'Memcached', role: 'cache' }],
  [/^rabbitmq$/, { name: 'RabbitMQ', role: 'broker' }],
  [/^(kafka|cp-kafka|redpanda)$/, { name: 'Kafka', role: 'broker' }],
  [/^nats$/, { name: 'NATS', role: 'broker' }],
  [/^elasticsearch$/, { name: 'Elasticsearch', role: 'search' }],
  [/^opensearch$/, { name: 'OpenSearch', role: 'search' }],
  [/^meilisearch$/, { name: 'Meilisearch', role: 'search' }],
];

/** The name an engine has in `data.engine`. */
export const engineNames: Readonly<Record<string, string>> = {
  PostgreSQL: 'postgresql',
  MySQL: 'mysql',
  MariaDB: 'mariadb',
  MongoDB: 'mongodb',
  'SQL Server': 'sqlserver',
  SQLite: 'sqlite',
};
