/**
 * Keys of `DeploymentUnit.facts`, in one place because rules rely on them. A key that is absent does not apply to
 * the kind of unit or cannot be seen; `none`, `no` and `unset` say that it was looked for and is not there.
 */
export const deploymentFacts = {
  image: 'image that is run, with its tag; `build` when it is built here',
  base: 'Dockerfile: image of the last stage, stages resolved',
  tag: 'tag of image or base: the text, `latest` when none is given, `digest` when pinned by digest, `unknown` for a variable',
  build: 'folder or Dockerfile that is built; `path#stage` when one stage is the target',
  user: 'user the process runs as: name or number, `root`, or `unset` (the image decides)',
  nonRoot: '`yes` when the platform refuses to start it as root, else `no`',
  privileged: '`yes` or `no`',
  escalation: '`no` when allowPrivilegeEscalation is false, else `yes`',
  readOnlyRoot: '`yes` or `no`: the root file system',
  capabilities: 'capabilities added, comma separated; `none`',
  hostNetwork: '`yes` or `no`',
  dockerSocket: '`yes` when the Docker socket is mounted; absent otherwise',
  healthcheck: '`yes`, `no`, or `off` when switched off',
  liveness: '`yes` or `no`',
  readiness: '`yes` or `no`',
  startup: '`yes` or `no`',
  ports: 'ports the process listens on, comma separated; `none`',
  published: 'ports reachable from outside the host or cluster, `address:host:container` as written; `none`',
  replicas: 'instances asked for; `1` when nothing is said',
  autoscaling: '`low-high` instances',
  disruptionBudget: '`yes` when a PodDisruptionBudget selects it, else `no`',
  restart: 'restart policy; `no` when none is given',
  cpuLimit: 'as written, `none`',
  memoryLimit: 'as written, `none`',
  cpuRequest: 'as written, `none`',
  memoryRequest: 'as written, `none`',
  schedule: 'cron expression',
  concurrency: 'CronJob: concurrencyPolicy, `Allow` when nothing is said',
  gracePeriod: 'terminationGracePeriodSeconds, or stop_grace_period',
  type: 'Service: ClusterIP, NodePort, LoadBalancer',
  hosts: 'Ingress: host names, comma separated',
  tls: '`yes` or `no`',
  secretsInline:
    'names of environment keys whose secret value is written here, comma separated; never the value',
  secretsGuessable: 'those of them whose value is a word that everybody tries first, or stands beside them',
  install: 'Dockerfile: `locked` (npm ci, --frozen-lockfile …) or `unlocked`',
  stages: 'Dockerfile: number of stages',
  command: 'first word or words of what is started',
  runtime: 'serverless: runtime',
  timeout: 'serverless: seconds, as written',
  memory: 'serverless: MB, as written',
} as const;

export type DeploymentFact = keyof typeof deploymentFacts;
