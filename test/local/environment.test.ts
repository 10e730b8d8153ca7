import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { CannotStart } from '../../local/cannot-start.ts';
import { readEnvironment } from '../../local/environment.ts';

test('has a default for everything, and takes an empty variable for an unset one', () => {
  const defaults = {
    port: 8080,
    data: resolve('.data'),
    demo: true,
    web: 'on',
    address: undefined,
    endpoint: undefined,
    logRequests: false,
    rate: 200,
    union: '',
    issuer: undefined,
    audience: 'nuanzhang',
    client: 'nuanzhang-web',
    rolesClaim: 'roles',
    unitsClaim: 'units',
    firstAdmin: undefined,
    sealing: true,
  };
  expect(readEnvironment({})).toEqual(defaults);
  expect(
    readEnvironment({ PORT: '', NUANZHANG_DATA: '', NUANZHANG_DEMO: '', NUANZHANG_SEALING: '', DYNAMODB_ENDPOINT: '' }),
  ).toEqual(defaults);
});

test('takes what it is told', () => {
  const told = {
    PORT: '0',
    NUANZHANG_ADDRESS: 'https://ledger.example.org/',
    NUANZHANG_DATA: '/var/lib/nuanzhang',
    NUANZHANG_DEMO: 'off',
    NUANZHANG_WEB: 'off',
    NUANZHANG_LOG: 'requests',
    NUANZHANG_RATE: '50',
    NUANZHANG_UNION: '示例区总工会',
    NUANZHANG_ISSUER: 'https://id.example/realms/union',
    NUANZHANG_AUDIENCE: 'tracker',
    NUANZHANG_CLIENT: 'pages',
    NUANZHANG_ROLES_CLAIM: 'https://union.example/roles',
    NUANZHANG_UNITS_CLAIM: 'cognito:groups',
    NUANZHANG_FIRST_ADMIN: 'auth0|5f7c',
    NUANZHANG_SEALING: 'off',
    DYNAMODB_ENDPOINT: 'http://127.0.0.1:8000',
  };
  expect(readEnvironment(told)).toEqual({
    port: 0,
    data: '/var/lib/nuanzhang',
    demo: false,
    web: 'off',
    address: 'https://ledger.example.org',
    endpoint: 'http://127.0.0.1:8000',
    logRequests: true,
    rate: 50,
    union: '示例区总工会',
    issuer: 'https://id.example/realms/union',
    audience: 'tracker',
    client: 'pages',
    rolesClaim: 'https://union.example/roles',
    unitsClaim: 'cognito:groups',
    firstAdmin: 'auth0|5f7c',
    sealing: false,
  });
});

test.each([
  ['PORT', 'eighty'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '80.5'],
  ['PORT', '0x50'],
  ['NUANZHANG_ADDRESS', 'http://ledger.example.org'],
  ['NUANZHANG_ADDRESS', 'https://ledger.example.org/books'],
  ['NUANZHANG_DEMO', 'yes'],
  ['NUANZHANG_WEB', 'yes'],
  ['NUANZHANG_LOG', 'all'],
  ['NUANZHANG_SEALING', 'true'],
  ['DYNAMODB_ENDPOINT', '127.0.0.1:8000'],
  ['DYNAMODB_ENDPOINT', 'ftp://127.0.0.1'],
])('refuses %s=%s, naming it, with exit code 2', (name, value) => {
  const read = () => readEnvironment({ [name]: value });
  expect(read).toThrow(`${name}=${value}`);
  expect(read).toThrow(expect.objectContaining({ exitCode: 2 }));
  expect(read).toThrow(CannotStart);
});

test('refuses a name of the union of more than 200 characters', () => {
  expect(readEnvironment({ NUANZHANG_UNION: '会'.repeat(200) }).union).toHaveLength(200);
  expect(() => readEnvironment({ NUANZHANG_UNION: '会'.repeat(201) })).toThrow('NUANZHANG_UNION');
});

test('names everything that is wrong at once', () => {
  const read = () => readEnvironment({ PORT: 'x', NUANZHANG_DEMO: 'y' });
  expect(read).toThrow('PORT=x');
  expect(read).toThrow('NUANZHANG_DEMO=y');
});
