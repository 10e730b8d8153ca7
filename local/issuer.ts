import { SignJWT } from 'jose';
import type { Role } from '../functions/routes.ts';
import type { Keys } from './keys.ts';

export const ISSUER = 'urn:nuanzhang:local';
export const AUDIENCE = 'nuanzhang';
export const TOKEN_SECONDS = 12 * 60 * 60;

export interface Person {
  readonly subject: string;
  readonly roles: readonly Role[];
  /** Codes of the units a coordinator acts for. */
  readonly units: readonly string[];
}

/** Signs a token as an OIDC issuer would: lists travel space-separated in one claim. */
export function issueToken(keys: Pick<Keys, 'privateKey' | 'publicKey'>, person: Person, now: number): Promise<string> {
  const seconds = Math.floor(now / 1000);
  return new SignJWT({ roles: person.roles.join(' '), units: person.units.join(' ') })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: keys.publicKey.kid })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(person.subject)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + TOKEN_SECONDS)
    .sign(keys.privateKey);
}
