// What the walk needs in the register, added beside what may be there already: nothing is assumed of
// a system but one login of national staff.
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Caller } from './api.mjs';
import { root } from './system.mjs';
import { issuerName, mint } from './tokens.mjs';

export const authoritiesFile = readFileSync(join(root, 'tools', 'register', 'authorities.csv'));
const homeCode = 'POW';
const farCode = 'LDS';
const memberColumns = 'authority_code,key,given_name,family_name,subject,elected_date,ward_name,language_code';

// A file of members, one for each {code, key, given, subject}.
export function membersFile(members) {
  const rows = members.map(({ code, key, given, subject = '' }) =>
    [code, key, given, 'Pritchard', subject, '2022-05-09', 'Canol', 'cy'].join(','),
  );
  return Buffer.from([memberColumns, ...rows, ''].join('\n'));
}

export class Register {
  constructor(system) {
    this.system = system;
    // Keys and logins of this run alone.
    this.run = randomBytes(6).toString('hex');
    this.callers = [];
    this.staff = this.enter(system.staff);
  }

  enter(subject) {
    const caller = new Caller(this.system.gateway, mint(this.system, subject));
    this.callers.push(caller);
    return caller;
  }

  close() {
    for (const caller of this.callers) caller.close();
  }

  // Authorities, six members at home and one far away, an adviser of the home region.
  async fill() {
    await this.staff.stream('registry.AuthorityService/ImportAuthorities', { content: authoritiesFile });
    const names = ['mentee', 'rival', 'mentor1', 'mentor2', 'mentor3', 'mentor4'];
    const members = names.map((name) => ({
      code: homeCode,
      key: `${this.run}-${name}`,
      given: name,
      subject: `${this.run}-${name}`,
    }));
    members.push({ code: farCode, key: `${this.run}-far`, given: 'far', subject: `${this.run}-far` });
    const content = membersFile(members);
    await this.staff.stream('registry.PersonService/ImportMembers', { content, loginIssuer: issuerName });
    for (const name of [...names, 'far']) {
      this[name] = this.enter(`${this.run}-${name}`);
      const self = await this[name].call('registry.PersonService/GetSelf', {});
      this[name].person = self.person.name;
    }
    this.home = (
      await this.staff.call('registry.AuthorityService/ListAuthorities', { code: homeCode })
    ).authorities[0];
    this.adviser = await this.appoint('adviser', 'ROLE_ADVISER', this.home.region);
  }

  async appoint(name, role, scope) {
    const subject = `${this.run}-${name}`;
    const person = await this.staff.call('registry.PersonService/CreatePerson', {
      person: { displayName: name, languageCode: 'cy', logins: [{ issuer: issuerName, subject }] },
    });
    await this.staff.call('registry.PersonService/CreateGrant', {
      parent: person.name,
      grant: { role, scope },
    });
    return this.enter(subject);
  }

  // Makes accredited mentors of the members who are to be ones.
  async train() {
    const course = await this.staff.call('registry.TrainingService/CreateCourse', {
      course: {
        title: { welsh: 'Mentora', english: 'Mentoring' },
        provider: 'PROVIDER_NATIONAL_BODY',
        accreditsMonths: 36,
      },
      requestId: randomUUID(),
    });
    const attendedDate = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
    for (const mentor of [this.mentor1, this.mentor2, this.mentor3, this.mentor4]) {
      mentor.profile = mentor.person.replace('people/', 'mentors/');
      await mentor.call('registry.MentorService/CreateMentor', {
        mentor: {
          name: mentor.profile,
          willing: true,
          kinds: ['KIND_ONE_TO_ONE'],
          skills: ['communication', 'scrutiny_and_challenge'],
          subjects: ['planning'],
          places: 1,
          remote: true,
          visibility: 'REACH_NATION',
          partyUsable: true,
        },
      });
      await this.staff.call('registry.TrainingService/CreateTrainingRecord', {
        parent: mentor.person,
        trainingRecord: { course: course.name, attendedDate },
      });
    }
  }
}
