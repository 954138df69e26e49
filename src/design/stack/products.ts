import type { Technology } from '../../model/architecture.ts';

/** A product that can fill a role. Facts of 2026-11; what is not known is left out. */
export interface Product {
  readonly name: string;
  readonly role: Technology['role'];
  /** Words in a brief that mean it. */
  readonly words: readonly string[];
  readonly version?: string;
  readonly licence?: string;
  readonly supportEnd?: string;
  /** Protocol its clients speak. */
  readonly protocol: string;
  /** Words that rule it out because it descends from, or behaves as, another product. */
  readonly kin?: readonly string[];
}

/** In each role the first product that nothing rules out is taken. */
export const products: readonly Product[] = [
  {
    name: 'TypeScript',
    role: 'language',
    words: ['typescript', 'ts'],
    version: '7',
    licence: 'Apache-2.0',
    protocol: '',
  },
  { name: 'Java', role: 'language', words: ['java'], protocol: '' },
  { name: 'Python', role: 'language', words: ['python'], licence: 'PSF-2.0', protocol: '' },
  {
    name: 'Node.js',
    role: 'runtime',
    words: ['node', 'nodejs', 'node.js'],
    version: '24 LTS',
    licence: 'MIT',
    supportEnd: '2028-04-30',
    protocol: '',
  },
  { name: 'Fastify', role: 'framework', words: ['fastify'], version: '5', licence: 'MIT', protocol: 'HTTP' },
  { name: 'NestJS', role: 'framework', words: ['nestjs', 'nest'], licence: 'MIT', protocol: 'HTTP' },
  { name: 'Express', role: 'framework', words: ['express'], version: '5', licence: 'MIT', protocol: 'HTTP' },
  {
    name: 'PostgreSQL',
    role: 'database',
    words: ['postgresql', 'postgres', 'pg'],
    version: '18',
    licence: 'PostgreSQL',
    supportEnd: '2030-11-14',
    protocol: 'PostgreSQL',
  },
  {
    name: 'MySQL',
    role: 'database',
    words: ['mysql'],
    version: '8.4 LTS',
    licence: 'GPL-2.0',
    supportEnd: '2032-04-30',
    protocol: 'MySQL',
  },
  { name: 'MariaDB', role: 'database', words: ['mariadb'], licence: 'GPL-2.0', protocol: 'MySQL' },
  {
    name: 'Valkey',
    role: 'cache',
    words: ['valkey'],
    version: '8.1',
    licence: 'BSD-3-Clause',
    supportEnd: '2028-03-31',
    protocol: 'RESP',
    kin: ['redis'],
  },
  { name: 'Redis', role: 'cache', words: ['redis'], version: '8', licence: 'AGPL-3.0', protocol: 'RESP' },
  {
    name: 'Memcached',
    role: 'cache',
    words: ['memcached', 'memcache'],
    version: '1.6',
    licence: 'BSD-3-Clause',
    protocol: 'memcached',
  },
  {
    name: 'RabbitMQ',
    role: 'broker',
    words: ['rabbitmq', 'rabbit', 'amqp'],
    version: '4',
    licence: 'MPL-2.0',
    protocol: 'AMQP',
  },
  {
    name: 'NATS JetStream',
    role: 'broker',
    words: ['nats', 'jetstream'],
    version: '2',
    licence: 'Apache-2.0',
    protocol: 'NATS',
  },
  {
    name: 'Apache Kafka',
    role: 'broker',
    words: ['kafka'],
    version: '4',
    licence: 'Apache-2.0',
    protocol: 'Kafka',
  },
  {
    name: 'OpenSearch',
    role: 'search',
    words: ['opensearch'],
    version: '3',
    licence: 'Apache-2.0',
    protocol: 'HTTPS',
  },
  {
    name: 'Elasticsearch',
    role: 'search',
    words: ['elasticsearch', 'elastic'],
    licence: 'AGPL-3.0',
    protocol: 'HTTPS',
  },
  { name: 'Meilisearch', role: 'search', words: ['meilisearch'], licence: 'MIT', protocol: 'HTTPS' },
  {
    name: 'Kubernetes',
    role: 'hosting',
    words: ['kubernetes', 'k8s'],
    version: '1.35',
    licence: 'Apache-2.0',
    supportEnd: '2027-02-28',
    protocol: '',
  },
];

export const rolesOf = (role: Technology['role']): readonly Product[] =>
  products.filter((product) => product.role === role);

const plainWord = (text: string): string => text.trim().toLowerCase();

export const meansProduct = ({ words, name }: Product, text: string): boolean =>
  words.includes(plainWord(text)) || name.toLowerCase() === plainWord(text);

/** Ruled out by name, or as kin of what is ruled out. */
export const ruledOut = (product: Product, text: string): boolean =>
  meansProduct(product, text) || (product.kin?.includes(plainWord(text)) ?? false);
