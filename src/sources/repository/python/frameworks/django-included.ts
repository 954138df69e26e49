/** What modules of packages serve where they are included: the path, and the view that answers it. */
export const includedModules: ReadonlyMap<string, readonly (readonly [path: string, view: string])[]> =
  new Map([
    [
      'django.contrib.auth.urls',
      [
        ['login/', 'django.contrib.auth.views.LoginView'],
        ['logout/', 'django.contrib.auth.views.LogoutView'],
        ['password_change/', 'django.contrib.auth.views.PasswordChangeView'],
        ['password_change/done/', 'django.contrib.auth.views.PasswordChangeDoneView'],
        ['password_reset/', 'django.contrib.auth.views.PasswordResetView'],
        ['password_reset/done/', 'django.contrib.auth.views.PasswordResetDoneView'],
        ['reset/{uidb64}/{token}/', 'django.contrib.auth.views.PasswordResetConfirmView'],
        ['reset/done/', 'django.contrib.auth.views.PasswordResetCompleteView'],
      ],
    ],
    ['django.conf.urls.i18n', [['setlang/', 'django.views.i18n.set_language']]],
    [
      'rest_framework.urls',
      [
        ['login/', 'django.contrib.auth.views.LoginView'],
        ['logout/', 'django.contrib.auth.views.LogoutView'],
      ],
    ],
    [
      'dj_rest_auth.urls',
      [
        ['password/reset/', 'dj_rest_auth.views.PasswordResetView'],
        ['password/reset/confirm/', 'dj_rest_auth.views.PasswordResetConfirmView'],
        ['login/', 'dj_rest_auth.views.LoginView'],
        ['logout/', 'dj_rest_auth.views.LogoutView'],
        ['user/', 'dj_rest_auth.views.UserDetailsView'],
        ['password/change/', 'dj_rest_auth.views.PasswordChangeView'],
      ],
    ],
  ]);
