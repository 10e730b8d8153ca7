import { importJWK, SignJWT } from 'jose';
import { openKeys } from '../../local/keys.ts';
import type { Person } from '../../local/person.ts';

/** A token as the provider of a data folder would sign it, for tests that are about something else than signing in. */
export async function issueToken(
  data: string,
  origin: string,
  { subject, name, roles, units }: Person,
): Promise<string> {
  const { signingKey } = await openKeys(data);
  const seconds = Math.floor(Date.now() / 1000);
  return new SignJWT({ ...(name === undefined ? {} : { name }), roles: roles.join(' '), units: units.join(' ') })
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: signingKey.kid })
    .setIssuer(`${origin}/oidc`)
    .setAudience('nuanzhang')
    .setSubject(subject)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 3_600)
    .sign(await importJWK(signingKey));
}
