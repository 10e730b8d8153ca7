import { Aws, CfnCondition, CfnParameter, Fn, type IResolvable } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

export interface NameChoice {
  /** The parameter by which it is chosen. */
  readonly parameter: string;
  readonly description: string;
  /** What a name looks like. */
  readonly pattern: string;
}

/**
 * The name of a resource as it is chosen at the first deployment, or none where nothing is chosen: then CloudFormation
 * makes one that nothing else has.
 */
export function chosenName(scope: Construct, { parameter, description, pattern }: NameChoice): IResolvable {
  const choice = new CfnParameter(scope, 'Named', {
    description: `${description}; empty for one that is made up. Not to be changed: another name is another one, with nothing in it`,
    allowedPattern: `^(${pattern})?$`,
    default: '',
  });
  choice.overrideLogicalId(parameter);
  const isChosen = new CfnCondition(scope, 'IsNamed', {
    expression: Fn.conditionNot(Fn.conditionEquals(choice.valueAsString, '')),
  });
  return Fn.conditionIf(isChosen.logicalId, choice.valueAsString, Aws.NO_VALUE);
}
