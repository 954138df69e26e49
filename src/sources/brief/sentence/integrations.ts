import { addFact, addUnread, matches } from './sentence.ts';
import type { Family } from './sentence.ts';
import { negated } from './negation.ts';
import { anyOf } from './words.ts';

/** Systems of others that a backend talks to, by kind. Payment providers and mail belong to packs. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  erp: ['erp', 'sap', 'netsuite', 'odoo', 'microsoft dynamics', 'dynamics 365', 'navision'],
  crm: ['crm', 'salesforce', 'hubspot', 'pipedrive'],
  accounting: ['datev', 'quickbooks', 'xero', 'lexoffice'],
  shipping: ['dhl', 'fedex', 'shippo', 'easypost', 'sendcloud'],
  support: ['zendesk', 'intercom', 'freshdesk'],
  chat: ['slack', 'microsoft teams'],
  maps: ['google maps', 'mapbox'],
  marketing: ['mailchimp', 'klaviyo', 'braze'],
  analytics: ['google analytics', 'segment.com', 'mixpanel', 'amplitude'],
  warehouse: ['wms', 'snowflake', 'bigquery', 'redshift'],
  pim: ['pim', 'akeneo'],
};

const rules = Object.entries(kinds).map(([kind, words]) => ({ kind, words: anyOf(words) }));

/** `our SAP`, `integrate with Salesforce`: a system outside, with the kind it is known to be. */
export const readIntegrationWords: Family = (sentence, findings) => {
  for (const { kind, words } of rules)
    for (const match of matches(sentence, findings, words)) {
      const id = match[0].replace(/[ .]/g, '-');
      if (negated(sentence, match))
        addUnread(findings, sentence, match, `Not wanted, so nothing talks to ${id}.`);
      else addFact(findings, sentence, match, `integrations.${id}.kind`, kind);
    }
};
