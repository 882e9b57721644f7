// Walks from the register to offers through the gateway, with a client of another make.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Caller, detailsOf, errorOf, grpc } from './api.mjs';
import { Register, authoritiesFile, membersFile } from './register.mjs';
import { openSystem } from './system.mjs';
import { forge, issuerName, mint, strangersKey, unsigned } from './tokens.mjs';

const { status } = grpc;
const getSelf = 'registry.PersonService/GetSelf';
const importAuthorities = 'registry.AuthorityService/ImportAuthorities';
const importMembers = 'registry.PersonService/ImportMembers';
const createPerson = 'registry.PersonService/CreatePerson';
const createRequest = 'matching.RequestService/CreateRequest';
const getRequest = 'matching.RequestService/GetRequest';
const reasonDomain = 'telemachus';

let system;
let register;

before(async () => {
  system = await openSystem();
  register = new Register(system);
  await register.fill();
});

after(async () => {
  register?.close();
  await system?.stop();
});

// Checks the code, the reason and, where one is given, the field at fault.
async function assertRefused(promise, code, reason, field) {
  const error = await errorOf(promise);
  assert.equal(status[error.code], status[code], error.message);
  const { ErrorInfo: info, BadRequest: bad } = detailsOf(error);
  assert.equal(info?.reason, reason);
  assert.match(info.domain, new RegExp(reasonDomain));
  if (field !== undefined) {
    assert.deepEqual(bad.fieldViolations.map((violation) => violation.field), [field]);
    assert.ok(bad.fieldViolations[0].description.length > 0);
  }
  return { error, info };
}

async function withToken(token, run) {
  const caller = new Caller(system.gateway, token);
  try {
    return await run(caller);
  } finally {
    caller.close();
  }
}

test('somebody who signed in learns who they are', async () => {
  const self = await register.mentee.call(getSelf, {});
  assert.match(self.person.name, /^people\/[a-z2-7]{26}$/);
  assert.equal(self.person.displayName, 'mentee Pritchard');
  assert.equal(self.person.memberships.length, 1);
  assert.equal(self.person.memberships[0].authority, register.home.name);
  const staff = await register.staff.call(getSelf, {});
  assert.ok(staff.grants.some((grant) => grant.role === 'ROLE_NATIONAL'));
});

test('authorities come in pages that hold each of them once, in order', async () => {
  const list = 'registry.AuthorityService/ListAuthorities';
  const codes = [];
  let pageToken = '';
  let pages = 0;
  do {
    const page = await register.mentee.call(list, { pageSize: 20, pageToken });
    assert.ok(page.authorities.length <= 20);
    codes.push(...page.authorities.map((authority) => authority.code));
    pageToken = page.nextPageToken;
    pages += 1;
  } while (pageToken !== '' && pages < 1000);
  assert.ok(pages > 1);
  assert.equal(pages, Math.ceil(codes.length / 20));
  assert.equal(new Set(codes).size, codes.length);
  assert.deepEqual(codes, [...codes].sort());
  const whole = await register.mentee.call(list, { pageSize: 500 });
  assert.deepEqual(whole.authorities.map((authority) => authority.code), codes);
});

test('a page token is good for its own list and caller alone', async () => {
  const list = 'registry.AuthorityService/ListAuthorities';
  const first = await register.mentee.call(list, { pageSize: 5 });
  const token = { pageSize: 5, pageToken: first.nextPageToken };
  for (const [caller, request] of [
    [register.mentee, { ...token, nation: 'nations/wales' }],
    [register.rival, token],
    [register.mentee, { pageSize: 5, pageToken: 'bm90IG9uZQ' }],
  ]) {
    await assertRefused(caller.call(list, request), status.INVALID_ARGUMENT, 'PAGE_TOKEN_INVALID', 'page_token');
  }
});

test('what is wrong with a field is told by its name', async () => {
  await assertRefused(
    register.mentee.call('registry.AuthorityService/GetAuthority', { name: 'councils/powys' }),
    status.INVALID_ARGUMENT,
    'FIELD_MALFORMED',
    'name',
  );
  await assertRefused(
    register.staff.call(createPerson, { person: { languageCode: 'cy' } }),
    status.INVALID_ARGUMENT,
    'FIELD_REQUIRED',
    'person.display_name',
  );
  const login = { issuer: issuerName, subject: '' };
  await assertRefused(
    register.staff.call(createPerson, { person: { displayName: 'Nia', logins: [login] } }),
    status.INVALID_ARGUMENT,
    'FIELD_REQUIRED',
    'person.logins[0].subject',
  );
});

test('nobody comes in without a token', async () => {
  await withToken(undefined, (caller) =>
    assertRefused(caller.call(getSelf, {}), status.UNAUTHENTICATED, 'TOKEN_MISSING'),
  );
  await withToken('nonsense', (caller) =>
    assertRefused(caller.call(getSelf, {}), status.UNAUTHENTICATED, 'TOKEN_INVALID'),
  );
});

test('a token out of its time is told apart, so that a client can fetch another', async () => {
  const now = Math.floor(Date.now() / 1000);
  for (const claims of [{ iat: now - 1200, exp: now - 300 }, { nbf: now + 300 }]) {
    await withToken(forge(system, system.staff, { claims }), (caller) =>
      assertRefused(caller.call(getSelf, {}), status.UNAUTHENTICATED, 'TOKEN_EXPIRED'),
    );
  }
});

test('a forged token is refused, whatever is wrong with it', async () => {
  const now = Math.floor(Date.now() / 1000);
  // What is changed below is all that is wrong: as it stands, the gateway takes it.
  await withToken(forge(system, system.staff), (caller) => caller.call(getSelf, {}));
  const [head, claims, signature] = forge(system, system.staff).split('.');
  const other = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(claims, 'base64url')), sub: 'another' }));
  const forged = {
    'another key under the same id': forge(system, system.staff, { key: strangersKey() }),
    'an unknown key': forge(system, system.staff, { header: { kid: 'nobody' }, key: strangersKey() }),
    'other claims under the signature': `${head}.${other.toString('base64url')}.${signature}`,
    'no signature': unsigned(system, system.staff),
    'another audience': mint(system, system.staff, '--audience', 'https://elsewhere.invalid'),
    'another issuer': mint(system, system.staff, '--issuer', 'https://elsewhere.invalid'),
    'an identity token': forge(system, system.staff, { header: { typ: 'JWT' } }),
    'a day to live': forge(system, system.staff, { claims: { exp: now + 86_400 } }),
  };
  const told = new Set();
  for (const [what, token] of Object.entries(forged)) {
    await withToken(token, async (caller) => {
      const error = await errorOf(caller.call(getSelf, {}));
      assert.equal(error.code, status.UNAUTHENTICATED, what);
      assert.equal(detailsOf(error).ErrorInfo.reason, 'TOKEN_INVALID', what);
      told.add(error.details);
    });
  }
  assert.equal(told.size, 1, 'the text tells what is wrong');
});

test('a role decides what may be called', async () => {
  await assertRefused(
    register.mentee.call(createPerson, { person: { displayName: 'Nia' } }),
    status.PERMISSION_DENIED,
    'NOT_PERMITTED',
  );
  const stranger = mint(system, `${register.run}-nobody`);
  await withToken(stranger, (caller) =>
    assertRefused(caller.call(getSelf, {}), status.PERMISSION_DENIED, 'NOT_PERMITTED'),
  );
});

test('an import tells how far it is, and what it did', async () => {
  const rows = Array.from({ length: 1200 }, (_, i) => ({
    code: 'BIR',
    key: `${register.run}-${i}`,
    given: 'Siân',
  }));
  rows.push({ code: 'NOWHERE', key: `${register.run}-lost`, given: 'Ŵyn' });
  const steps = await register.staff.stream(importMembers, { content: membersFile(rows) });
  assert.ok(steps.length > 1, 'there was no progress');
  const done = steps.map((step) => step.rowsDone);
  assert.deepEqual(done, [...done].sort((a, b) => a - b));
  assert.ok(steps.every((step) => step.rowsTotal === 1201));
  assert.ok(steps.slice(0, -1).every((step) => step.report === null));
  const { report } = steps.at(-1);
  assert.equal(done.at(-1), 1201);
  assert.deepEqual(
    [report.created, report.updated, report.unchanged, report.rejected],
    [1200, 0, 0, 1],
  );
  const [odd] = report.oddRows;
  assert.deepEqual(
    [odd.line, odd.kind, odd.column, odd.outcome],
    [1202, 'ODD_KIND_AUTHORITY_UNKNOWN', 'authority_code', 'OUTCOME_REJECTED'],
  );
  const again = await register.staff.stream(importMembers, { content: membersFile(rows) });
  assert.equal(again.at(-1).report.unchanged, 1200);
});

test('a file that is not UTF-8 is refused with its line', async () => {
  const head = 'code,name,nation,type\n';
  const content = Buffer.concat([
    Buffer.from(`${head}AAA,Cyngor A,Wales,Welsh unitary authority\nBBB,Cyngor `),
    Buffer.from([0xd4]), // Ô in Latin-1
    Buffer.from(',Wales,Welsh unitary authority\n'),
  ]);
  const { info } = await assertRefused(
    register.staff.stream(importAuthorities, { content }),
    status.INVALID_ARGUMENT,
    'IMPORT_UNREADABLE',
    'content',
  );
  assert.equal(info.metadata.line, '3');
});

test('a file without a column it needs is refused with the column', async () => {
  const { info } = await assertRefused(
    register.staff.stream(importAuthorities, { content: Buffer.from('code,name,type\nAAA,Cyngor A,County\n') }),
    status.INVALID_ARGUMENT,
    'IMPORT_UNREADABLE',
    'content',
  );
  assert.equal(info.metadata.column, 'nation');
});

test('a message that is too large is refused with a reason', async () => {
  const filler = (bytes) => Buffer.concat([authoritiesFile, Buffer.alloc(bytes, '\n')]);
  await assertRefused(
    register.staff.stream(importAuthorities, { content: filler(5 << 20) }),
    status.RESOURCE_EXHAUSTED,
    'MESSAGE_TOO_LARGE',
  );
  await assertRefused(
    register.staff.stream(importAuthorities, { content: filler(4_000_000) }),
    status.INVALID_ARGUMENT,
    'FIELD_TOO_LONG',
    'content',
  );
  // What is larger than anything may be is not read to its end.
  const error = await errorOf(register.staff.stream(importAuthorities, { content: filler(20 << 20) }));
  assert.equal(error.code, status.RESOURCE_EXHAUSTED);
});

test('a request sent again is answered as before and not done twice', async () => {
  const request = { person: { displayName: 'Mererid', languageCode: 'cy' }, requestId: randomUUID() };
  const first = await register.staff.call(createPerson, request);
  const again = await register.staff.call(createPerson, request);
  assert.deepEqual(again, first);
  await assertRefused(
    register.staff.call(createPerson, { ...request, person: { displayName: 'Meinir' } }),
    status.INVALID_ARGUMENT,
    'REQUEST_ID_REUSED',
    'request_id',
  );
  const other = await register.staff.call(createPerson, { ...request, requestId: randomUUID() });
  assert.notEqual(other.name, first.name);
});

test('a change of what has changed meanwhile is refused', async () => {
  const update = 'registry.PersonService/UpdatePerson';
  const { person } = await register.mentee.call(getSelf, {});
  const change = (telephone, etag) =>
    register.mentee.call(update, {
      person: { name: person.name, telephone, etag },
      updateMask: { paths: ['telephone'] },
    });
  const changed = await change('01597 000000', person.etag);
  assert.equal(changed.telephone, '01597 000000');
  assert.notEqual(changed.etag, person.etag);
  await assertRefused(change('01597 111111', person.etag), status.ABORTED, 'STALE_ETAG');
  const now = await register.mentee.call(getSelf, {});
  assert.equal(now.person.telephone, '01597 000000');
  assert.equal(now.person.displayName, person.displayName);
});

test('text is as long as its characters, however they are written', async () => {
  const letters = 'âêîôûŵŷÂÊÎÔÛŴŶ';
  const composed = letters.repeat(15).slice(0, 200);
  const decomposed = composed.normalize('NFD');
  assert.equal([...composed].length, 200);
  assert.equal([...decomposed].length, 400);
  for (const displayName of [composed, decomposed]) {
    const person = await register.staff.call(createPerson, { person: { displayName } });
    assert.equal(person.displayName, composed);
    await assertRefused(
      register.staff.call(createPerson, { person: { displayName: `${displayName}y` } }),
      status.INVALID_ARGUMENT,
      'FIELD_TOO_LONG',
      'person.display_name',
    );
  }
});

// The shortlist, once matching has heard of these mentors: it learns of them by events.
async function shortlistWith(mentors, request) {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const build = 'matching.ShortlistService/BuildShortlist';
    const shortlist = await register.adviser.call(build, { request, limit: 100 });
    const found = new Set(shortlist.candidates.map((candidate) => candidate.mentor));
    if (mentors.every((mentor) => found.has(mentor))) return shortlist;
    assert.ok(Date.now() < deadline, 'a mentor of this run is not on the shortlist');
    await setTimeout(100);
  }
}

test('a member asks for a mentor, and is offered some', async () => {
  await register.train();
  const { mentee, adviser, far } = register;
  const request = {
    request: {
      mentee: mentee.person,
      kind: 'KIND_ONE_TO_ONE',
      context: 'CONTEXT_NEW_MEMBER',
      needs: ['communication', 'planning'],
      partyRule: 'PARTY_RULE_OPEN',
      preferences: { remote: true },
      challenge: 'Sut mae craffu ar y gyllideb gyntaf? Dw i ddim yn gwybod ble i ddechrau.',
    },
    requestId: randomUUID(),
  };
  await assertRefused(
    mentee.call(createRequest, { request: { ...request.request, needs: ['communication', 'juggling'] } }),
    status.INVALID_ARGUMENT,
    'FIELD_UNKNOWN_REFERENCE',
    'request.needs[1]',
  );
  const made = await mentee.call(createRequest, request);
  assert.equal(made.state, 'STATE_WAITING');
  assert.equal(made.authority, register.home.name);
  assert.equal((await mentee.call(createRequest, request)).name, made.name);

  // Who may not know cannot tell a request of somebody else's from one that does not exist.
  const forbidden = await errorOf(far.call(getRequest, { name: made.name }));
  const absent = await errorOf(far.call(getRequest, { name: `requests/${'a'.repeat(26)}` }));
  assert.equal(forbidden.code, status.PERMISSION_DENIED);
  assert.equal(absent.code, forbidden.code);
  assert.equal(absent.details, forbidden.details);
  assert.deepEqual(detailsOf(absent), detailsOf(forbidden));

  await adviser.call('matching.RequestService/ClaimRequest', { name: made.name });
  const own = [register.mentor1, register.mentor2, register.mentor3, register.mentor4].map(({ profile }) => profile);
  const shortlist = await shortlistWith(own, made.name);
  assert.ok(shortlist.candidates.every((candidate) => candidate.reason.welsh !== '' && candidate.parts.length > 0));

  const offered = [own[2], own[0]];
  await adviser.call('matching.ShortlistService/OfferMentors', { request: made.name, mentors: offered });
  const { offers } = await mentee.call('matching.ShortlistService/ListOffers', { parent: made.name });
  assert.deepEqual(offers.map((offer) => offer.mentor).sort(), [...offered].sort());
  assert.ok(offers.every((offer) => offer.displayName !== '' && offer.reason.english !== ''));
  await assertRefused(
    far.call('matching.ShortlistService/ListOffers', { parent: made.name }),
    status.PERMISSION_DENIED,
    'NOT_PERMITTED',
  );
});
