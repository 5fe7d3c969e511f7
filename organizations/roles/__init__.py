"""What people may do where: roles, kinds of bodies, scopes, and the trail of what was done."""
