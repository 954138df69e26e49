import { cell, figure, link, names, section, table } from '../blocks.ts';
import type { Basis, Block, Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import { requirementsAbout } from '../requirements.ts';
import { componentView } from './component-view.ts';
import { containerView } from './container-view.ts';
import { contextView } from './context-view.ts';
import { deploymentView } from './deployment-view.ts';
import { failingSequence, happySequence } from './flow-sequence.ts';

type Sections = readonly (Section | undefined)[];

/** arc42 chapter 3: the system among its users and neighbours. */
export function contextChapter({ backend }: Basis): Sections {
  const view = contextView(backend);
  return [
    section(
      { id: 'context', title: 'Context', answers: requirementsAbout(backend, 'integration') },
      view.nodes.length > 1 ? figure(view) : undefined,
      table(
        ['actor', 'kind', 'operations allowed'],
        backend.trust.actors.map(({ name, kind }) => [name, kind, names(allowed(backend, name))]),
      ),
    ),
    section(
      { id: 'neighbours', title: 'Neighbouring systems' },
      table(
        ['system', 'kind', 'style', 'direction', 'promised availability', 'latency', 'used by'],
        backend.processes.integrations.map(({ id, kind, style, direction, sla, latency, context }) => [
          id,
          kind,
          style,
          direction,
          cell(sla),
          cell(latency),
          context ?? '–',
        ]),
      ),
    ),
  ];
}

const allowed = ({ trust }: Backend, actor: string): readonly string[] =>
  trust.permissions
    .filter(({ role, effect }) => role === actor && effect === 'allow')
    .map(({ operation }) => operation);

/** arc42 chapter 5, levels 1 and 2. */
export function buildingBlocks({ backend }: Basis): Sections {
  const { containers, connections } = backend.architecture;
  return [
    section(
      { id: 'containers', title: 'Containers' },
      figure(containerView(backend)),
      table(
        ['container', 'kind', 'technology', 'purpose', 'instances', 'vCPU each', 'memory each'],
        containers.map(({ name, kind, technology, purpose, instances, vcpu, memoryBytes }) => [
          name,
          kind,
          technology,
          purpose,
          cell(instances),
          cell(vcpu),
          cell(memoryBytes),
        ]),
      ),
    ),
    section(
      { id: 'connections', title: 'Connections' },
      table(
        ['from', 'to', 'protocol', 'purpose', 'caller waits', 'encrypted', 'timeout', 'attempts', 'pool'],
        connections.map((connection) => [
          connection.from,
          connection.to,
          connection.protocol,
          connection.purpose,
          connection.synchronous ? 'yes' : 'no',
          connection.encrypted === 'unknown' ? 'unknown' : connection.encrypted ? 'yes' : 'no',
          cell(connection.timeout),
          cell(connection.attempts),
          cell(connection.pool),
        ]),
      ),
    ),
    section({ id: 'components', title: 'Components' }, figure(componentView(backend))),
  ];
}

/** arc42 chapter 6: each critical flow as it should go and as it goes when a step fails. */
export function runtime({ backend }: Basis): Sections {
  return backend.processes.flows.map((flow) => {
    const failing = failingSequence(backend, flow);
    return section(
      { id: `flow-${flow.id}`, title: flow.name },
      table(
        ['step', 'at', 'kind', 'timeout', 'attempts', 'undone by', 'key'],
        flow.steps.map((step) => [
          `${step.action}${step.pivot === true ? ' (from here only forward)' : ''}`,
          step.at,
          step.kind,
          step.timeout ?? (step.kind === 'remote' ? 'not known' : '–'),
          step.attempts ?? (step.kind === 'remote' ? 'not known' : '–'),
          step.compensation ?? '–',
          step.idempotencyKey ?? '–',
        ]),
      ),
      figure(happySequence(backend, flow)),
      failing === undefined ? undefined : figure(failing),
    );
  });
}

/** arc42 chapter 7. */
export function deployment({ backend }: Basis): Sections {
  return [
    section(
      {
        id: 'deployment',
        title: 'Deployment',
        answers: requirementsAbout(backend, 'constraint', ['hosting']),
      },
      figure(deploymentView(backend)),
      table(
        ['unit', 'kind', 'runs', 'facts'],
        backend.architecture.deployment.map(({ name, kind, runs, facts }) => [
          name,
          kind,
          names(runs),
          names(Object.entries(facts).map(([key, value]) => `${key}: ${value}`)),
        ]),
      ),
    ),
  ];
}

/**
 * The list of views claims item 1.3 only when every view has something to show, and every critical flow is drawn
 * as it goes and as it fails.
 */
export function viewIndex({ backend }: Basis): Section | undefined {
  const views = [
    ['context', '1-architecture/03-context.md#context', contextView(backend).nodes.length > 1],
    [
      'containers',
      '1-architecture/05-building-blocks.md#containers',
      containerView(backend).nodes.length > 0,
    ],
    [
      'components',
      '1-architecture/05-building-blocks.md#components',
      componentView(backend).nodes.length > 0,
    ],
    ['deployment', '1-architecture/07-deployment.md#deployment', deploymentView(backend).nodes.length > 0],
    ...backend.processes.flows.map(
      (flow) =>
        [
          `${flow.name}, and how it fails`,
          `1-architecture/06-runtime.md#flow-${flow.id}`,
          failingSequence(backend, flow) !== undefined,
        ] as const,
    ),
  ] as const;
  const drawn = views.filter(([, , there]) => there);
  const critical = backend.processes.flows.some(({ critical: value }) => value);
  return section(
    { id: 'views', title: 'Views', items: drawn.length === views.length && critical ? ['1.3'] : [] },
    views.length === 0 ? undefined : viewTable(drawn),
  );
}

const viewTable = (views: readonly (readonly [string, string, boolean])[]): Block | undefined =>
  table(
    ['view', 'where'],
    views.map(([name, where]) => [name, link(where, where)]),
  );
