import { Code } from 'aws-cdk-lib/aws-lambda';
import { bundle, bundleOf } from './bundle.ts';
import { nuanzhangApp } from './nuanzhang-app.ts';

await bundle();
nuanzhangApp({
  codeOf: (group) => Code.fromAsset(bundleOf(group), { exclude: ['*.map'] }),
  outdir: process.env.CDK_OUTDIR ?? 'cdk.out',
}).synth();
