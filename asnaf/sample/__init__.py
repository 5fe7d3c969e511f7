"""The sample nation: a coherent made-up country in which every screen of the portal can be walked.

Places, trades and forms are true facts; people, numbers, amounts and addresses are invented, valid in form only.
Everything follows from names and serial numbers, so that two machines load the same nation.
"""
