/**
 * Takes the place of `@aws-sdk/credential-provider-node` in the Lambda bundles. Lambda puts the credentials of the
 * function's role into the environment and nowhere else, so the search through profiles, sign-on sessions and metadata
 * servers would only be 133 KB to load at every cold start. The bundles are the only place where this holds: everything
 * else uses the provider of the SDK.
 */
export function defaultProvider() {
  return async () => ({
    accessKeyId: fromEnvironment('AWS_ACCESS_KEY_ID'),
    secretAccessKey: fromEnvironment('AWS_SECRET_ACCESS_KEY'),
    sessionToken: fromEnvironment('AWS_SESSION_TOKEN'),
  });
}

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing: these credentials exist inside of Lambda only`);
  return value;
}
