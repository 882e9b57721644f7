INSERT INTO catalogue_entries (list, code, place, welsh, english) VALUES
  ('skill', 'local_leadership', 1, 'Arweinyddiaeth leol', 'Local leadership'),
  ('skill', 'partnership_working', 2, 'Gweithio mewn partneriaeth', 'Partnership working'),
  ('skill', 'communication', 3, 'Sgiliau cyfathrebu', 'Communication skills'),
  ('skill', 'political_understanding', 4, 'Dealltwriaeth wleidyddol', 'Political understanding'),
  ('skill', 'scrutiny_and_challenge', 5, 'Craffu a herio', 'Scrutiny and challenge'),
  ('skill', 'regulating_and_monitoring', 6, 'Rheoleiddio a monitro', 'Regulating and monitoring');

INSERT INTO catalogue_entries (list, code, place, welsh, english) VALUES
  ('subject', 'budget_and_finance', 1, 'Cyllideb a chyllid', 'Budget and finance'),
  ('subject', 'planning', 2, 'Cynllunio', 'Planning'),
  ('subject', 'licensing', 3, 'Trwyddedu', 'Licensing'),
  ('subject', 'childrens_services', 4, 'Gwasanaethau plant', 'Children''s services'),
  ('subject', 'adult_care', 5, 'Gofal oedolion', 'Adult care'),
  ('subject', 'housing', 6, 'Tai', 'Housing'),
  ('subject', 'media', 7, 'Y cyfryngau', 'Media'),
  ('subject', 'community_engagement', 8, 'Ymgysylltu â''r gymuned', 'Community engagement'),
  ('subject', 'time_management', 9, 'Rheoli amser', 'Time management'),
  ('subject', 'ict_and_paperwork', 10, 'TGCh a gwaith papur', 'ICT and paperwork'),
  ('subject', 'procedure_and_standards', 11, 'Gweithdrefnau a safonau', 'Procedure and standards');

INSERT INTO catalogue_entries (list, code, place, welsh, english) VALUES
  ('role', 'leader', 1, 'Arweinydd', 'Leader'),
  ('role', 'deputy_leader', 2, 'Dirprwy arweinydd', 'Deputy leader'),
  ('role', 'executive', 3, 'Aelod gweithredol', 'Executive member'),
  ('role', 'scrutiny_chair', 4, 'Cadeirydd craffu', 'Scrutiny chair'),
  ('role', 'committee_chair', 5, 'Cadeirydd pwyllgor', 'Committee chair'),
  ('role', 'regulatory_chair', 6, 'Cadeirydd pwyllgor rheoleiddio', 'Regulatory committee chair'),
  ('role', 'group_leader', 7, 'Arweinydd grŵp', 'Group leader'),
  ('role', 'champion', 8, 'Hyrwyddwr', 'Champion'),
  ('role', 'opposition_lead', 9, 'Llefarydd yr wrthblaid', 'Opposition lead'),
  ('role', 'ward_member', 10, 'Aelod ward', 'Ward member');

INSERT INTO catalogue_entries (list, code, place, welsh, english) VALUES
  ('party', 'conservative', 1, 'Y Ceidwadwyr', 'Conservative'),
  ('party', 'green', 2, 'Y Blaid Werdd', 'Green'),
  ('party', 'labour', 3, 'Llafur', 'Labour'),
  ('party', 'liberal-democrat', 4, 'Y Democratiaid Rhyddfrydol', 'Liberal Democrat'),
  ('party', 'plaid-cymru', 5, 'Plaid Cymru', 'Plaid Cymru'),
  ('party', 'reform', 6, 'Reform', 'Reform'),
  ('party', 'ukip', 7, 'UKIP', 'UKIP'),
  ('party', 'independent', 8, 'Annibynnol', 'Independent'),
  ('party', 'local', 9, 'Plaid leol', 'Local party');

-- Codes are those of the Electoral Commission. A joint description of two parties that stand
-- together counts as the party whose national office looks after its members.
INSERT INTO party_aliases (alias, party) VALUES
  ('pp51', 'conservative'),
  ('pp52', 'conservative'),
  ('conservative', 'conservative'),
  ('conservative party', 'conservative'),
  ('conservative and unionist party', 'conservative'),
  ('pp53', 'labour'),
  ('pp119', 'labour'),
  ('joint-party:53-119', 'labour'),
  ('labour', 'labour'),
  ('labour party', 'labour'),
  ('co-operative party', 'labour'),
  ('labour and co-operative', 'labour'),
  ('labour and co-operative party', 'labour'),
  ('llafur cymru', 'labour'),
  ('pp90', 'liberal-democrat'),
  ('liberal democrat', 'liberal-democrat'),
  ('liberal democrats', 'liberal-democrat'),
  ('pp63', 'green'),
  ('green', 'green'),
  ('green party', 'green'),
  ('pp77', 'plaid-cymru'),
  ('plaid cymru', 'plaid-cymru'),
  ('plaid cymru - the party of wales', 'plaid-cymru'),
  ('pp7931', 'reform'),
  ('reform', 'reform'),
  ('reform uk', 'reform'),
  ('pp84', 'ukip'),
  ('pp85', 'ukip'),
  ('ukip', 'ukip'),
  ('uk independence party (ukip)', 'ukip'),
  ('independent', 'independent'),
  ('annibynnol', 'independent');
