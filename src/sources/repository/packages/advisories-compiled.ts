import type { KnownPackages } from './advisories.ts';

/** Go, without the major version of the path; from the GitHub Advisory Database and the CVE entries. */
export const go: KnownPackages = {
  'github.com/dgrijalva/jwt-go': [
    [
      'CVE-2020-26160',
      'CWE-287',
      'a list of audiences passes the check of the audience; nobody keeps it',
      [['0', '999']],
    ],
  ],
  'github.com/gin-gonic/gin': [
    [
      'CVE-2020-28483',
      'CWE-444',
      'takes the address of the client from a header of the request',
      [['0', '1.7.7']],
    ],
  ],
  'github.com/gofiber/fiber': [
    [
      'CVE-2024-25124',
      'CWE-346',
      'CORS lets every site through together with credentials',
      [['2.0.0', '2.52.1']],
    ],
  ],
  'github.com/golang-jwt/jwt': [
    [
      'CVE-2024-51744',
      'CWE-755',
      'an expired token can hide that its signature is wrong',
      [['4.0.0', '4.5.1']],
    ],
  ],
  'github.com/gorilla/websocket': [
    ['CVE-2020-27813', 'CWE-190', 'a frame stops the process', [['0', '1.4.1']]],
  ],
  'github.com/labstack/echo': [
    ['CVE-2022-40083', 'CWE-601', 'static files redirect to other hosts', [['4.0.0', '4.9.0']]],
  ],
  'golang.org/x/crypto': [
    [
      'CVE-2024-45337',
      'CWE-285',
      'a key can be taken for that of somebody else (ssh.PublicKeyCallback)',
      [['0', '0.31.0']],
      'golang.org/x/crypto/ssh',
    ],
  ],
  'golang.org/x/net': [
    [
      'CVE-2023-39325',
      'CWE-770',
      'streams that are reset take all processor time (http2 server)',
      [['0', '0.17.0']],
      'golang.org/x/net/http2',
    ],
  ],
  'google.golang.org/grpc': [
    [
      'CVE-2023-44487',
      'CWE-400',
      'streams that are reset take all processor time',
      [
        ['0', '1.56.3'],
        ['1.57.0', '1.57.1'],
        ['1.58.0', '1.58.3'],
      ],
    ],
  ],
};

/** Java, as `group:artifact`. */
export const maven: KnownPackages = {
  'com.alibaba:fastjson': [
    [
      'CVE-2022-25845',
      'CWE-502',
      'types that a text names are made although autoType is off',
      [['0', '1.2.83']],
    ],
  ],
  'com.fasterxml.jackson.core:jackson-databind': [
    [
      'CVE-2020-36518',
      'CWE-787',
      'deeply nested JSON stops the thread',
      [
        ['0', '2.12.6.1'],
        ['2.13.0', '2.13.2.1'],
      ],
    ],
  ],
  'com.thoughtworks.xstream:xstream': [
    ['CVE-2021-39144', 'CWE-502', 'a stream runs a command', [['0', '1.4.18']]],
  ],
  'commons-collections:commons-collections': [
    ['CVE-2015-7501', 'CWE-502', 'gives deserialisation a way to run a command', [['3.0', '3.2.2']]],
  ],
  'org.apache.commons:commons-text': [
    ['CVE-2022-42889', 'CWE-94', 'a text that is interpolated runs code', [['1.5', '1.10.0']]],
  ],
  'org.apache.logging.log4j:log4j-core': [
    [
      'CVE-2021-44228',
      'CWE-917',
      'a text that is logged loads and runs code',
      [
        ['2.0', '2.3.1'],
        ['2.4', '2.12.2'],
        ['2.13.0', '2.15.0'],
      ],
    ],
    [
      'CVE-2021-44832',
      'CWE-20',
      'who may change its configuration has it load code',
      [
        ['2.0', '2.3.2'],
        ['2.4', '2.12.4'],
        ['2.13.0', '2.17.1'],
      ],
    ],
  ],
  'org.apache.shiro:shiro-core': [
    ['CVE-2022-32532', 'CWE-863', 'a line break in a path passes a pattern of the filter', [['0', '1.9.1']]],
  ],
  'org.apache.struts:struts2-core': [
    [
      'CVE-2023-50164',
      'CWE-552',
      'an upload is stored outside of its folder',
      [
        ['2.0.0', '2.5.33'],
        ['6.0.0', '6.3.0.2'],
      ],
    ],
  ],
  'org.postgresql:postgresql': [
    [
      'CVE-2024-1597',
      'CWE-89',
      'negative numbers become SQL where preferQueryMode is simple',
      [
        ['0', '42.2.28'],
        ['42.3.0', '42.3.9'],
        ['42.4.0', '42.4.4'],
        ['42.5.0', '42.5.5'],
        ['42.6.0', '42.6.1'],
        ['42.7.0', '42.7.2'],
      ],
    ],
  ],
  'org.springframework:spring-beans': [
    [
      'CVE-2022-22965',
      'CWE-94',
      'binding parameters to an object reaches the class loader (a WAR in Tomcat)',
      [
        ['0', '5.2.20'],
        ['5.3.0', '5.3.18'],
      ],
    ],
  ],
  'org.springframework:spring-webmvc': [
    [
      'CVE-2022-22965',
      'CWE-94',
      'binding parameters to an object reaches the class loader (a WAR in Tomcat)',
      [
        ['0', '5.2.20'],
        ['5.3.0', '5.3.18'],
      ],
    ],
  ],
  'org.yaml:snakeyaml': [
    [
      'CVE-2022-1471',
      'CWE-502',
      'a document runs code where the constructor is not the safe one',
      [['0', '2.0']],
    ],
  ],
};

/** .NET. */
export const nuget: KnownPackages = {
  'Newtonsoft.Json': [
    ['CVE-2024-21907', 'CWE-755', 'deeply nested JSON stops the process', [['0', '13.0.1']]],
  ],
  'System.Data.SqlClient': [
    ['CVE-2024-0056', 'CWE-319', 'who stands on the way can take the encryption away', [['0', '4.8.6']]],
  ],
  'System.IdentityModel.Tokens.Jwt': [
    [
      'CVE-2024-21319',
      'CWE-20',
      'a token that is unpacked fills the memory',
      [
        ['0', '5.7.0'],
        ['6.5.0', '6.34.0'],
        ['7.0.0', '7.1.2'],
      ],
    ],
  ],
  'System.Text.Encodings.Web': [
    [
      'CVE-2021-26701',
      'CWE-119',
      'a text that is encoded runs code',
      [
        ['4.0.0', '4.5.1'],
        ['4.6.0', '4.7.2'],
        ['5.0.0', '5.0.1'],
      ],
    ],
  ],
};
