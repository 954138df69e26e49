/** What a technology is chosen for; `style` words are ways to build and never fixed by a mention. */
export type Topic =
  | 'language'
  | 'runtime'
  | 'framework'
  | 'database'
  | 'cache'
  | 'broker'
  | 'search'
  | 'hosting'
  | 'identity'
  | 'observability'
  | 'style';

export interface Technology {
  /** As written in a brief. */
  readonly name: string;
  readonly topic: Topic;
  readonly words: readonly string[];
  /** An everyday word too: counts only with this capital spelling, not at the start of a sentence. */
  readonly spelled?: string;
}

/** Columns: topic | name: word, word; … A word in 'quotes' must be written exactly so. */
const table = `
language | typescript; javascript: javascript, js; python; java; kotlin; go: golang, 'Go'; rust: 'Rust'; csharp: c#, csharp; php; ruby: 'Ruby'; elixir: 'Elixir'; scala; swift: 'Swift'; cpp: c++; clojure; perl; cobol; erlang; visual-basic: visual basic, vb.net, vb6
runtime | node: node.js, nodejs, node; deno; bun: 'Bun'; jvm; dotnet: .net, dotnet, .net core
framework | express: express.js, expressjs, 'Express'; nestjs: nestjs, nest.js; fastify; hono: hono; koa: 'Koa'; django; flask: 'Flask'; fastapi; rails: ruby on rails, rails, ror; laravel; symfony; spring-boot: spring boot, 'Spring'; quarkus; micronaut; asp.net: asp.net core, asp.net; phoenix: 'Phoenix'; gin: 'Gin'; nextjs: next.js, nextjs; struts; codeigniter; zend: zend framework; cakephp
database | postgresql: postgresql, postgres, pg; mysql; mariadb; mongodb: mongodb, mongo; sqlite; oracle: oracle database, oracle db, 'Oracle'; sql-server: sql server, mssql, ms sql; dynamodb; cassandra: 'Cassandra', apache cassandra; cockroachdb; couchdb; firestore; firebase; supabase; neo4j; clickhouse; timescaledb; influxdb; db2; aurora: 'Aurora', aws aurora; spanner: 'Spanner', cloud spanner; scylladb
cache | redis; valkey; memcached: memcached, memcache; dragonfly: 'Dragonfly'; hazelcast
broker | kafka: apache kafka, kafka; rabbitmq: rabbitmq, rabbit mq; nats: 'NATS'; sqs: aws sqs, sqs; pubsub: google pub/sub, pub/sub, pubsub; pulsar: apache pulsar; activemq; redpanda; kinesis: 'Kinesis', aws kinesis; service-bus: azure service bus; mqtt
search | elasticsearch: elasticsearch, elastic search; opensearch; meilisearch; typesense; algolia; solr
hosting | aws: aws, amazon web services; gcp: gcp, google cloud; azure; kubernetes: kubernetes, k8s; heroku; hetzner; ovh: ovh, ovhcloud; digitalocean: digitalocean, digital ocean; fly.io: fly.io; render: render.com; railway: railway.app; vercel; netlify; cloudflare: cloudflare workers, cloudflare; on-premises: on-premises, on-premise, on-prem, on premises, on premise, own data centre, own data center, own servers, bare metal; lambda: aws lambda, lambda; ecs: 'ECS', aws ecs, fargate; docker-swarm: docker swarm; nomad: 'Nomad'; openshift; docker: docker; vps
identity | keycloak; auth0; okta; cognito: cognito, aws cognito; entra: entra id, azure ad, active directory; zitadel; clerk: clerk.com, 'Clerk'
observability | prometheus; grafana; datadog; opentelemetry: opentelemetry, otel; sentry: 'Sentry'; new-relic: new relic; splunk; jaeger; elk: elk stack
style | microservices: microservice, microservices, micro-services, micro services; monolith: monolith, monolithic; modular-monolith: modular monolith, modulith; event-driven: event-driven, event driven, event-based; graphql; grpc; rest: rest api, restful, rest apis, 'REST'; cqrs; event-sourcing: event sourcing, event-sourced; serverless; soap: 'SOAP'; hexagonal: hexagonal architecture, ports and adapters; ddd: domain-driven design, ddd; websockets: websocket, websockets; multi-region: multi-region, multi region, active-active; saga: saga pattern, sagas
`;

const topics: readonly Topic[] = [
  'language',
  'runtime',
  'framework',
  'database',
  'cache',
  'broker',
  'search',
  'hosting',
  'identity',
  'observability',
  'style',
];

function technologiesOf(line: string): readonly Technology[] {
  const [head = '', list = ''] = line.split(' | ');
  const topic = topics.find((candidate) => candidate === head.trim());
  if (topic === undefined) return [];
  return list.split('; ').flatMap((text): readonly Technology[] => {
    const [name = '', words = name] = text.split(': ');
    const all = words.split(', ');
    const exact = all.filter((word) => word.startsWith("'")).map((word) => word.slice(1, -1));
    const plain = all.filter((word) => !word.startsWith("'"));
    return [
      ...(plain.length === 0 ? [] : [{ name, topic, words: plain }]),
      ...exact.map((spelled) => ({ name, topic, words: [spelled.toLowerCase()], spelled })),
    ];
  });
}

export const technologies: readonly Technology[] = table.trim().split('\n').flatMap(technologiesOf);

/** Language, runtime and framework are replaced together; every other topic alone. */
export const layerOf = (topic: Topic): string =>
  topic === 'language' || topic === 'runtime' || topic === 'framework' ? 'code' : topic;
