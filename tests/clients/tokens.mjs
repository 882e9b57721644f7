// Access tokens: real ones by the issuer's program, and forged ones by a signer of another make.
import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const issuerName = 'https://issuer.telemachus.invalid';
const audience = 'https://api.telemachus.invalid';

// A token of the local issuer's program. `flags` are more of its flags.
export function mint(system, subject, ...flags) {
  return execFileSync(
    system.issuer,
    ['token', '--directory', system.issuerDirectory, '--subject', subject, '--lifetime', '1h', ...flags],
    { encoding: 'utf8' },
  ).trim();
}

function base64(value) {
  return Buffer.from(value).toString('base64url');
}

function signed(header, claims, key) {
  const text = `${base64(JSON.stringify(header))}.${base64(JSON.stringify(claims))}`;
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

// A token that differs from a good one in what is given: `header` and `claims` are laid over the
// good ones, `key` signs instead of the issuer's.
export function forge(system, subject, { header = {}, claims = {}, key } = {}) {
  const jwk = JSON.parse(readFileSync(join(system.issuerDirectory, 'ES256.key.json'), 'utf8'));
  const published = JSON.parse(readFileSync(join(system.issuerDirectory, 'jwks.json'), 'utf8'));
  const { kid } = published.keys.find((candidate) => candidate.x === jwk.x);
  const now = Math.floor(Date.now() / 1000);
  return signed(
    { alg: 'ES256', typ: 'at+jwt', kid, ...header },
    {
      iss: issuerName,
      aud: audience,
      sub: subject,
      client_id: 'telemachus-tests',
      jti: randomUUID(),
      iat: now,
      exp: now + 600,
      ...claims,
    },
    key ?? createPrivateKey({ key: jwk, format: 'jwk' }),
  );
}

// A key that no issuer has.
export function strangersKey() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

// A good token that says it is not signed at all.
export function unsigned(system, subject) {
  const [, claims] = forge(system, subject).split('.');
  return `${base64(JSON.stringify({ alg: 'none', typ: 'at+jwt' }))}.${claims}.`;
}
