import type { Architecture, DeploymentUnit } from '../model/architecture.ts';
import { isForDevelopment } from './places.ts';

/** Images that serve people who develop: who runs one of them beside the rest is on a machine of their own. */
const developerTool =
  /(^|\/)(pgadmin4?|adminer|phpmyadmin|mongo-express|redis-commander|redisinsight|mailhog|mailpit|maildev|mailcatcher|smtp4dev|greenmail|localstack|storybook|dbgate|cloudbeaver)(:|@|$)/i;

/** Compose files beside the one that is deployed. */
const partOfDevelopment = /(^|\/)(docker-)?compose[\w.-]*[.-](integration|infra|override)[\w.-]*\.ya?ml$/i;

const fileOf = ({ origin }: DeploymentUnit): string => (origin.kind === 'read' ? origin.file : '');

/** Files of deployment that serve development, tests or a demonstration: by their names, or by what they run. */
function developmentFiles(units: readonly DeploymentUnit[]): ReadonlySet<string> {
  return new Set(
    units
      .filter(
        ({ origin, facts, name }) =>
          isForDevelopment(origin) ||
          facts['purpose'] === 'development' ||
          partOfDevelopment.test(origin.kind === 'read' ? origin.file : '') ||
          developerTool.test(facts['image'] ?? '') ||
          developerTool.test(`${name}:`),
      )
      .map(fileOf),
  );
}

/** Units that other people depend on. Habits of a developer's own machine are no faults. */
export function productionUnits({ deployment }: Architecture): readonly DeploymentUnit[] {
  const development = developmentFiles(deployment);
  return deployment.filter((unit) => fileOf(unit) === '' || !development.has(fileOf(unit)));
}

export function isDevelopmentUnit(unit: DeploymentUnit, { deployment }: Architecture): boolean {
  return fileOf(unit) !== '' && developmentFiles(deployment).has(fileOf(unit));
}
