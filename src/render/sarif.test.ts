import { expect, test } from 'vitest';
import type { Finding } from '../findings/finding.ts';
import { sampleFindings as findings, sampleRules as rules } from '../testing/sample-findings.ts';
import { sarif } from './sarif.ts';

test('SARIF has stable fingerprints, levels and places', () => {
  expect(
    sarif(findings, rules, {
      version: '1.2.3',
      system: 'shop',
      accepted: ['unindexed-foreign-key@book(author_id)'],
    }),
  ).toMatchInlineSnapshot(`
    "{
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        {
          "tool": {
            "driver": {
              "name": "Plumbline",
              "version": "1.2.3",
              "rules": [
                {
                  "id": "object-without-owner-check",
                  "shortDescription": {
                    "text": "An object is read by id without asking who owns it."
                  },
                  "defaultConfiguration": {
                    "level": "error"
                  },
                  "properties": {
                    "tags": [
                      "security",
                      "API1:2023",
                      "CWE-639"
                    ],
                    "security-severity": "8.0"
                  }
                },
                {
                  "id": "unindexed-foreign-key",
                  "shortDescription": {
                    "text": "A foreign key has no index that leads with its columns."
                  },
                  "defaultConfiguration": {
                    "level": "warning"
                  },
                  "properties": {
                    "tags": [
                      "splinter/0001"
                    ]
                  }
                }
              ]
            }
          },
          "automationDetails": {
            "id": "plumbline/shop/"
          },
          "columnKind": "utf16CodeUnits",
          "originalUriBaseIds": {
            "SRCROOT": {
              "description": {
                "text": "The root of what was analysed."
              }
            }
          },
          "results": [
            {
              "ruleId": "unindexed-foreign-key",
              "ruleIndex": 1,
              "level": "warning",
              "message": {
                "text": "book(author_id) points at author, and no index leads with it. Each delete on author scans all of book while it holds its locks. Next: create index concurrently on book (author_id);"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "db/my%20schema.sql",
                      "uriBaseId": "SRCROOT"
                    },
                    "region": {
                      "startLine": 4,
                      "startColumn": 3
                    }
                  },
                  "logicalLocations": [
                    {
                      "fullyQualifiedName": "book(author_id)"
                    }
                  ]
                }
              ],
              "relatedLocations": [
                {
                  "id": 0,
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "db/other.sql",
                      "uriBaseId": "SRCROOT"
                    },
                    "region": {
                      "startLine": 9
                    }
                  }
                }
              ],
              "partialFingerprints": {
                "plumbline/v1": "unindexed-foreign-key@book(author_id)"
              },
              "suppressions": [
                {
                  "kind": "external",
                  "status": "accepted"
                }
              ],
              "properties": {
                "confidence": "certain",
                "standards": [
                  "splinter/0001"
                ]
              }
            },
            {
              "ruleId": "object-without-owner-check",
              "ruleIndex": 0,
              "level": "error",
              "message": {
                "text": "GET /orders/{id} reads by id,\\nno guard compares the owner. <U+001B>[31m A customer can read 100% of the orders of others. Next: Compare order.customer with the caller."
              },
              "locations": [
                {
                  "logicalLocations": [
                    {
                      "fullyQualifiedName": "GET /orders/{id}"
                    }
                  ]
                }
              ],
              "partialFingerprints": {
                "plumbline/v1": "object-without-owner-check@GET /orders/{id}"
              },
              "properties": {
                "confidence": "likely",
                "standards": [
                  "API1:2023",
                  "CWE-639"
                ]
              }
            }
          ]
        }
      ]
    }
    "
  `);
});

test('SARIF holds at most what GitHub accepts, and says what it left out', () => {
  const [first] = findings;
  if (first === undefined) throw new Error('no finding');
  const many = Array.from({ length: 25_010 }, (_, index): Finding => ({ ...first, subject: `t${index}` }));
  const log: unknown = JSON.parse(sarif(many, rules, { version: '1', system: 's' }));
  expect(log).toMatchObject({
    runs: [
      {
        invocations: [
          {
            toolExecutionNotifications: [
              { message: { text: expect.stringContaining('10 further findings') } },
            ],
          },
        ],
      },
    ],
  });
  expect(log).toHaveProperty('runs[0].results.length', 25_000);
});

test('a way of untrusted text is a code flow that begins where the text comes in', () => {
  const read = (line: number, what: string): Finding['evidence'][number] => ({
    kind: 'read',
    origin: { kind: 'read', file: 'a.js', line },
    what,
  });
  const [first] = findings;
  if (first === undefined) throw new Error('no finding');
  const flow: Finding = { ...first, evidence: [read(9, 'end'), read(1, 'begin'), read(5, 'kept')] };
  const log: unknown = JSON.parse(sarif([flow], rules, { version: '1', system: 's' }));
  const place = (startLine: number, text: string) => ({
    location: { message: { text }, physicalLocation: { region: { startLine } } },
  });
  expect(log).toMatchObject({
    runs: [
      {
        results: [
          {
            locations: [{ physicalLocation: { region: { startLine: 9 } } }],
            codeFlows: [
              { threadFlows: [{ locations: [place(1, 'begin'), place(5, 'kept'), place(9, 'end')] }] },
            ],
          },
        ],
      },
    ],
  });
});
