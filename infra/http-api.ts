import { CfnCondition, CfnParameter, Duration, Fn, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnStage,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  type HttpRouteProps,
  HttpStage,
  LogGroupLogDestination,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { THROTTLES, type Throttle, throttledAs } from '../functions/front/throttle.ts';
import type { Group, Route } from '../shared/routes.ts';
import { KEPT } from './kept.ts';
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

/** Metrics of the API as a whole, or of each route too: more than a hundred of those cost more than all else together. */
export const METRICS = ['api', 'routes'] as const;
export type Metrics = (typeof METRICS)[number];

export interface TrackerApiProps {
  readonly routes: readonly Route[];
  readonly functions: Readonly<Record<Group, IFunction>>;
  /** Answers whatever no route of the table is. */
  readonly pages: IFunction;
  readonly tokens: TokenRules;
  readonly metrics: Metrics;
}

/**
 * The HTTP API: exactly the routes of the table, each with the authorizer unless it is public, and the pages for all else
 * that is read. No CORS: one origin.
 */
export class TrackerApi extends Construct {
  readonly url: string;
  /** The host under which the API is reached: a domain of its own, where it has one. */
  readonly host: string;
  readonly #routes: HttpRoute[] = [];
  readonly #throttles = new Map<string, Throttle>();

  constructor(scope: Construct, id: string, { routes, functions, pages, tokens, metrics }: TrackerApiProps) {
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
      const route = this.#route(row.operation, THROTTLES[throttledAs(row)], {
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
      const route = this.#route(name, THROTTLES.page, { httpApi, routeKey, integration, authorizer });
      isOpen(route, 'Pages are the same for everybody: they hold no data, and sign people in.');
    }
    this.url = this.#stage(httpApi, metrics).url;
    this.host = this.#host();
  }

  /** What is printed on slips, and names the log at its first entry: so it should be there before. */
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

  #stage(httpApi: HttpApi, metrics: Metrics): HttpStage {
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: LOG_RETENTION,
      removalPolicy: KEPT,
    });
    const detailedMetricsEnabled = metrics === 'routes';
    const stage = new HttpStage(this, 'Stage', {
      httpApi,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLES.reading,
      detailedMetricsEnabled,
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG_FIELDS)),
      },
    });
    const resource = stage.node.defaultChild;
    if (!(resource instanceof CfnStage)) throw new Error('the stage has no resource of its own');
    resource.routeSettings = this.#routeSettings(detailedMetricsEnabled);
    // Settings of a route that is not there yet are refused.
    stage.node.addDependency(...this.#routes);
    return stage;
  }

  #route(id: string, throttle: Throttle, props: HttpRouteProps): HttpRoute {
    const route = new HttpRoute(this, id, props);
    this.#routes.push(route);
    this.#throttles.set(props.routeKey.key, throttle);
    return route;
  }

  /** Each route is counted by itself: what floods one of them stops none of the others. */
  #routeSettings(detailedMetricsEnabled: boolean): object {
    const settings = Array.from(this.#throttles, ([key, { rateLimit, burstLimit }]) => [
      key,
      {
        ThrottlingRateLimit: rateLimit,
        ThrottlingBurstLimit: burstLimit,
        DetailedMetricsEnabled: detailedMetricsEnabled,
      },
    ]);
    return Object.fromEntries(settings);
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
