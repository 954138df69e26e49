import type { KnownPackages } from './advisories.ts';

/** From the GitHub Advisory Database and the CVE entries. */
export const npm: KnownPackages = {
  axios: [
    [
      'CVE-2023-45857',
      'CWE-352',
      'sends the XSRF token to other hosts',
      [
        ['0.8.1', '0.28.0'],
        ['1.0.0', '1.6.0'],
      ],
    ],
  ],
  'body-parser': [
    ['CVE-2024-45590', 'CWE-405', 'a body in URL encoding takes all processor time', [['0', '1.20.3']]],
  ],
  cookie: [
    [
      'CVE-2024-47764',
      'CWE-74',
      'names, paths and domains of cookies can hold other attributes',
      [['0', '0.7.0']],
    ],
  ],
  'crypto-js': [
    ['CVE-2023-46233', 'CWE-916', 'PBKDF2 makes one round of SHA-1 by default', [['0', '4.2.0']]],
  ],
  ejs: [
    ['CVE-2022-29078', 'CWE-94', 'options of a template that come from a request run code', [['0', '3.1.7']]],
  ],
  'express-fileupload': [
    ['CVE-2020-7699', 'CWE-1321', 'parseNested lets a field name change prototypes', [['0', '1.1.8']]],
  ],
  'express-jwt': [
    [
      'CVE-2020-15084',
      'CWE-285',
      'without a list of algorithms a token can choose its own',
      [['0', '6.0.0']],
    ],
  ],
  'fast-xml-parser': [
    ['CVE-2023-26920', 'CWE-1321', 'names of elements change prototypes', [['0', '4.1.2']]],
  ],
  'follow-redirects': [
    [
      'CVE-2024-28849',
      'CWE-200',
      'keeps Proxy-Authorization when a redirect leads to another host',
      [['0', '1.15.6']],
    ],
  ],
  handlebars: [['CVE-2021-23369', 'CWE-94', 'templates that come from a request run code', [['0', '4.7.7']]]],
  json5: [
    [
      'CVE-2022-46175',
      'CWE-1321',
      'a key __proto__ changes the prototype of what is parsed',
      [
        ['0', '1.0.2'],
        ['2.0.0', '2.2.2'],
      ],
    ],
  ],
  jsonwebtoken: [
    [
      'CVE-2022-23540',
      'CWE-347',
      'verify without a list of algorithms and with an empty key takes unsigned tokens',
      [['0', '9.0.0']],
    ],
    [
      'CVE-2022-23541',
      'CWE-287',
      'a key function can take a public key for a shared secret',
      [['0', '9.0.0']],
    ],
  ],
  knex: [['CVE-2016-20018', 'CWE-89', 'objects as values change a condition (MySQL)', [['0', '2.4.0']]]],
  lodash: [['CVE-2021-23337', 'CWE-94', 'options of template run code', [['0', '4.17.21']]]],
  minimist: [
    [
      'CVE-2021-44906',
      'CWE-1321',
      'names of arguments change prototypes',
      [
        ['0', '0.2.4'],
        ['1.0.0', '1.2.6'],
      ],
    ],
  ],
  mongoose: [
    [
      'CVE-2023-3696',
      'CWE-1321',
      'findByIdAndUpdate with keys of a request changes prototypes',
      [
        ['0', '5.13.20'],
        ['6.0.0', '6.11.3'],
        ['7.0.0', '7.3.3'],
      ],
    ],
  ],
  mysql2: [
    [
      'CVE-2024-21508',
      'CWE-94',
      'options of a connection that come from a request run code',
      [['0', '3.9.4']],
    ],
  ],
  next: [
    [
      'CVE-2025-29927',
      'CWE-285',
      'a header of the request skips the middleware, and checks that stand in it',
      [
        ['11.1.4', '12.3.5'],
        ['13.0.0', '13.5.9'],
        ['14.0.0', '14.2.25'],
        ['15.0.0', '15.2.3'],
      ],
    ],
  ],
  'node-forge': [['CVE-2022-24771', 'CWE-347', 'takes forged RSA signatures', [['0', '1.3.0']]]],
  'node-serialize': [
    [
      'CVE-2017-5941',
      'CWE-502',
      'unserialize runs functions of its input; there is no version without it',
      [['0', '999']],
    ],
  ],
  passport: [['CVE-2022-25896', 'CWE-384', 'keeps the id of a session over signing in', [['0', '0.6.0']]]],
  'path-to-regexp': [
    [
      'CVE-2024-45296',
      'CWE-1333',
      'two parameters in one segment take all processor time',
      [
        ['0', '0.1.10'],
        ['0.2.0', '1.9.0'],
        ['2.0.0', '3.3.0'],
        ['4.0.0', '6.3.0'],
        ['7.0.0', '8.0.0'],
      ],
    ],
  ],
  pug: [
    [
      'CVE-2021-21353',
      'CWE-74',
      'the option pretty, when it comes from a request, runs code',
      [['0', '3.0.1']],
    ],
  ],
  qs: [
    [
      'CVE-2022-24999',
      'CWE-1321',
      'keys of a query string stop the process',
      [
        ['0', '6.2.4'],
        ['6.3.0', '6.3.3'],
        ['6.4.0', '6.4.1'],
        ['6.5.0', '6.5.3'],
        ['6.6.0', '6.6.1'],
        ['6.7.0', '6.7.3'],
        ['6.8.0', '6.8.3'],
        ['6.9.0', '6.9.7'],
        ['6.10.0', '6.10.3'],
      ],
    ],
  ],
  sequelize: [['CVE-2023-25813', 'CWE-89', 'replacements beside a where become SQL', [['0', '6.19.1']]]],
  'serialize-javascript': [
    ['CVE-2020-7660', 'CWE-502', 'values that are written into a page become code', [['0', '3.1.0']]],
  ],
  tar: [
    [
      'CVE-2021-37712',
      'CWE-22',
      'an archive writes outside of its folder',
      [
        ['0', '4.4.18'],
        ['5.0.0', '5.0.10'],
        ['6.0.0', '6.1.9'],
      ],
    ],
  ],
  'tough-cookie': [
    ['CVE-2023-26136', 'CWE-1321', 'cookies for a domain __proto__ change prototypes', [['0', '4.1.3']]],
  ],
  vm2: [['CVE-2023-37466', 'CWE-94', 'code leaves the sandbox', [['0', '3.10.0']]]],
  ws: [
    [
      'CVE-2024-37890',
      'CWE-476',
      'a request with many headers stops the process',
      [
        ['2.1.0', '5.2.4'],
        ['6.0.0', '6.2.3'],
        ['7.0.0', '7.5.10'],
        ['8.0.0', '8.17.1'],
      ],
    ],
  ],
  xml2js: [['CVE-2023-0842', 'CWE-1321', 'names of elements change prototypes', [['0', '0.5.0']]]],
};
