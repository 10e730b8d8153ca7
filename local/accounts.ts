import { runCommand } from './command.ts';
import type { Environment } from './environment.ts';
import { readAccountKey } from './keys.ts';
import { Accounts, demoAccounts } from './sign-in/accounts.ts';

/** `npm run accounts`: the demo accounts of a data folder with their passwords, for whoever owns it. */
async function main({ data }: Environment): Promise<void> {
  const accounts = new Accounts(data, await readAccountKey(data));
  for (const { subject } of demoAccounts()) console.log(`${subject.padEnd(24)} ${accounts.password(subject)}`);
}

runCommand(main);
