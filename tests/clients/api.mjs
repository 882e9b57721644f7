// The public API as a client of another make sees it: by the protos alone.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { googleProtos, root } from './system.mjs';

const require = createRequire(import.meta.url);
export const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const definition = loader.loadSync(
  [
    'google/rpc/status.proto',
    'google/rpc/error_details.proto',
    'google/rpc/error_info.proto',
    'telemachus/registry/v1/authority.proto',
    'telemachus/registry/v1/mentor.proto',
    'telemachus/registry/v1/person.proto',
    'telemachus/matching/v1/request.proto',
    'telemachus/matching/v1/shortlist.proto',
  ],
  { includeDirs: [join(root, 'proto'), googleProtos()], enums: String, longs: Number, defaults: true },
);
const packages = grpc.loadPackageDefinition(definition).telemachus;

const patienceMillis = 30_000;
const longestMessage = 64 << 20; // the server says what is too long, not this client

// The google.rpc details of a failed call by the last part of their types' names: {ErrorInfo, …}.
export function detailsOf(error) {
  const [bytes] = error.metadata?.get('grpc-status-details-bin') ?? [];
  if (bytes === undefined) return {};
  const status = definition['google.rpc.Status'].deserialize(bytes);
  return Object.fromEntries(
    status.details.map(({ type_url: url, typeUrl = url, value }) => {
      const type = typeUrl.slice(typeUrl.lastIndexOf('/') + 1);
      return [type.slice(type.lastIndexOf('.') + 1), definition[type].deserialize(value)];
    }),
  );
}

// Somebody who calls with a token, or without one where it is undefined.
export class Caller {
  constructor(gateway, token) {
    this.gateway = gateway;
    this.token = token;
    this.clients = new Map();
  }

  // The generated client of 'registry.PersonService'.
  client(name) {
    if (!this.clients.has(name)) {
      const [domain, service] = name.split('.');
      this.clients.set(
        name,
        new packages[domain].v1[service](this.gateway, grpc.credentials.createInsecure(), {
          'grpc.max_send_message_length': longestMessage,
          'grpc.max_receive_message_length': longestMessage,
        }),
      );
    }
    return this.clients.get(name);
  }

  metadata() {
    const metadata = new grpc.Metadata();
    if (this.token !== undefined) metadata.set('authorization', `Bearer ${this.token}`);
    return metadata;
  }

  // call('registry.PersonService/GetSelf', {}): the answer, or the error with its code.
  call(path, request) {
    const [service, method] = path.split('/');
    return new Promise((resolve, reject) => {
      const options = { deadline: Date.now() + patienceMillis };
      this.client(service)[method](request, this.metadata(), options, (error, response) =>
        error ? reject(error) : resolve(response),
      );
    });
  }

  // The answers of a stream, in order.
  async stream(path, request) {
    const [service, method] = path.split('/');
    const answers = [];
    const options = { deadline: Date.now() + patienceMillis };
    for await (const answer of this.client(service)[method](request, this.metadata(), options)) {
      answers.push(answer);
    }
    return answers;
  }

  close() {
    for (const client of this.clients.values()) client.close();
    this.clients.clear();
  }
}

// The error of a call that must fail.
export async function errorOf(promise) {
  try {
    await promise;
  } catch (error) {
    if (typeof error.code !== 'number') throw error;
    return error;
  }
  throw new Error('the call succeeded and should not have');
}
