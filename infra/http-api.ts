import { CfnCondition, CfnParameter, Duration, Fn, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { THROTTLE } from '../functions/front/throttle.ts';
import type { Group, Route } from '../shared/routes.ts';
import type { TokenRules } from './token-rules.ts';
import { LOG_RETENTION } from './use-case-function.ts';

/** No query string, no body, no claims: the log says which route answered how, and entries say who wrote what. */
const ACCESS_LOG_FIELDS = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  sourceIp: '$context.identity.sourceIp',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  authorizerError: '$context.authorizer.error',
  integrationError: '$context.integrationErrorMessage',
};

export interface TrackerApiProps {
  readonly routes: readonly Route[];
  readonly functions: Readonly<Record<Group, IFunction>>;
  /** Answers whatever no route of the table is. */
  readonly pages: IFunction;
  readonly tokens: TokenRules;
}

/**
 * The HTTP API: exactly the routes of the table, each with the authorizer unless it is public, and the pages for all else
 * that is read. No CORS: one origin.
 */
export class TrackerApi extends Construct {
  readonly url: string;
  /** The host under which the API is reached: a domain of its own, where it has one. */
  readonly host: string;

  constructor(scope: Construct, id: string, { routes, functions, pages, tokens }: TrackerApiProps) {
    super(scope, id);
    const httpApi = new HttpApi(this, 'HttpApi', { apiName: 'nuanzhang', createDefaultStage: false });
    // Any OIDC issuer that signs with RSA.
    const authorizer = new HttpJwtAuthorizer('Authorizer', tokens.issuer, { jwtAudience: [tokens.audience] });
    const integrations = {
      open: integrationOf('open', functions.open),
      registry: integrationOf('registry', functions.registry),
      ledger: integrationOf('ledger', functions.ledger),
      documents: integrationOf('documents', functions.documents),
      reports: integrationOf('reports', functions.reports),
      log: integrationOf('log', functions.log),
      exports: integrationOf('exports', functions.exports),
      evidence: integrationOf('evidence', functions.evidence),
      imports: integrationOf('imports', functions.imports),
    };
    for (const row of routes) {
      const route = new HttpRoute(this, row.operation, {
        httpApi,
        routeKey: HttpRouteKey.with(row.path, HttpMethod[row.method]),
        integration: integrations[row.group],
        authorizer: row.access === 'public' ? new HttpNoneAuthorizer() : authorizer,
      });
      if (row.access === 'public') {
        isOpen(route, 'The route table makes this route public: it answers nothing about any person or sum.');
      }
    }
    const integration = integrationOf('pages', pages);
    for (const [name, path] of Object.entries({ firstPage: '/', otherPages: '/{proxy+}' })) {
      const routeKey = HttpRouteKey.with(path, HttpMethod.GET);
      const authorizer = new HttpNoneAuthorizer();
      const route = new HttpRoute(this, name, { httpApi, routeKey, integration, authorizer });
      isOpen(route, 'Pages are the same for everybody: they hold no data, and sign people in.');
    }
    this.url = this.#stage(httpApi).url;
    this.host = this.#host();
  }

  /** What is printed on slips and signed into checkpoints, so it should be there before the first entry is sealed. */
  #host(): string {
    const domain = new CfnParameter(this, 'DomainName', {
      description: 'The domain under which the API is reached; empty where it has none of its own',
      allowedPattern: '^[A-Za-z0-9.-]*$',
      default: '',
    });
    domain.overrideLogicalId('Domain');
    const hasNone = new CfnCondition(this, 'HasNoDomain', {
      expression: Fn.conditionEquals(domain.valueAsString, ''),
    });
    const own = Fn.select(2, Fn.split('/', this.url));
    return Fn.conditionIf(hasNone.logicalId, own, domain.valueAsString).toString();
  }

  #stage(httpApi: HttpApi): HttpStage {
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: LOG_RETENTION,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    return new HttpStage(this, 'Stage', {
      httpApi,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      detailedMetricsEnabled: true,
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG_FIELDS)),
      },
    });
  }
}

function isOpen(route: HttpRoute, reason: string): void {
  Validations.of(route).acknowledge({ id: 'AwsSolutions::AwsSolutions-APIG4', reason });
}

/** One permission for all routes of a function: one for each would outgrow the 20 KB of a function's policy. */
function integrationOf(program: Group | 'pages', lambda: IFunction): HttpLambdaIntegration {
  return new HttpLambdaIntegration(`${program}-integration`, lambda, {
    payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
    timeout: Duration.seconds(29),
    scopePermissionToRoute: false,
  });
}
