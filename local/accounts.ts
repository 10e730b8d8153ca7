import { CannotStart } from './cannot-start.ts';
import { readEnvironment } from './environment.ts';
import { readAccountKey } from './keys.ts';
import { Accounts, demoAccounts } from './sign-in/accounts.ts';

/** `npm run accounts`: the demo accounts of a data folder with their passwords, for whoever owns it. */
async function main(): Promise<void> {
  const { data } = readEnvironment(process.env);
  const accounts = new Accounts(data, await readAccountKey(data));
  for (const { subject } of demoAccounts()) console.log(`${subject.padEnd(24)} ${accounts.password(subject)}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof CannotStart ? error.message : error);
  process.exitCode = error instanceof CannotStart ? error.exitCode : 1;
});
