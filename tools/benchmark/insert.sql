INSERT INTO written (id, at, body) VALUES (gen_random_uuid(), 1, convert_to(repeat('x', 160), 'UTF8'));
