"""The applicant's pages and the public ones; the union's desk is the admin."""
