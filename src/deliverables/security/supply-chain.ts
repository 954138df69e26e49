import { codeCell, judgement, list, names, section, table, warning } from '../blocks.ts';
import { cappedTable } from '../capped.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import type { DeploymentUnit } from '../../model/architecture.ts';

const isImage = ({ kind, facts }: DeploymentUnit): boolean =>
  kind === 'dockerfile' ||
  kind === 'compose-service' ||
  kind === 'kubernetes' ||
  facts['image'] !== undefined;

/** What the backend is built from, how it is pinned and checked, and how its containers are hardened. */
export function supplyChain({ backend }: Basis): readonly (Section | undefined)[] {
  const { stack, architecture, source } = backend;
  const images = architecture.deployment.filter(isImage);
  const known = stack.length > 0 && (images.length > 0 || architecture.containers.length > 0);
  const unpinned = (source === 'recovered' ? stack : []).filter(
    ({ version }) => version === undefined || /[~^*x]|latest/.test(version),
  );
  return [
    section(
      { id: 'components', title: 'Components', items: known ? ['3.12'] : [] },
      ...cappedTable(
        ['component', 'role', 'version', 'licence', 'gets fixes until'],
        stack.map(({ name, role, version, licence, supportEnd }): readonly Cell[] => [
          name,
          role,
          version ?? 'not known',
          licence ?? 'not known',
          supportEnd ?? 'not known',
        ]),
        'model.json',
      ),
      unpinned.length === 0
        ? undefined
        : warning(
            `No exact version is known of ${names(unpinned.slice(0, 12).map(({ name }) => name))}${unpinned.length > 12 ? ` and ${unpinned.length - 12} more` : ''}: two builds of one commit may differ.`,
          ),
    ),
    section(
      { id: 'images', title: 'Container images' },
      table(
        ['unit', 'base', 'by digest', 'runs as', 'defined in'],
        images.map((unit): readonly Cell[] => [
          unit.name,
          codeCell(unit.facts['image'] ?? 'not known'),
          pinned(unit),
          userWords(unit),
          unit.origin.kind === 'read' ? `${unit.origin.file}:${unit.origin.line}` : 'design',
        ]),
      ),
      rootUsers(images),
    ),
    known ? policySection(backend) : undefined,
  ];
}

const pinned = ({ facts }: DeploymentUnit): string => {
  const image = facts['image'];
  if (image === undefined) return 'not known';
  return image.includes('@sha256:') ? 'yes' : 'no';
};

const userWords = ({ facts }: DeploymentUnit): string =>
  facts['user'] ?? 'not stated (root unless the base says otherwise)';

function rootUsers(images: readonly DeploymentUnit[]) {
  const root = images.filter(({ facts }) => facts['user'] === 'root' || facts['user'] === '0');
  return root.length === 0
    ? undefined
    : warning(
        `${names(root.map(({ name }) => name))}: runs as root; a break-out starts with every right inside the container.`,
      );
}

function policySection({ source }: Backend): Section | undefined {
  return section(
    { id: 'dependency-policy', title: source === 'designed' ? 'Policy' : 'Policy to reach' },
    list([
      'Lockfile committed; installs are exact (`npm ci`) and run no install scripts (`--ignore-scripts`), with named exceptions.',
      'A new dependency needs a reason, a licence on the allow list, a second maintainer or a plan to leave it; updates wait a few days after their release unless they fix a vulnerability.',
      'Bill of materials in CycloneDX at each build (`npm sbom --sbom-format cyclonedx`), kept with the release and matched daily against advisories.',
      'Fixes: reachable and exploited at once, reachable and high within a week, the rest with the next release.',
      'Images: minimal base by digest, built once, signed with provenance (SLSA build level 2 or higher); the cluster admits signed images only.',
      'Containers: not root, read-only file system, no added capabilities, no privilege escalation, memory and CPU limits, default seccomp profile, own service account without token unless needed.',
      'The pipeline holds no long-lived cloud keys: it proves its identity (OIDC) for each run.',
    ]),
    judgement('A policy is a choice; which points the pipeline already enforces was not examined.'),
  );
}
