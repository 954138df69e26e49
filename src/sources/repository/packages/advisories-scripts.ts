import type { KnownPackages } from './advisories.ts';

/** PHP; from the GitHub Advisory Database and the CVE entries. */
export const composer: KnownPackages = {
  'dompdf/dompdf': [
    ['CVE-2022-28368', 'CWE-79', 'a style sheet stores a font file that is run as PHP', [['0', '1.2.1']]],
  ],
  'facade/ignition': [
    ['CVE-2021-3129', 'CWE-94', 'with debugging on, a request runs code', [['2.0.0', '2.5.2']]],
  ],
  'guzzlehttp/guzzle': [
    [
      'CVE-2022-31090',
      'CWE-200',
      'keeps Authorization when a redirect leads to another port or host',
      [
        ['0', '6.5.8'],
        ['7.0.0', '7.4.5'],
      ],
    ],
  ],
  'guzzlehttp/psr7': [
    [
      'CVE-2023-29197',
      'CWE-436',
      'line breaks in values become headers',
      [
        ['0', '1.9.1'],
        ['2.0.0', '2.4.5'],
      ],
    ],
  ],
  'laravel/framework': [
    [
      'CVE-2021-21263',
      'CWE-89',
      'an array as a value moves the bindings of a query',
      [
        ['6.0.0', '6.20.11'],
        ['7.0.0', '7.30.2'],
        ['8.0.0', '8.22.1'],
      ],
    ],
  ],
  'league/flysystem': [
    [
      'CVE-2021-32708',
      'CWE-367',
      'a file name with white space passes a check of its ending',
      [
        ['1.0.0', '1.1.4'],
        ['2.0.0', '2.1.1'],
      ],
    ],
  ],
  'phpmailer/phpmailer': [
    ['CVE-2016-10045', 'CWE-77', 'an address of a sender runs a command', [['5.0.0', '5.2.20']]],
  ],
  'phpunit/phpunit': [
    [
      'CVE-2017-9841',
      'CWE-94',
      'where the folder vendor is served, a request runs code',
      [
        ['4.8.19', '4.8.28'],
        ['5.0.10', '5.6.3'],
      ],
    ],
  ],
  'twig/twig': [
    [
      'CVE-2022-39261',
      'CWE-22',
      'names of templates that come from a request read other files',
      [
        ['1.0.0', '1.44.7'],
        ['2.0.0', '2.15.3'],
        ['3.0.0', '3.4.3'],
      ],
    ],
  ],
};

/** Python. */
export const pypi: KnownPackages = {
  aiohttp: [
    ['CVE-2024-23334', 'CWE-22', 'static files with follow_symlinks read other files', [['1.0.5', '3.9.2']]],
  ],
  django: [
    [
      'CVE-2022-28346',
      'CWE-89',
      'keys of annotate, aggregate and extra that come from a request become SQL',
      [
        ['2.2', '2.2.28'],
        ['3.2', '3.2.13'],
        ['4.0', '4.0.4'],
      ],
    ],
    [
      'CVE-2024-42005',
      'CWE-89',
      'keys of values() on a JSON field become SQL',
      [
        ['4.2', '4.2.15'],
        ['5.0', '5.0.8'],
      ],
    ],
  ],
  flask: [
    [
      'CVE-2023-30861',
      'CWE-539',
      'a cache in front can keep the session cookie of one user for others',
      [
        ['0', '2.2.5'],
        ['2.3.0', '2.3.2'],
      ],
    ],
  ],
  gunicorn: [
    [
      'CVE-2024-1135',
      'CWE-444',
      'reads Transfer-Encoding otherwise than a proxy in front does',
      [['0', '22.0.0']],
    ],
  ],
  jinja2: [['CVE-2024-22195', 'CWE-79', 'keys of xmlattr become attributes', [['0', '3.1.3']]]],
  pillow: [['CVE-2023-50447', 'CWE-94', 'names given to ImageMath.eval run code', [['0', '10.2.0']]]],
  pyjwt: [
    [
      'CVE-2022-29217',
      'CWE-327',
      'a public key can be taken for a shared secret where all algorithms are allowed',
      [['1.5.0', '2.4.0']],
    ],
  ],
  'python-jose': [
    ['CVE-2024-33663', 'CWE-327', 'a public key can be taken for a shared secret', [['0', '3.4.0']]],
  ],
  'python-multipart': [
    ['CVE-2024-24762', 'CWE-1333', 'a header Content-Type takes all processor time', [['0', '0.0.7']]],
  ],
  pyyaml: [['CVE-2020-14343', 'CWE-20', 'load and full_load run code of their input', [['0', '5.4']]]],
  requests: [
    ['CVE-2023-32681', 'CWE-200', 'hands Proxy-Authorization to other hosts', [['2.3.0', '2.31.0']]],
  ],
  starlette: [['CVE-2024-47874', 'CWE-770', 'a field of a form fills the memory', [['0', '0.40.0']]]],
  urllib3: [
    [
      'CVE-2023-43804',
      'CWE-200',
      'keeps a Cookie header when a redirect leads to another host',
      [
        ['0', '1.26.17'],
        ['2.0.0', '2.0.6'],
      ],
    ],
  ],
  werkzeug: [
    [
      'CVE-2023-25577',
      'CWE-770',
      'a form of many parts takes all memory and processor time',
      [['0', '2.2.3']],
    ],
  ],
};

/** Ruby. */
export const rubygems: KnownPackages = {
  actionpack: [
    [
      'CVE-2020-8164',
      'CWE-502',
      'strong parameters let more through than they name',
      [
        ['5.0.0', '5.2.4.3'],
        ['6.0.0', '6.0.3.1'],
      ],
    ],
  ],
  activerecord: [
    [
      'CVE-2022-32224',
      'CWE-502',
      'columns that are serialised as YAML run code of what is written into them',
      [
        ['0', '5.2.8.1'],
        ['6.0.0', '6.0.5.1'],
        ['6.1.0', '6.1.6.1'],
        ['7.0.0', '7.0.3.1'],
      ],
    ],
  ],
  carrierwave: [
    [
      'CVE-2021-21305',
      'CWE-94',
      'arguments of RMagick that come from a request run code',
      [
        ['0', '1.3.2'],
        ['2.0.0', '2.1.1'],
      ],
    ],
  ],
  devise: [['CVE-2019-5421', 'CWE-367', 'lockable miscounts attempts that come together', [['0', '4.6.0']]]],
  nokogiri: [
    ['CVE-2022-24836', 'CWE-1333', 'the encoding of a page takes all processor time', [['0', '1.13.4']]],
  ],
  omniauth: [
    ['CVE-2015-9284', 'CWE-352', 'another site can start signing in, and connect accounts', [['0', '2.0.0']]],
  ],
  puma: [
    [
      'CVE-2022-24790',
      'CWE-444',
      'reads requests otherwise than a proxy in front does',
      [
        ['0', '4.3.12'],
        ['5.0.0', '5.6.4'],
      ],
    ],
  ],
  rack: [
    [
      'CVE-2022-30123',
      'CWE-150',
      'texts of a request reach the terminal through the log',
      [
        ['0', '2.0.9.1'],
        ['2.1.0', '2.1.4.1'],
        ['2.2.0', '2.2.3.1'],
      ],
    ],
  ],
};
