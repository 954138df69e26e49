import type { Brief } from '../../../model/brief.ts';
import type { DataClass } from '../../../model/domain.ts';
import {
  childOf,
  openAny,
  openMap,
  originOf,
  parsedOf,
  parts,
  quantityAt,
  report,
  some,
  sourcedAt,
  textsOf,
} from '../reading.ts';
import type { Reading, View } from '../reading.ts';
import { didYouMean } from '../suggest.ts';
import { entry } from '../tree.ts';
import type { Node } from '../tree.ts';
import { quantity } from '../values/amount.ts';
import { parseRate } from '../values/count.ts';
import { parseDuration } from '../values/duration.ts';
import { dataClasses } from '../values/field.ts';
import { sourcedList } from './constraints.ts';

export const policyKeys = ['access', 'data', 'compliance', 'limits'] as const;

/** Rules of law and industry that the design knows. */
export const complianceKeys = [
  'gdpr',
  'pci-dss',
  'hipaa',
  'soc2',
  'iso-27001',
  'ccpa',
  'psd2',
  'sox',
  'dora',
  'nis2',
  'eidas',
  'fedramp',
] as const;

/** `policies:` without `access`, which belongs to the fragment. */
export function readPolicies(reading: Reading, view: View | undefined): Brief['policies'] {
  if (view === undefined) return { classes: [], compliance: [], limits: [] };
  const data = openMap(reading, entry(view.node, 'data'), 'policies.data', ['residency', 'classes', 'erase']);
  const residency = data && sourcedAt(reading, data, 'residency');
  return {
    classes: readClasses(reading, data && childOf(data, 'classes')),
    compliance: readCompliance(reading, view),
    limits: readLimits(reading, entry(view.node, 'limits')),
    ...some({
      residency: residency && { ...residency, value: residency.value.toLowerCase() },
      erase: data && quantityAt(reading, data, 'erase', parseDuration),
    }),
  };
}

function readCompliance(reading: Reading, view: View): Brief['policies']['compliance'] {
  const list = sourcedList(reading, view, 'compliance');
  for (const [index, { value }] of list.entries())
    if (!complianceKeys.some((key) => key === value))
      report(
        reading,
        reading.places.get(`policies.compliance.${index}`) ?? view.node.place,
        `policies.compliance: "${value.slice(0, 40)}" is not known.`,
        'A rule nobody knows would be promised and not checked.',
        didYouMean(value, complianceKeys),
      );
  return list;
}

/** `pii: [User.email, Address.*]`; `cardholder: none` says that no such data is held and gives an empty list. */
function readClasses(reading: Reading, node: Node | undefined): Brief['policies']['classes'] {
  return parts(openAny(reading, node, 'policies.data.classes')).flatMap((part) => {
    const dataClass: DataClass | undefined = dataClasses.find((name) => name === part.key);
    if (dataClass === undefined) {
      report(
        reading,
        part.place,
        `"${part.key.slice(0, 40)}" is no class of data.`,
        'Protection follows from the class.',
        didYouMean(part.key, dataClasses),
      );
      return [];
    }
    const fields = textsOf(reading, part.node, part.path).filter((field) => field !== 'none');
    for (const field of fields)
      if (!/^[A-Z][A-Za-z0-9]*\.(\*|[a-z][a-z0-9_]*)$/.test(field))
        report(
          reading,
          part.node.place,
          `${part.path}: "${field.slice(0, 60)}" names no field.`,
          'A field is named with its entity.',
          'Write User.email, or Address.* for all fields.',
        );
    return [{ class: dataClass, fields, origin: originOf(reading, part.path, part.node) }];
  });
}

function readLimits(reading: Reading, node: Node | undefined): Brief['policies']['limits'] {
  return parts(openAny(reading, node, 'policies.limits')).flatMap((part) => {
    const rate = parsedOf(reading, part.node, part.path, parseRate);
    return rate === undefined
      ? []
      : [{ role: part.key, rate: quantity(rate, originOf(reading, part.path, part.node)) }];
  });
}
