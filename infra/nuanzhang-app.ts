import { App, Validations } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { METRICS } from './http-api.ts';
import { ENCRYPTIONS } from './ledger-table.ts';
import { NuanzhangStack } from './nuanzhang-stack.ts';
import type { Program } from './programs.ts';
import { SEALERS } from './workers.ts';

/** Kept in code, because `node infra/app.ts` does not read cdk.json. */
const CONTEXT = {
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/core:target-partitions': ['aws', 'aws-cn'],
};

export interface NuanzhangAppProps {
  readonly codeOf: (program: Program) => Code;
  /** Where the assembly is written. */
  readonly outdir: string;
  readonly context?: Readonly<Record<string, unknown>>;
}

/** The app with its stack, checked against the AWS Solutions rules: `synth` throws on a finding nobody has answered. */
export function nuanzhangApp({ codeOf, outdir, context }: NuanzhangAppProps): App {
  const app = new App({
    analyticsReporting: false,
    context: { ...CONTEXT, ...context },
    outdir,
  });
  new NuanzhangStack(app, 'Nuanzhang', {
    codeOf,
    encryption: chosen(app, 'encryption', ENCRYPTIONS),
    architecture: chosen(app, 'architecture', ['arm64', 'x86_64']),
    sealers: chosen(app, 'sealers', SEALERS),
    metrics: chosen(app, 'metrics', METRICS),
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

/** One of the choices a context leaves, the first where it says nothing. */
function chosen<const T extends string>(app: App, name: string, choices: readonly [T, ...T[]]): T {
  const asked: unknown = app.node.tryGetContext(name) ?? choices[0];
  const choice = choices.find((known) => known === asked);
  if (choice === undefined) throw new Error(`context "${name}" must be one of ${choices.join(', ')}`);
  return choice;
}
