"""Scripts for developers: preparing the machine, starting the portal, running tests and checks."""
