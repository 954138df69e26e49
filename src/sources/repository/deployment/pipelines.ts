import type { DeploymentUnit } from '../../../model/architecture.ts';
import type { TextFile } from '../gather.ts';
import type { YamlView } from '../yaml.ts';
import { parseYaml } from '../yaml.ts';
import { factsOf, listed, yesNo } from './facts.ts';

const places: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)\.github\/workflows\/[^/]+\.ya?ml$/, 'GitHub Actions'],
  [/(^|\/)\.gitlab-ci\.ya?ml$/, 'GitLab CI'],
  [/(^|\/)\.circleci\/config\.ya?ml$/, 'CircleCI'],
  [/(^|\/)(azure-pipelines[\w.-]*)\.ya?ml$/, 'Azure Pipelines'],
  [/(^|\/)bitbucket-pipelines\.ya?ml$/, 'Bitbucket Pipelines'],
  [/(^|\/)\.?drone\.ya?ml$/, 'Drone'],
  [/(^|\/)\.travis\.ya?ml$/, 'Travis CI'],
];

const platformOf = (path: string): string | undefined => places.find(([pattern]) => pattern.test(path))?.[1];

export const isPipeline = (path: string): boolean => platformOf(path) !== undefined;

/** One pipeline file: when it runs, its jobs, and whether tests, a security scan or a deployment are among its commands. */
export function readPipeline({ path, text }: TextFile): DeploymentUnit | undefined {
  const root = parseYaml(text).documents[0];
  const platform = platformOf(path);
  if (root === undefined || platform === undefined || !root.exists) return undefined;
  const name = root.at('name').text() ?? path.split('/').at(-1) ?? path;
  const commands = text.replaceAll(/#[^\n]*/g, '');
  return {
    id: `pipeline:${path}`,
    kind: 'pipeline',
    name,
    runs: [],
    facts: factsOf({
      platform,
      triggers: listed(triggersOf(root)),
      jobs: listed(jobsOf(root, platform)),
      tests: yesNo(tests.test(commands)),
      scans: yesNo(scans.test(commands)),
      deploys: yesNo(deploys.test(commands)),
    }),
    origin: { kind: 'read', file: path, line: 1 },
  };
}

const tests =
  /\b(npm|pnpm|yarn|bun)\s+(run\s+)?(-\S+\s+)*test|\b(vitest|jest|mocha|pytest|phpunit|pest|rspec|go test|cargo test|gradlew?\s+\S*(test|check|build)|mvnw?\s+\S*(test|verify|install|package)|dotnet test|artisan test|rails test|rake test|manage\.py test|make test|tox|turbo\s+(run\s+)?test)\b/i;
const scans =
  /\b(codeql|trivy|snyk|semgrep|grype|gitleaks|trufflehog|npm audit|pnpm audit|yarn audit|bandit|brakeman|gosec|govulncheck|dependency-review|osv-scanner|sonar)/i;
const deploys =
  /\b(kubectl (apply|set|rollout)|helm (upgrade|install)|terraform apply|serverless deploy|aws (ecs|lambda|s3|cloudformation)|gcloud (run|app|functions) deploy|flyctl deploy|fly deploy|heroku|docker push|build-push-action|vercel|netlify|ansible-playbook|cap production|npm publish)\b/i;

function triggersOf(root: YamlView): readonly string[] {
  // YAML 1.1 reads `on` as true; both are met in the wild.
  for (const key of ['on', 'true', 'trigger', 'workflow']) {
    const view = root.at(key);
    if (!view.exists) continue;
    const single = view.text();
    if (single !== undefined) return [single];
    const items = view.items().flatMap((item) => item.text() ?? []);
    return items.length > 0 ? items : view.entries().map(([name]) => name);
  }
  return [];
}

const reserved = new Set([
  'stages',
  'variables',
  'include',
  'default',
  'image',
  'services',
  'before_script',
  'after_script',
  'cache',
  'workflow',
  'pages',
  'spec',
]);

function jobsOf(root: YamlView, platform: string): readonly string[] {
  if (platform === 'GitLab CI')
    return root
      .entries()
      .map(([name]) => name)
      .filter((name) => !reserved.has(name) && !name.startsWith('.'));
  return root
    .at('jobs')
    .entries()
    .map(([name]) => name);
}
