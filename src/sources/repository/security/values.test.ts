import { expect, test } from 'vitest';
import { readRepository } from '../repository.ts';
import { memorySource } from '../source.ts';
import { wordsIn } from './words.ts';

test('names parts by their keys and leaves other texts out', () => {
  expect(wordsIn('params["password"] + "hunter2secret" + user.getSalt()')).toEqual([
    'params',
    'password',
    'user',
    'salt',
  ]);
  expect(wordsIn("[]byte(`hunter2secret` + 'x')")).toEqual([]);
});

const secret = 'Hunter2secretOfMine';

const files: Readonly<Record<string, string>> = {
  'app/a.go': `package app
import (
	"crypto/md5"
	"net/http"
	"github.com/golang-jwt/jwt/v5"
)
var signingKey = []byte("${secret}")
func token() string {
	sum := md5.Sum([]byte("${secret}"))
	use(sum, http.StatusOK)
	return jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{"sub": "1"}).SignedString(signingKey)
}
func main() { token() }`,
  'src/shop/A.java': `package shop;
import java.security.MessageDigest;
class A {
  private static final String KEY = "${secret}";
  byte[] password() throws Exception { return MessageDigest.getInstance("MD5").digest("${secret}".getBytes()); }
  String token() { return Jwts.builder().signWith(SignatureAlgorithm.HS256, "${secret}").compact(); }
  Object vector() { return new IvParameterSpec("${secret}".getBytes()); }
}`,
  'app/a.rb': `require 'sinatra'
def password = Digest::MD5.hexdigest("${secret}")
def token = JWT.encode({ sub: 1 }, '${secret}', 'HS256')
`,
  'Shop/A.cs': `using Microsoft.AspNetCore.Mvc;
class A : Controller
{
    byte[] Password() => MD5.HashData(Encoding.UTF8.GetBytes("${secret}"));
    object Key() => new SymmetricSecurityKey(Encoding.UTF8.GetBytes("${secret}"));
}`,
};

test('no value of a secret enters what is known of settings', async () => {
  const { trust } = await readRepository(memorySource(new Map(Object.entries(files))));
  expect(new Set(trust.settings.map((setting) => setting.package))).toEqual(
    new Set(['java', 'go', 'ruby', 'csharp']),
  );
  expect(JSON.stringify(trust.settings)).not.toContain(secret);
});
