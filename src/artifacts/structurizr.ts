import type { Backend } from '../model/backend.ts';
import { c4Model } from './c4.ts';
import type { C4Element, C4Model, C4Relation } from './c4.ts';
import type { Emitted } from './emitted.ts';

/** The architecture as a Structurizr DSL workspace. */
export function structurizrWorkspace(backend: Backend): Emitted {
  const c4 = c4Model(backend);
  const text = [
    `workspace ${literal(backend.name)} {`,
    '  !identifiers hierarchical',
    '',
    '  model {',
    ...c4.elements
      .filter(({ parent }) => parent === undefined)
      .map((element) => `    ${printElement(element, c4, '    ')}`),
    `    ${c4.system} = softwareSystem ${literal(backend.name)} {`,
    ...c4.elements
      .filter(({ parent }) => parent === c4.system)
      .map((element) => `      ${printElement(element, c4, '      ')}`),
    '    }',
    ...c4.relations.map((relation) => `    ${printRelation(relation)}`),
    ...deployment(c4),
    '  }',
    '',
    ...views(c4),
    '}',
    '',
  ];
  return { text: text.join('\n'), lost: [...c4.lost, ...undrawn(c4)] };
}

const literal = (text: string): string =>
  `"${text.replaceAll('\\', '/').replaceAll('"', "'").replaceAll('\n', ' ')}"`;

function printElement(element: C4Element, c4: C4Model, indent: string): string {
  const { id, kind, title, description, technology } = element;
  if (kind === 'person') return `${id} = person ${literal(title)} ${literal(description)}`;
  if (kind === 'external')
    return `${id} = softwareSystem ${literal(title)} ${literal(description)} "External"`;
  const word = kind === 'component' ? 'component' : 'container';
  const tag = kind === 'store' ? ' "Store"' : kind === 'queue' ? ' "Queue"' : '';
  const head = `${id} = ${word} ${literal(title)} ${literal(description)} ${literal(technology)}${tag}`;
  const inner = c4.elements.filter(({ parent }) => parent === element.path);
  if (inner.length === 0) return head;
  return `${head} {\n${inner.map((each) => `${indent}  ${printElement(each, c4, `${indent}  `)}`).join('\n')}\n${indent}}`;
}

function printRelation(relation: C4Relation): string {
  const tag = relation.synchronous ? '' : ' "Asynchronous"';
  return `${relation.from} -> ${relation.to} ${literal(relation.title)} ${literal(relation.technology)}${tag}`;
}

function deployment(c4: C4Model): readonly string[] {
  if (c4.zones.length === 0) return [];
  return [
    '    deploymentEnvironment "production" {',
    ...c4.zones.flatMap(({ title, runs }) => [
      `      deploymentNode ${literal(title)} {`,
      ...runs.map((path) => `        containerInstance ${path}`),
      '      }',
    ]),
    '    }',
  ];
}

/** A dynamic view may only use relations the model has. */
const related = (c4: C4Model): ReadonlySet<string> =>
  new Set(c4.relations.map(({ from, to }) => `${from} ${to}`));

const undrawn = (c4: C4Model): readonly string[] =>
  c4.flows.flatMap(({ title, steps }) =>
    steps
      .filter(({ from, to }) => !related(c4).has(`${from} ${to}`))
      .map((step) => `${title}: ${step.title}, because ${step.from} and ${step.to} are not connected`),
  );

function views(c4: C4Model): readonly string[] {
  const known = related(c4);
  const flows = c4.flows
    .map((flow) => ({ ...flow, steps: flow.steps.filter(({ from, to }) => known.has(`${from} ${to}`)) }))
    .filter(({ steps }) => steps.length > 0);
  return [
    '  views {',
    `    systemContext ${c4.system} "context" {\n      include *\n      autoLayout lr\n    }`,
    `    container ${c4.system} "containers" {\n      include *\n      autoLayout lr\n    }`,
    ...flows.map(
      ({ id, title, steps }) =>
        `    dynamic ${c4.system} "${id}" ${literal(title)} {\n${steps
          .map((step) => `      ${step.from} -> ${step.to} ${literal(step.title)}`)
          .join('\n')}\n      autoLayout lr\n    }`,
    ),
    ...(c4.zones.length === 0
      ? []
      : [
          `    deployment ${c4.system} "production" "deployment" {\n      include *\n      autoLayout lr\n    }`,
        ]),
    '    styles {',
    '      element "Person" {\n        shape Person\n      }',
    '      element "Store" {\n        shape Cylinder\n      }',
    '      element "Queue" {\n        shape Pipe\n      }',
    '      element "External" {\n        background #999999\n      }',
    '      relationship "Asynchronous" {\n        dashed true\n      }',
    '    }',
    '  }',
  ];
}
