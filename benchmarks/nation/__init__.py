"""A nation of n requests in the portal's own tables, written by SQL alone: PostgreSQL, for measurements.

    DATABASE_URL=postgres://… python -m benchmarks.nation 300000

Needs a migrated database with the sample nation in it (`manage.py load_sample_nation --size medium`), whose superuser
runs this. The requests are spread over the sample's unions, a few of them large (the one of the account `union-board`
holds 8 % of all); 88 % are closed, 4 % drafts, 8 % under way with a running term. With them come people and accounts,
events, papers, inquiries, bills, licences, units, codes, people at work, messages, SMS and the audit trail.
Checks hold; foreign keys are not looked at, and indexes are made anew at the end.
"""
