-- The rights of two roles on PostgreSQL (docs/operations.md). Run it as kring_owner, in the database of the portal, after
-- each `manage.py migrate`; running it again does no harm:
--
--     psql --set ON_ERROR_STOP=1 "$OWNER_DATABASE_URL" --file docs/grants.sql
--
-- kring_owner owns the tables and migrates. kring_app runs web, worker and beat: it cannot empty a table as a whole, touch
-- a trigger, or change what only grows, for it owns nothing.

-- A temporary table could stand where a trigger looks for another.
DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY, CREATE ON DATABASE %I FROM PUBLIC', current_database()); END $$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO kring_app;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM kring_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO kring_app;
GRANT SELECT, USAGE ON ALL SEQUENCES IN SCHEMA public TO kring_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO kring_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, USAGE ON SEQUENCES TO kring_app;

-- What only grows: no role of the portal ever needs more.
REVOKE UPDATE, DELETE ON
    moderation_archivelink, moderation_package, moderation_destruction, moderation_erasure, moderation_stamp,
    moderation_caseexport, consent_decisionlink, consent_destruction, consent_showntext, accounts_auditentry
    FROM kring_app;
-- Goes with its record of destruction, and never changes.
REVOKE UPDATE ON moderation_sealedrow, consent_decision FROM kring_app;
-- Ends, and stays.
REVOKE DELETE ON moderation_legalhold FROM kring_app;
-- What migrations note is for who migrates.
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM kring_app;
