import type { Layer } from '../../../model/architecture.ts';

type Known = Exclude<Layer, 'unknown'>;

/** Names of folders, singular; the plural is recognised as well. */
const folderNames: Readonly<Record<Known, readonly string[]>> = {
  interface: [
    'controller',
    'route',
    'router',
    'api',
    'http',
    'rest',
    'handler',
    'endpoint',
    'resolver',
    'graphql',
    'gateway',
    'presentation',
    'presenter',
    'middleware',
    'web',
    'websocket',
    'rpc',
    'trpc',
  ],
  application: [
    'service',
    'use-case',
    'usecase',
    'application',
    'interactor',
    'command',
    'job',
    'worker',
    'task',
    'action',
    'processor',
    'consumer',
    'subscriber',
    'workflow',
    'saga',
  ],
  domain: ['domain', 'entity', 'model', 'aggregate', 'value-object'],
  infrastructure: [
    'repository',
    'infra',
    'infrastructure',
    'db',
    'database',
    'dal',
    'dao',
    'persistence',
    'adapter',
    'client',
    'integration',
    'storage',
    'store',
    'cache',
    'queue',
    'prisma',
    'mailer',
    'email',
    'loader',
    'migration',
    'knex',
    'typeorm',
  ],
};

/** Endings that frameworks give to files: `user.controller.ts`, `UserRepository.ts`. */
const fileEndings: Readonly<Record<Known, RegExp>> = {
  interface: /[._-]?(controllers?|router|routes?|urls|resolver|gateway|middleware|guard|handlers?)$/i,
  application: /[._-]?(services?|use-?case|interactor|processor|consumer|worker|jobs?|tasks)$/i,
  domain: /[._-]?(entity|models?|aggregate|value-?object)$/i,
  infrastructure: /[._-]?(repository|repo|dao|client|adapter|store|provider|datasource)$/i,
};

const byFolder = new Map<string, Known>(
  entriesOf(folderNames).flatMap(([layer, names]) =>
    names.flatMap((name) => [name, plural(name)].map((form) => [form, layer] as const)),
  ),
);

/** Libraries that are only imported where a layer does its work. */
const libraries: readonly (readonly [RegExp, Known])[] = [
  [/^(express|fastify|koa|@koa\/.*|@hapi\/hapi|hono|restify|socket\.io|ws|@trpc\/server)$/, 'interface'],
  [
    /^(pg|mysql2?|knex|sequelize|typeorm|mongoose|mongodb|ioredis|redis|drizzle-orm|@prisma\/client|kysely|nodemailer|amqplib|kafkajs|@aws-sdk\/.*)$/,
    'infrastructure',
  ],
  [
    /^(fastapi|flask|starlette|aiohttp|rest_framework|net\/http|github\.com\/(gin-gonic\/gin|labstack\/echo|go-chi\/chi|gorilla\/mux|gofiber\/fiber)(\/.*)?|org\.springframework\.web\..*|(javax|jakarta)\.(ws\.rs|servlet)\..*|Microsoft\.AspNetCore\.Mvc.*|Illuminate\\(Http|Routing)\\.*|Symfony\\Component\\(HttpFoundation|Routing)\\.*)$/,
    'interface',
  ],
  [
    /^(sqlalchemy|psycopg2?|pymongo|redis|boto3|alembic|database\/sql|gorm\.io\/.*|xorm\.io\/.*|github\.com\/(jackc\/pgx|jmoiron\/sqlx|redis\/go-redis|lib\/pq)(\/.*)?|java\.sql\..*|org\.springframework\.(jdbc|data)\..*|Microsoft\.EntityFrameworkCore.*|Dapper|StackExchange\.Redis|Illuminate\\(Database|Redis)\\.*|Doctrine\\(DBAL|ORM)\\.*)$/,
    'infrastructure',
  ],
];

/** Below these every folder is part of the interface, whatever its feature is called (`routes/integrations`). */
const entryPoints = /(^|\/)(routes|routers|controllers|resolvers)(\/|$)/i;

/** What a folder's own name says, or that of the nearest folder above it. */
export function layerOfFolder(folder: string): Layer {
  // What stands above `src` is the name of a package: `apps/api/src` is a backend and no interface layer.
  const inside = folder.replace(/^(.*\/)?src(\/|$)/, '');
  if (entryPoints.test(inside)) return 'interface';
  for (const segment of inside.split('/').toReversed()) {
    const known = layerOfSegment(segment);
    if (known !== undefined) return known;
  }
  return 'unknown';
}

/** .NET names a project by its product and its part; of these parts only some name nothing but a layer. */
const projectPart = /\.(domain|infrastructure|application|persistence|presentation|api|web)$/i;

function layerOfSegment(segment: string): Known | undefined {
  const part = projectPart.exec(segment)?.[1];
  return byFolder.get((part ?? segment).toLowerCase());
}

export const isLayerName = (segment: string): boolean => layerOfSegment(segment) !== undefined;

export interface LayerHint {
  readonly path: string;
  readonly libraries: readonly string[];
}

/** What most files of a folder say by their names, else by the libraries they import; unknown when they disagree. */
export function layerOfFiles(files: readonly LayerHint[]): Layer {
  const named = majority(
    files.map(({ path }) => layerOfName(path)),
    files.length,
  );
  if (named !== 'unknown') return named;
  const used = files.map((file) => layerOfLibraries(file.libraries));
  return majority(used, files.length);
}

function layerOfName(path: string): Layer {
  const name = (path.split('/').at(-1) ?? '').replace(/\.([cm]?[jt]sx?|py|java|kt|go|php|inc|cs|rb)$/, '');
  return entriesOf(fileEndings).find(([, pattern]) => pattern.test(name))?.[0] ?? 'unknown';
}

const layerOfLibraries = (names: readonly string[]): Layer =>
  libraries.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1] ?? 'unknown';

/** One layer that more than half of all files have and no more than a fifth of the telling ones contradict. */
function majority(found: readonly Layer[], files: number): Layer {
  const telling = found.filter((layer) => layer !== 'unknown');
  const counts = new Map<Layer, number>();
  for (const layer of telling) counts.set(layer, (counts.get(layer) ?? 0) + 1);
  const [first] = [...counts].toSorted(([, a], [, b]) => b - a);
  if (first === undefined) return 'unknown';
  const [layer, count] = first;
  return count * 2 > files && count >= telling.length * 0.8 ? layer : 'unknown';
}

function plural(name: string): string {
  return name.endsWith('y') && !name.endsWith('ay') ? `${name.slice(0, -1)}ies` : `${name}s`;
}

function entriesOf<Value>(table: Readonly<Record<Known, Value>>): readonly (readonly [Known, Value])[] {
  const { interface: outer, application, domain, infrastructure } = table;
  return [
    ['interface', outer],
    ['application', application],
    ['domain', domain],
    ['infrastructure', infrastructure],
  ];
}
