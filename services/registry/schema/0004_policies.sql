-- additive
-- 0 where a version was not withdrawn.
ALTER TABLE policies ADD COLUMN withdrawn_at INTEGER NOT NULL DEFAULT 0;

-- Versions of what a nation lays down for policies. A later version never begins before an earlier
-- one. `body` is the message as JSON, so that the first ones can be read here.
CREATE TABLE national_policies (
  nation TEXT NOT NULL,
  version INTEGER NOT NULL,
  effective_date TEXT NOT NULL,
  withdrawn_at INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (nation, version)
) STRICT;

-- The first ones begin before any day that is asked about.
INSERT INTO national_policies (nation, version, effective_date, withdrawn_at, body) VALUES
  ('nations/england', 1, '2000-01-01', 0, '{
    "name": "nations/england/policies/1",
    "version": "1",
    "defaults": {
      "effectiveDate": "2000-01-01",
      "mentorTraining": "TRAINING_REQUIRED",
      "approval": "APPROVAL_NONE",
      "partyRule": "PARTY_RULE_PREFERRED",
      "firstReach": "REACH_AUTHORITY",
      "outwardAfterDays": 14,
      "kinds": ["KIND_ONE_TO_ONE", "KIND_ROLE", "KIND_POLITICAL_GROUP", "KIND_INDUCTION",
                "KIND_WARD_VISIT"],
      "officerMentors": true,
      "membersOfferedOutside": true,
      "agreementForm": "AGREEMENT_FORM_FULL",
      "documentsShareable": true,
      "plannedMonths": 12,
      "aftercareMonths": 3,
      "formerMemberMonths": 12,
      "rematchDays": 28,
      "holdHours": 72,
      "inductionMonths": 9,
      "menteeOrientation": "ORIENTATION_OFFERED"
    },
    "bounds": [
      {"field": "outward_after_days", "numbers": {"maximum": "180"}},
      {"field": "planned_months", "numbers": {"maximum": "36"}},
      {"field": "induction_months", "numbers": {"minimum": "3", "maximum": "12"}}
    ]
  }'),
  ('nations/wales', 1, '2000-01-01', 0, '{
    "name": "nations/wales/policies/1",
    "version": "1",
    "defaults": {
      "effectiveDate": "2000-01-01",
      "mentorTraining": "TRAINING_REQUIRED",
      "approval": "APPROVAL_NONE",
      "partyRule": "PARTY_RULE_PREFERRED",
      "firstReach": "REACH_AUTHORITY",
      "outwardAfterDays": 14,
      "kinds": ["KIND_ONE_TO_ONE", "KIND_ROLE", "KIND_POLITICAL_GROUP", "KIND_INDUCTION",
                "KIND_WARD_VISIT"],
      "officerMentors": true,
      "membersOfferedOutside": true,
      "agreementForm": "AGREEMENT_FORM_FULL",
      "documentsShareable": true,
      "plannedMonths": 12,
      "aftercareMonths": 3,
      "formerMemberMonths": 12,
      "rematchDays": 28,
      "holdHours": 72,
      "inductionMonths": 9,
      "menteeOrientation": "ORIENTATION_OFFERED"
    },
    "bounds": [
      {"field": "outward_after_days", "numbers": {"maximum": "180"}},
      {"field": "planned_months", "numbers": {"maximum": "36"}},
      {"field": "induction_months", "numbers": {"minimum": "3", "maximum": "12"}}
    ],
    "bilingualPosts": true
  }');
