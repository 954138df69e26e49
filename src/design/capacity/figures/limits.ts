import { f } from './figure.ts';

/** Where a team, a table or a database stops being manageable. */
export const limitFigures = {
  teamSize: f(5, 'people', 2, 10, 'Engineers', 'nobody said how many'),
  peoplePerDeployable: f(
    16,
    'people',
    8,
    20,
    'People who can share one deployable',
    'two teams of eight; beyond, releases wait for each other',
  ),
  partsPerEngineer: f(
    3,
    'x',
    2,
    4,
    'Moving parts one engineer can look after',
    'each wants upgrades, alerts and a runbook',
  ),

  tableRows: f(
    1e8,
    'rows',
    5e7,
    5e8,
    'Rows of a table beyond which it is partitioned',
    'vacuum and index builds then take hours, and old rows go by detaching',
  ),
  tableBytes: f(
    1e11,
    'bytes',
    5e10,
    5e11,
    'Bytes of a table beyond which it is partitioned',
    'maintenance of one file set of that size takes hours',
  ),
  indexOverhead: f(1.8, 'x', 1.3, 2.5, 'Bytes on disk against bytes of rows', 'indexes and free space'),

  poolPerCore: f(
    2,
    'connections',
    2,
    4,
    'Busy connections a database core serves well',
    'twice the cores, as the PostgreSQL wiki advises',
  ),
  connectionsPerCore: f(
    25,
    'connections',
    10,
    50,
    'max_connections for each core of the database',
    'each connection is a process with memory of its own',
  ),
  mostConnections: f(
    500,
    'connections',
    300,
    1000,
    'Highest max_connections without a pooler in front',
    'snapshots get slower with each connection',
  ),
  mostInstances: f(
    200,
    'instances',
    100,
    1000,
    'Instances one deployment is allowed',
    'beyond, one cluster is no longer enough',
  ),
  mostReplicas: f(
    5,
    'instances',
    3,
    15,
    'Read replicas of one primary',
    'each takes a log sender and a copy of the whole database',
  ),
  mostShards: f(
    32,
    'count',
    8,
    256,
    'Shards of one database',
    'each is a primary to upgrade, back up and migrate; moving rows between more is a product of its own',
  ),
} as const;
