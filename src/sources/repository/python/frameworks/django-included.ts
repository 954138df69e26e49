import type { Method } from '../../../../model/api.ts';

type Included = readonly (readonly [methods: readonly Method[], path: string])[];

const page: readonly Method[] = ['GET', 'POST'];

/** What modules of Django itself serve where they are included. */
export const includedModules: ReadonlyMap<string, Included> = new Map<string, Included>([
  [
    'django.contrib.auth.urls',
    [
      [page, 'login/'],
      [['POST'], 'logout/'],
      [page, 'password_change/'],
      [['GET'], 'password_change/done/'],
      [page, 'password_reset/'],
      [['GET'], 'password_reset/done/'],
      [page, 'reset/{uidb64}/{token}/'],
      [['GET'], 'reset/done/'],
    ],
  ],
  ['django.conf.urls.i18n', [[['POST'], 'setlang/']]],
  [
    'rest_framework.urls',
    [
      [page, 'login/'],
      [['POST'], 'logout/'],
    ],
  ],
]);
