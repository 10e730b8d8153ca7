import { Code } from 'aws-cdk-lib/aws-lambda';
import { bundle, bundleOf } from './bundle.ts';
import { nuanzhangApp } from './nuanzhang-app.ts';

await bundle();
nuanzhangApp({
  codeOf: (program) => Code.fromAsset(bundleOf(program), { exclude: ['*.map'] }),
  outdir: process.env.CDK_OUTDIR ?? 'cdk.out',
}).synth();
