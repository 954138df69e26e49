import { folderOf } from '../file-paths.ts';
import type { Container, DeploymentUnit } from '../../../model/architecture.ts';
import type { Gap } from '../../../model/origin.ts';
import type { Job } from '../../../model/processes.ts';
import type { Facts } from '../../facts.ts';
import type { Repository, TextFile } from '../gather.ts';
import { isTestFile } from '../javascript/tests.ts';
import { parseYaml } from '../yaml.ts';
import { isCompose, readCompose } from './compose.ts';
import { isCrontab, readCrontab } from './crontab.ts';
import { isDockerfile, readDockerfile } from './dockerfile.ts';
import type { Deployment } from './facts.ts';
import { readKubernetes, resourcesOf } from './kubernetes.ts';
import { oneForEachPair } from './links.ts';
import type { Resource } from './pods.ts';
import { isProcfile, readProcfile } from './procfile.ts';
import { isPipeline, readPipeline } from './pipelines.ts';
import { isServerless, readServerless } from './serverless.ts';
import { readTerraform } from './terraform.ts';

/** How the target is run: what its container, orchestration and platform files say. */
export function readDeployment(repository: Repository): Facts {
  const pipelines = [...repository.files.values()].filter(({ path }) => isPipeline(path));
  const files = [...repository.files.values()].filter(
    ({ path }) => !isTestFile(path, []) && !developerOnly.test(path),
  );
  const charts = chartFolders(files);
  const paths = [...repository.files.keys()];
  const found: Deployment[] = [];
  const jobs: Job[] = [];
  const resources: Resource[] = [];
  const dockerfiles: DeploymentUnit[] = [];
  for (const file of files) {
    if (isDockerfile(file.path)) {
      const unit = readDockerfile(file);
      if (unit !== undefined) dockerfiles.push(unit);
    } else if (isProcfile(file.path)) found.push(readProcfile(file));
    else if (isCrontab(file)) jobs.push(...readCrontab(file, paths));
    else if (isServerless(file.path)) {
      const serverless = readServerless(file);
      found.push(serverless);
      jobs.push(...serverless.jobs);
    } else if (file.path.endsWith('.tf')) found.push(readTerraform(file));
    else if (isCompose(file.path)) found.push(readCompose(file));
    else if (isManifest(file) && !charts.some((chart) => file.path.startsWith(chart)))
      resources.push(...resourcesOf(file, parseYaml(file.text).documents));
  }
  found.push(readKubernetes(resources));
  return {
    architecture: {
      containers: oneForEachName(found.flatMap(({ containers }) => containers)),
      connections: oneForEachPair(found.flatMap(({ connections }) => connections)),
      deployment: known([
        ...dockerfiles,
        ...found.flatMap(({ units }) => units),
        ...pipelines.flatMap((file) => readPipeline(file) ?? []),
      ]),
    },
    processes: { jobs },
    gaps: [...found.flatMap(({ gaps }) => gaps), ...untold(files, charts)],
  };
}

/** Images of editors and browsers' workplaces: nothing of the product runs in them. */
const developerOnly = /(^|\/)(\.devcontainer|\.gitpod|\.github|\.vscode)/;

const isManifest = ({ path, text }: TextFile): boolean =>
  /\.ya?ml$/.test(path) && /^apiVersion:/m.test(text) && /^kind:/m.test(text) && !text.includes('{{');

/** The same service in several files is one container; the first file tells it. */
function oneForEachName(containers: readonly Container[]): readonly Container[] {
  const found = new Map<string, Container>();
  for (const container of containers) if (!found.has(container.id)) found.set(container.id, container);
  return [...found.values()];
}

/** A service may name a Dockerfile that is not there (it is made elsewhere): such a link is left out. */
function known(units: readonly DeploymentUnit[]): readonly DeploymentUnit[] {
  const ids = new Set(units.map(({ id }) => id));
  return units.map((unit) => ({
    ...unit,
    runs: unit.runs.filter((run) => !run.startsWith('dockerfile:') || ids.has(run)),
  }));
}

/** Folders of Helm charts, with the trailing slash; their templates are programs, not manifests. */
const chartFolders = (files: readonly TextFile[]): readonly string[] =>
  files.filter(({ path }) => /(^|\/)Chart\.ya?ml$/.test(path)).map(({ path }) => `${folderOf(path)}/`);

/** What is there and not read, by name and number. */
function untold(files: readonly TextFile[], charts: readonly string[]): readonly Gap[] {
  const gaps: Gap[] = charts.map((chart) => {
    const templates = files.filter(({ path }) => path.startsWith(`${chart}templates/`)).length;
    return {
      kind: 'read-helm',
      subject: chart.slice(0, -1),
      why: `a Helm chart; its templates are not rendered (${templates})`,
    };
  });
  return gaps;
}
