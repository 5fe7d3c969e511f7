"""How a request comes in: guide, forms, submission, paper files, a new start."""
