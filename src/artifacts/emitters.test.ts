import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { emptyBackend } from '../model/backend.ts';
import { lintDocument } from '../provers/contracts/redocly.ts';
import { shop } from '../testing/shop.ts';
import { alertRules, alertsOf } from './alerts.ts';
import { arazzoDocument } from './arazzo.ts';
import { grafanaDashboard } from './dashboard.ts';
import { dbmlSchema } from './dbml.ts';
import { dependencyRules } from './dependency-rules.ts';
import { configurationSchema, envExample } from './env.ts';
import { k6Script } from './k6.ts';
import { likeC4Model } from './likec4.ts';
import { llmsText } from './llms-txt.ts';
import { openThreatModel } from './otm.ts';
import { errorCatalogue } from './problems.ts';
import { structurizrWorkspace } from './structurizr.ts';

const emitters = {
  'alerts.yaml': alertRules,
  'arazzo.json': arazzoDocument,
  'dashboard.json': grafanaDashboard,
  'schema.dbml': dbmlSchema,
  'dependency-cruiser.cjs': dependencyRules,
  'configuration.schema.json': configurationSchema,
  '.env.example': envExample,
  'workloads.js': k6Script,
  'model.c4': likeC4Model,
  'llms.txt': llmsText,
  'threats.otm.json': openThreatModel,
  'problems.json': errorCatalogue,
  'workspace.dsl': structurizrWorkspace,
};

test.each(Object.entries(emitters))('%s of the shop, as it is read', (_, emit) => {
  const { text, lost } = emit(shop);
  expect(`${text}\n--- lost\n${lost.join('\n')}`).toMatchSnapshot();
});

test.each(Object.entries(emitters))(
  '%s is the same each time, and an empty backend is no exception',
  (_, emit) => {
    expect(emit(shop)).toEqual(emit(shop));
    expect(typeof emit(emptyBackend('x', 'recovered')).text).toBe('string');
  },
);

test('scripts parse', () => {
  for (const emit of [k6Script, dependencyRules]) {
    expect(parseSync('script.js', emit(shop).text).errors).toEqual([]);
  }
});

test('workflows are lint-clean', async () => {
  expect(await lintDocument(arazzoDocument(shop).text)).toEqual([]);
});

test('each alert is a rule with a runbook, and thresholds follow from the objective', () => {
  const rules: unknown = parse(alertRules(shop).text);
  expect(JSON.stringify(rules).match(/8-documentation\/runbooks\.md#/g)).toHaveLength(alertsOf(shop).length);
  const fast = alertsOf(shop).find(({ name }) => name === 'BrowseErrorsFast');
  expect(fast?.expression).toContain('> 0.0144 and');
});
